"""The ways of reviewing and the end of a step: all at once, on site, passing on, returning."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from green import texts
from green.review import deciding
from green.standard.validator import LONGEST_NOTE
from green.texts import Language, _, language, listing, n_
from green.ui import address, show
from green.ui.review.review_desk import ReviewDesk
from green.ui.review.review_press import do, press

_MODE = "mode"
END = ".end"


def is_on_site(desk: ReviewDesk) -> bool:
    """At a step with a visit: whether the page is used on site, as its address says."""
    if not desk.may_decide or desk.step is None or not desk.step.visit:
        return False
    modes = {"desk": _("At the desk"), "site": _("On site")}
    return address.part(_("Where you are"), modes, _MODE) == "site"


def all_at_once(desk: ReviewDesk) -> None:
    """Agree to everything that nothing speaks against; it is recorded as done together."""
    if not desk.may_decide or desk.step is None or not desk.unflagged:
        return
    st.button(
        n_(
            "Agree to {n} item without a flag",
            "Agree to all {n} items without a flag",
            desk.unflagged,
        ),
        key="agree_rest",
        icon=":material/done_all:",
        on_click=press,
        args=(_step(desk, deciding.agree_rest), END),
    )
    st.caption(_("It is recorded that these were agreed to together."))


def finish(desk: ReviewDesk) -> None:
    """Pass on or return, with a note and the departments that were asked."""
    if not desk.may_decide or desk.step is None:
        return
    st.subheader(str(desk.step.title), anchor="finish")
    items, returned = len(desk.snapshot.standard.items), len(desk.judgement.returned)
    st.markdown(
        show.dotted(
            _("{n} of {all} agreed", n=items - returned - desk.open_items, all=items),
            _("{n} to go back", n=returned),
            _("{n} open", n=desk.open_items),
        )
    )
    key = f"review.{desk.submission.id}.{desk.step.id}"
    for place, department in enumerate(desk.step.opinions):
        st.checkbox(
            _("Opinion heard: {department}", department=department), key=f"{key}.opinion.{place}"
        )
    st.text_input(_("Note (optional)"), key=f"{key}.note", max_chars=LONGEST_NOTE, live=True)
    with st.container(horizontal=True):
        st.button(
            _("Agree and pass on"),
            key="pass_on",
            type="secondary" if desk.open_items or returned else "primary",
            icon=":material/task_alt:",
            on_click=_finish,
            args=(desk, deciding.agree, key, language()),
        )
        st.button(
            _("Return to the community"),
            key="send_back",
            type="primary" if returned and not desk.open_items else "secondary",
            icon=":material/undo:",
            on_click=_finish,
            args=(desk, deciding.send_back, key, language()),
        )


def _finish(desk: ReviewDesk, how: Callable[..., object], key: str, spoken: Language) -> None:
    # The note is written in the language of who presses; a press comes before it is known.
    texts.use(spoken)
    typed = str(st.session_state.get(f"{key}.note") or "").strip()
    do(partial(_step(desk, how), note=_note(desk, key, typed)), END, typed)


def _note(desk: ReviewDesk, key: str, typed: str) -> str:
    assert desk.step is not None
    heard = [
        department
        for place, department in enumerate(desk.step.opinions)
        if st.session_state.get(f"{key}.opinion.{place}")
    ]
    said = str(_("Opinions heard: {departments}.", departments=listing(heard))) if heard else ""
    return f"{typed} {said}".strip()


def _step(desk: ReviewDesk, how: Callable[..., object]) -> partial[object]:
    assert desk.step is not None
    return partial(how, case=desk.case, submission=desk.submission.id, step=desk.step.id)
