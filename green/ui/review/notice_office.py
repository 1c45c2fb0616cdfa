"""Which office puts lists on public notice, and what its last press did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from green.people.records import place_name
from green.registry.model import CODE_LENGTH
from green.standard.chain import Step
from green.texts import _, listing
from green.ui import address, show
from green.ui.session import programme, store

TROUBLE, _DONE, _OFFICE = "notices.trouble", "notices.done", "office"


@dataclass(frozen=True)
class Office:
    """A step of the chain with a public notice, and the place for which it is decided."""

    step: Step
    scope: str


def done(say: Callable[[], str]) -> None:
    """What a press has done, to be said above the page as it is drawn: only then is the reader's
    language known."""
    st.session_state[_DONE] = say


def tell() -> None:
    """What the last press did, or why it did not."""
    trouble = st.session_state.pop(TROUBLE, None)
    if trouble is not None:
        title, error = trouble
        show.error(error, str(title))
    say = st.session_state.pop(_DONE, None)
    if say is not None:
        st.success(say(), icon=":material/check:")


def office(scopes: list[str]) -> Office | None:
    """The office for which the person puts lists on notice; says why if there is none."""
    steps = [step for step in programme().chain if step.notice is not None]
    if not steps:
        st.info(_("This programme has no step with a public notice."))
        return None
    own = {
        f"{step.id}.{one}": Office(step, one)
        for step in steps
        for one in scopes
        if len(one) == CODE_LENGTH[step.level]
    }
    if not own:
        st.caption(
            _(
                "Lists are put on public notice by the level that decides {steps}; here you see "
                "them.",
                steps=listing(f"“{show.plain(step.title)}”" for step in steps),
            )
        )
        return None
    if len(own) > 1:
        names = {key: _called(one) for key, one in own.items()}
        address.bring(_OFFICE, names, next(iter(names)))
        st.selectbox(_("Office"), list(names), format_func=names.__getitem__, key=_OFFICE)
        address.keep(_OFFICE, next(iter(names)))
        return own[st.session_state[_OFFICE]]
    return next(iter(own.values()))


def _called(one: Office) -> str:
    with store().read() as query:
        return show.dotted(one.step.title, place_name(query, one.scope))
