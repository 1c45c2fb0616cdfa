"""The references under an item: what it is, as of when, where it is kept."""

from __future__ import annotations

from datetime import date

import streamlit as st

from green import clock
from green.assessment.answering import NewEvidence, attach_evidence, detach_evidence
from green.assessment.model import Case, Evidence
from green.errors import GreenError
from green.standard.model import Item
from green.texts import _
from green.ui import show
from green.ui.session import actor, store


def evidence_list(case: Case, item: Item, evidence: list[Evidence], *, closed: bool) -> None:
    """What is attached, and a form for one more; a photo is never asked for."""
    mine = [found for found in evidence if found.item == item.id]
    _report(case, item)
    with st.expander(_("Evidence ({n})", n=len(mine)), key=f"evidence.{item.id}"):
        for found in mine:
            _attached(case, found, closed)
        if not closed:
            _form(case, item)


def _attached(case: Case, found: Evidence, closed: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            _(
                "{what} · true as of {day} · kept at: {place}",
                what=f"**{show.plain(found.what)}**",
                day=show.day(found.true_as_of),
                place=show.plain(found.kept_at),
            ),
            width="stretch",
        )
        if not closed:
            st.button(
                _("Take off"),
                key=f"detach.{found.id}.{found.item}",
                on_click=_detach,
                args=(case, found),
                type="tertiary",
            )


def _report(case: Case, item: Item) -> None:
    """Why the last press was refused; also when the form has gone because of it."""
    trouble = st.session_state.get(_trouble(case, item.id))
    if isinstance(trouble, GreenError):
        show.error(trouble, _("Not saved"))


def _trouble(case: Case, item_id: str) -> str:
    return f"trouble.evidence.{case.community.id}.{item_id}"


def _form(case: Case, item: Item) -> None:
    keys = {name: f"evidence.{case.community.id}.{item.id}.{name}" for name in _FIELDS}
    st.selectbox(
        _("What it is"),
        [str(usual.what) for usual in item.evidence],
        index=None,
        accept_new_options=True,
        placeholder=_("Choose or write"),
        key=keys["what"],
        persist_state="session",
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
    st.text_input(
        _("Where it is kept"),
        placeholder=_("for example: office, file cabinet 2"),
        key=keys["kept_at"],
        persist_state="session",
    )
    st.button(
        _("Add evidence"),
        key=f"{keys['what']}.add",
        on_click=_attach,
        args=(case, item.id, keys),
    )


_EARLIEST = date(1949, 10, 1)
_FIELDS = ("what", "true_as_of", "kept_at")


def _attach(case: Case, item_id: str, keys: dict[str, str]) -> None:
    new = NewEvidence(
        st.session_state.get(keys["what"]) or "",
        st.session_state.get(keys["true_as_of"]) or clock.today(),
        st.session_state.get(keys["kept_at"]) or "",
    )
    try:
        attach_evidence(store(), case, item_id, new, actor())
    except GreenError as error:
        st.session_state[_trouble(case, item_id)] = error
        return
    st.session_state.pop(_trouble(case, item_id), None)
    st.session_state[keys["what"]] = None
    st.session_state[keys["kept_at"]] = ""


def _detach(case: Case, found: Evidence) -> None:
    try:
        detach_evidence(store(), case, found, actor())
    except GreenError as error:
        st.session_state[_trouble(case, found.item)] = error
