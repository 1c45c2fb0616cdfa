"""The parts of the page My community."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from green.assessment import enrolment, submission
from green.assessment.model import Case, Submission
from green.charts.wheel import alt, legend, wheel
from green.errors import GreenError
from green.people import guard
from green.people.model import Action
from green.standard.verdict import ItemVerdict
from green.texts import _, join, status_name
from green.ui import show
from green.ui.community import course, last_time, todo, walk
from green.ui.community.desk import Desk
from green.ui.session import actor, store

_TROUBLE = "trouble.community"


def header(desk: Desk) -> None:
    """Name, place and states, what can be done now, and the wheel."""
    case, verdict = desk.case, desk.shown
    left, right = st.columns([3, 2], gap="large", vertical_alignment="center")
    with left:
        st.title(show.plain(case.community.short_name))
        st.caption(show.dotted(show.plain(case.community.where), case.community.code))
        show.state(desk.state)
        st.markdown(show.headline(verdict))
        _steps(desk)
    with right, st.container(horizontal_alignment="center", gap="xsmall"):
        st.image(wheel(verdict, dark=show.is_dark()), width=260, alt=alt(verdict))
        st.image(legend(dark=show.is_dark()), width=400, alt="")


def _enrol_first(case: Case) -> None:
    """The press with which everything begins."""
    _report()
    st.button(
        _("Take part"),
        key="enrol",
        type="primary",
        icon=":material/how_to_reg:",
        on_click=_do,
        args=(partial(enrolment.enrol, case=case),),
    )
    st.caption(
        _(
            "Taking part opens the self-assessment of {programme}. Nothing is handed in by it.",
            programme=case.programme.title,
        )
    )


def _steps(desk: Desk) -> None:
    """What can be done now: take part, go on, hand in, or recall."""
    case, verdict, standing = desk.case, desk.verdict, desk.standing
    if not desk.is_officer:
        _only_looking(desk)
        return
    if not desk.state.participating:
        _enrol_first(case)
        return
    _report()
    if standing is not None:
        _handed_in(desk, standing)
        if desk.is_closed:
            return
    last_time.waiting(desk)
    course.came_back(desk)
    with st.container(horizontal=True):
        st.button(
            _("Start the self-assessment")
            if len(verdict.unanswered) == len(verdict.items)
            else _("Go on with the self-assessment"),
            key="go_on",
            type="primary" if verdict.unanswered else "secondary",
            icon=":material/checklist:",
            on_click=walk.begin,
        )
        st.button(
            _("Hand in again") if desk.back else _("Hand in the self-assessment"),
            key="hand_in",
            type="secondary" if verdict.unanswered else "primary",
            icon=":material/outbox:",
            disabled=bool(verdict.unanswered),
            on_click=_do,
            args=(partial(submission.hand_in, case=case),),
        )
    until = todo.until(case.cycle)
    if until:
        st.caption(show.dotted(case.cycle.title, until))
    if verdict.unanswered:
        items = verdict.named(verdict.unanswered)
        st.caption(_("To hand in, answer first: {items}.", items=items))
    elif verdict.unmet:
        st.caption(_("It can be handed in, but will not count as attained as it stands."))


def _only_looking(desk: Desk) -> None:
    """For who may not fill in: what stands, why nothing can be pressed, and who can help."""
    if desk.standing is not None:
        _standing(desk.standing)
        course.course(desk)
    elif desk.state.participating:
        course.came_back(desk)
    with store().read() as query:
        reason = guard.refusal(query, actor(), Action.ANSWER, desk.case.community.code)
    st.caption(show.plain(reason))
    if desk.state.participating:
        st.page_link(
            "community/assessment.py",
            label=_("Look at the answers"),
            icon=":material/checklist:",
        )


def _handed_in(desk: Desk, standing: Submission) -> None:
    _standing(standing)
    course.course(desk)
    if course.is_opened(desk):
        st.caption(
            join(
                _("The review has begun, so it can no longer be recalled."),
                _("If something is wrong, ask the reviewer to return it."),
            )
        )
        return
    st.button(
        _("Recall"),
        key="recall",
        icon=":material/undo:",
        on_click=_do,
        args=(partial(submission.recall, case=desk.case, submission_id=standing.id),),
    )


def closed_sentence(desk: Desk) -> str:
    """Why nothing can be changed once it is handed in, and whether it can be recalled."""
    if course.is_opened(desk):
        return _("Handed in and under review: the answers are closed.")
    return _("Handed in: the answers are closed. Recall the self-assessment to change them.")


def _standing(standing: Submission) -> None:
    st.success(
        _(
            "Handed in on {day} by {person}. Snapshot {hash}.",
            day=show.day(standing.effective_on),
            person=show.person_name(standing.person),
            hash=standing.sha256[:12],
        ),
        icon=":material/outbox:",
    )
    if not standing.is_intact:
        st.error(_("The snapshot was altered after it was handed in: its SHA-256 differs."))


def what_is_left(desk: Desk) -> None:
    """Every item unanswered or not met, each with the way to it."""
    if desk.shown is not desk.verdict:
        st.subheader(_("Still to do"))
        st.markdown(
            _("{cycle} is open; nothing is answered in it yet.", cycle=desk.case.cycle.title)
        )
        return
    st.subheader(_("Still to do"))
    rest = [one for one in desk.verdict.items if one.status in ("unanswered", "partly", "unmet")]
    if not rest:
        st.markdown(_("Nothing: every applicable item is met."))
    with st.container(gap=None, key="what_is_left"):
        for judged in rest:
            label = show.dotted(f"{judged.item.ref} **{judged.item.title}**", _gap(judged))
            if not desk.is_open(judged.item):
                st.markdown(label)
                continue
            walk.way_to(desk.case, judged.item, label, f"to_item_{judged.item.ref}")


def _gap(judged: ItemVerdict) -> str:
    if judged.status == "unanswered":
        return status_name(judged.status)
    return show.plain(judged.explanation)


def leaving(desk: Desk) -> None:
    """Leaving the programme, with what it means."""
    if not desk.state.participating or not desk.is_officer:
        return
    with st.expander(_("Leave the programme")):
        st.markdown(_("The answers are kept; the community no longer counts as participating."))
        st.button(
            _("Leave the programme"),
            key="withdraw",
            on_click=_do,
            args=(partial(enrolment.withdraw, case=desk.case),),
        )


def _do(step: Callable[..., object]) -> None:
    """Take a step (for callbacks); a refusal is shown on the page."""
    try:
        step(store(), actor=actor())
    except GreenError as error:
        st.session_state[_TROUBLE] = error
    else:
        st.session_state.pop(_TROUBLE, None)


def _report() -> None:
    trouble = st.session_state.pop(_TROUBLE, None)
    if isinstance(trouble, GreenError):
        show.error(trouble)
