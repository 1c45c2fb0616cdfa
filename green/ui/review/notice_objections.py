"""Objections to a list on public notice, and the form that answers one."""

from __future__ import annotations

from functools import partial

import streamlit as st

from green.errors import GreenError, Problem, Refused
from green.review import objecting
from green.review.objection_records import Objection
from green.standard.validator import LONGEST_NOTE
from green.texts import Text, _, lazy
from green.ui import show
from green.ui.session import actor, programme, store

_TROUBLE = "objections.trouble"
_OUTCOMES: dict[str, Text] = {
    "upheld": lazy("Upheld: decide anew"),
    "rejected": lazy("Not upheld"),
}


def every(objections: list[Objection], *, is_own: bool) -> None:
    """What was said against a list, what waits for an answer first."""
    for one in sorted(objections, key=lambda one: one.answer is not None):
        with st.container(border=True, key=f"objection-{one.id}"):
            _one(one)
            if one.answer is None and is_own:
                _answer(one)


def _one(one: Objection) -> None:
    st.markdown(
        _("Objection {n} to {name}", n=one.id, name=f"**{show.plain(one.community)}**")
        + f"  \n{show.plain(one.text)}"
    )
    sender = [show.plain(part) for part in (one.name, one.contact) if part]
    st.caption(show.dotted(show.moment(one.recorded_at), *(sender or [_("without a name")])))
    if one.answer is not None:
        outcome = str(_OUTCOMES["upheld" if one.upheld else "rejected"])
        st.markdown(show.dotted(outcome, show.plain(one.answer)))


def _answer(one: Objection) -> None:
    trouble = st.session_state.pop(f"{_TROUBLE}.{one.id}", None)
    if isinstance(trouble, GreenError):
        show.error(trouble, _("Not answered"))
    with st.form(f"answering.{one.id}", border=False):
        st.text_input(_("Answer"), key=f"answer.{one.id}.text", max_chars=LONGEST_NOTE)
        st.segmented_control(
            _("Outcome"),
            list(_OUTCOMES),
            format_func=lambda key: str(_OUTCOMES[key]),
            key=f"answer.{one.id}.outcome",
            help=_("If it is upheld, the community leaves the list and its step is decided anew."),
        )
        st.form_submit_button(
            _("Record the answer"), key=f"answer.{one.id}", on_click=partial(_answered, one.id)
        )


def _answered(objection: int) -> None:
    text, outcome = (
        st.session_state.get(f"answer.{objection}.{field}") for field in ("text", "outcome")
    )
    try:
        if outcome not in _OUTCOMES:
            raise Refused(
                Problem(
                    lazy("It is not said whether the objection is upheld."),
                    lazy("Outcome"),
                    lazy("Choose one of the two."),
                )
            )
        upheld = outcome == "upheld"
        objecting.answer(store(), actor(), programme(), objection, str(text or ""), upheld=upheld)
    except GreenError as error:
        st.session_state[f"{_TROUBLE}.{objection}"] = error
