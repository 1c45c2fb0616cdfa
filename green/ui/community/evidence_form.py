"""The form for one more piece: what and as of when; then photo or file, or where it is kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import streamlit as st

from green import clock
from green.assessment.attaching import NewEvidence, attach_evidence
from green.assessment.model import Case, Evidence
from green.errors import GreenError
from green.standard.model import Item
from green.texts import _
from green.ui import session, show
from green.ui.session import actor, store
from green.ui.upload.component import upload

_EARLIEST = date(1949, 10, 1)
_FIELDS = ("what", "true_as_of", "kept_at", "kept_by")


def evidence_form(case: Case, item: Item | None, older: Evidence | None = None) -> None:
    """Ask for a piece for an item, or for one that stands in for an older piece."""
    place = f"replace.{older.id}" if older else item.id if item else ""
    keys = {name: f"evidence.{case.community.id}.{place}.{name}" for name in _FIELDS}
    if older is None and item is not None:
        st.selectbox(
            _("What it is"),
            [str(usual.what) for usual in item.evidence],
            index=None,
            accept_new_options=True,
            placeholder=_("Choose or write"),
            key=keys["what"],
            persist_state="session",
        )
    else:
        st.session_state.setdefault(keys["what"], older.what if older else "")
        st.text_input(
            _("What it is"), key=keys["what"], max_chars=200, live=True, persist_state="session"
        )
    # Without these the widget takes the server's own day and goes back ten years only.
    st.session_state.setdefault(keys["true_as_of"], clock.today())
    st.date_input(
        _("True as of"),
        min_value=_EARLIEST,
        max_value=clock.today(),
        format="YYYY-MM-DD",
        key=keys["true_as_of"],
        persist_state="session",
    )
    what = str(st.session_state.get(keys["what"]) or "").strip()
    upload(
        key=f"{keys['what']}.upload",
        community=case.community.code,
        item=item.id if item else None,
        what=what,
        true_as_of=st.session_state.get(keys["true_as_of"]) or clock.today(),
        replaces=older.id if older else None,
        on_behalf_of=st.session_state.get(session.ON_BEHALF) or None,
        ticket=session.ticket(),
        simulated=session.data() == "simulated",
        disabled=not what,
        why_disabled=_("First say what it is."),
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(
            _("Or, without a file: where it is kept"),
            placeholder=_("for example: office, file cabinet 2"),
            key=keys["kept_at"],
            persist_state="session",
            width="stretch",
        )
        st.text_input(
            _("Who has it (optional)"), key=keys["kept_by"], persist_state="session", width=200
        )
        st.button(
            _("Note it down"),
            key=f"{keys['what']}.add",
            on_click=_attach,
            args=(case, item.id if item else None, keys, older.id if older else None),
        )


def report(case: Case, place: str) -> None:
    """Why the last press was refused; also when the form has gone because of it."""
    trouble = st.session_state.get(_trouble(case, place))
    if isinstance(trouble, GreenError):
        show.error(trouble, _("Not saved"))


def attempt(case: Case, place: str, do: Callable[[], object]) -> bool:
    """Do what was pressed (in callbacks); whether it was done. What is refused is reported."""
    key = _trouble(case, place)
    try:
        do()
    except GreenError as error:
        st.session_state[key] = error
        return False
    st.session_state.pop(key, None)
    return True


def _trouble(case: Case, place: str) -> str:
    return f"trouble.evidence.{case.community.id}.{place}"


def _attach(case: Case, item_id: str | None, keys: dict[str, str], replaces: int | None) -> None:
    place = item_id or "library"
    new = NewEvidence(
        st.session_state.get(keys["what"]) or "",
        st.session_state.get(keys["true_as_of"]) or clock.today(),
        st.session_state.get(keys["kept_at"]) or "",
        st.session_state.get(keys["kept_by"]) or "",
        replaces=replaces,
    )
    if not attempt(case, place, lambda: attach_evidence(store(), case, item_id, new, actor())):
        return
    st.session_state[keys["what"]] = None
    st.session_state[keys["kept_at"]] = st.session_state[keys["kept_by"]] = ""
