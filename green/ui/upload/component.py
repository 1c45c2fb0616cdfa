"""The part of a page where files are handed in.

Streamlit's own uploader cannot be put into Chinese, and a phone that opens its camera drops the
connection that it needs. This part lives in the browser: it makes photos smaller, sends them over
HTTP to `/evidence/uploads`, and goes on over reruns, other pages, a lost network and a reload.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest

from green.people.tokens import mark_of
from green.texts import language
from green.ui import session
from green.ui.upload.words import words

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

_FOLDER = Path(__file__).parent
_PACKAGE, _NAME, _SCRIPTS = "green", "upload", "browser"


@dataclass(frozen=True)
class _About:
    """What is told to the server with each file, fixed as the file is chosen."""

    community: str
    item: str | None
    what: str
    true_as_of: str
    kept_at: str
    replaces: int | None
    on_behalf_of: str | None


def upload(
    *,
    key: str,
    community: str,
    item: str | None,
    what: str,
    true_as_of: date,
    kept_at: str = "",
    replaces: int | None = None,
    on_behalf_of: str | None = None,
    ticket: str | None = None,
    simulated: bool = False,
    disabled: bool = False,
    why_disabled: str = "",
    on_stored: Callable[[], None] | None = None,
) -> None:
    """Two buttons and the files on their way; each becomes a piece of evidence of this community.

    Without `item` the files go into the community's library, and all that is on its way for the
    community is shown. The page runs again when something was stored, `on_stored` before that.
    `ticket` vouches for who has no cookie of ours. `disabled` keeps new files from being chosen
    and says why; what is on its way goes on. Not for use inside `st.form`.
    """
    about = _About(community, item, what, true_as_of.isoformat(), kept_at, replaces, on_behalf_of)
    _component()(
        key=key,
        data={
            "about": asdict(about),
            "owner": _owner(),
            "simulated": simulated,
            "ticket": ticket,
            "language": language(),
            "disabled": disabled,
            "why": why_disabled,
            "words": words(),
            "heard": st.session_state.get(_turn(key)),
        },
        on_stored_change=partial(_heard, key, on_stored),
        # The browser asks for another run when its ticket is not good any more.
        on_ticket_change=_nothing,
    )


def _heard(key: str, then: Callable[[], None] | None) -> None:
    """The browser tells until it sees that it was heard; what it repeats counts once."""
    turn = (st.session_state[key].get("stored") or {}).get("turn")
    if turn is None or turn == st.session_state.get(_turn(key)):
        return
    st.session_state[_turn(key)] = turn
    if then is not None:
        then()


def _turn(key: str) -> str:
    """Where the session keeps which telling was heard last."""
    return f"{key}.turn"


def _nothing() -> None:
    """The new run of the page is all that is wanted."""


def _owner() -> str:
    """Whose files the browser keeps, without saying who that is: the next person at this machine
    neither sees them nor sends them under their own name."""
    person = session.person()
    return mark_of(person.id) if person else ""


def _component() -> ComponentRenderer:
    """The component, known to the server that runs.

    Streamlit serves a component's scripts as files only for installed packages, whose folders it
    finds by itself, and otherwise as text, which the Content-Security-Policy forbids to run. This
    application is not installed; so it names its folder the way an installed package would have.
    """
    name = f"{_PACKAGE}.{_NAME}"
    manager = get_bidi_component_manager()
    if manager.get_component_asset_root(name) is None:
        manifest = ComponentManifest(_PACKAGE, "1", [ComponentConfig(_NAME, _SCRIPTS)])
        manager.register_from_manifest(manifest, _FOLDER)
    if "renderer" not in _made:
        _made["renderer"] = st.components.v2.component(name, js="main.js", css="view.css")
    return _made["renderer"]


_made: dict[str, ComponentRenderer] = {}
