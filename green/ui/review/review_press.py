"""What is pressed while reviewing: stored at once, or why not, beside where it was pressed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from green.errors import GreenError
from green.review import deciding
from green.review.model import Outcome
from green.texts import _
from green.ui import show
from green.ui.review.review_desk import ReviewDesk
from green.ui.session import actor, store

_TROUBLE = "trouble.review"


def do(step: Callable[..., object], where: str = "", typed: str = "") -> bool:
    """Take a step (for callbacks); a refusal is shown there, with what was typed for it."""
    try:
        step(store(), actor())
    except GreenError as error:
        st.session_state[_TROUBLE] = (where, error, typed)
        return False
    st.session_state.pop(_TROUBLE, None)
    return True


def press(step: Callable[..., object], where: str) -> None:
    """The same for a press alone."""
    do(step, where)


def report(*places: str) -> None:
    """Show why the last press in one of these places was refused, once."""
    where, error, typed = st.session_state.get(_TROUBLE, ("", None, ""))
    if where not in places or not isinstance(error, GreenError):
        return
    del st.session_state[_TROUBLE]
    show.error(error, _("Not saved"))
    if typed:
        st.caption(_("What you wrote: {text}", text=show.plain(typed)))


def say(desk: ReviewDesk, item: str, outcome: Outcome, field: str | None = None) -> None:
    """Judge an item (for callbacks), with the reason in the field of this key."""
    assert desk.step is not None
    typed = str(st.session_state.get(field) or "") if field else ""
    stored = do(
        partial(
            deciding.mark,
            case=desk.case,
            submission=desk.submission.id,
            step=desk.step.id,
            item=item,
            outcome=outcome,
            reason=typed,
        ),
        item if desk.may_decide else "",
        typed,
    )
    if stored and field:
        st.session_state[field] = ""
