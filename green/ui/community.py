"""The parts of the page My community."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pandas as pd
import streamlit as st

from green.assessment import enrolment, submission
from green.assessment.model import Case, HistoryEvent, State, Submission
from green.charts.wheel import legend, wheel
from green.errors import GreenError
from green.standard.verdict import ItemVerdict, Verdict
from green.texts import _, listing
from green.ui import show, walk
from green.ui.session import actor, store

_TROUBLE = "trouble.community"


def header(case: Case, verdict: Verdict, state: State) -> None:
    """Name, place, states and the wheel."""
    left, right = st.columns([3, 2], gap="large", vertical_alignment="center")
    with left:
        st.title(show.plain(case.community.short_name))
        st.caption(f"{show.plain(case.community.where)} · {case.community.code}")
        show.state(state)
        st.markdown(f"{show.headline(verdict)} · {verdict.headline}")
    with right, st.container(horizontal_alignment="center"):
        st.html(wheel(verdict, size=260, dark=show.is_dark()), width="content")
        st.html(f"<div style='text-align:center'>{legend(dark=show.is_dark())}</div>")


def enrol_first(case: Case) -> None:
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


def steps(case: Case, verdict: Verdict, state: State, standing: Submission | None) -> None:
    """What can be done now: take part, go on, hand in, or recall."""
    if not state.participating:
        enrol_first(case)
        return
    _report()
    if standing is not None:
        _handed_in(case, standing)
        return
    with st.container(horizontal=True):
        if st.button(
            _("Start the self-assessment")
            if len(verdict.unanswered) == len(verdict.items)
            else _("Go on with the self-assessment"),
            key="go_on",
            type="primary" if verdict.unanswered else "secondary",
            icon=":material/checklist:",
        ):
            st.switch_page("community/assessment.py")
        st.button(
            _("Hand in the self-assessment"),
            key="hand_in",
            type="secondary" if verdict.unanswered else "primary",
            icon=":material/outbox:",
            disabled=bool(verdict.unanswered),
            on_click=_do,
            args=(partial(submission.hand_in, case=case),),
        )
    if verdict.unanswered:
        refs = listing(judged.item.ref for judged in verdict.unanswered)
        st.caption(_("To hand in, answer first: item {refs}.", refs=refs))
    elif verdict.unmet:
        st.caption(_("It can be handed in, but will not count as attained as it stands."))


def _handed_in(case: Case, standing: Submission) -> None:
    st.success(
        _(
            "Handed in on {day} by {person}. Snapshot {hash}, {intact}.",
            day=show.day(standing.effective_on),
            person=show.plain(standing.person),
            hash=standing.sha256[:12],
            intact=_("unchanged since") if standing.is_intact else _("ALTERED since"),
        ),
        icon=":material/outbox:",
    )
    st.button(
        _("Recall"),
        key="recall",
        icon=":material/undo:",
        on_click=_do,
        args=(partial(submission.recall, case=case, submission_id=standing.id),),
    )


def what_is_left(case: Case, verdict: Verdict, *, closed: bool) -> None:
    """Every item unanswered or not met, each with the way to it."""
    st.subheader(_("What is left"))
    rest = (*verdict.unanswered, *verdict.unmet)
    if not rest:
        st.markdown(_("Nothing: every applicable item is met."))
    for judged in sorted(rest, key=lambda one: verdict.items.index(one)):
        if closed:
            st.markdown(_gap(judged))
        elif st.button(_gap(judged), key=f"to_item_{judged.item.ref}", type="tertiary", wrap=True):
            walk.go_to(walk.area_of(case, judged.item.id), judged.item.ref)
            st.switch_page("community/assessment.py")


def _gap(judged: ItemVerdict) -> str:
    return f"**{judged.item.ref} {judged.item.title}** · {show.plain(judged.explanation)}"


def history(case: Case, events: list[HistoryEvent], submissions: list[Submission]) -> None:
    """What happened when and by whom, and every snapshot to take along."""
    if not events:
        st.caption(_("Nothing has happened yet."))
        return
    names = {
        "enrol": _("Took part"),
        "withdraw": _("Left the programme"),
        "hand_in": _("Handed in the self-assessment"),
        "recall": _("Recalled the self-assessment"),
    }
    hashes = {one.id: one.sha256[:12] for one in submissions}
    st.table(
        pd.DataFrame(
            {
                _("Date"): [show.day(event.effective_on) for event in events],
                _("Step"): [names[event.kind] for event in events],
                _("By"): [show.plain(event.person) for event in events],
                _("Snapshot"): [hashes.get(event.submission or 0, "") for event in events],
            }
        ),
        hide_index=True,
        border="horizontal",
        alt=_("History of the community in the programme"),
    )
    with st.container(horizontal=True):
        for one in submissions:
            st.download_button(
                _("Snapshot {hash} (JSON)", hash=one.sha256[:12]),
                one.snapshot.encode(),
                file_name=f"{case.community.code}-{one.effective_on}-{one.sha256[:12]}.json",
                mime="application/json",
                key=f"snapshot_{one.id}",
                type="tertiary",
                on_click="ignore",
            )


def leaving(case: Case, state: State) -> None:
    """Leaving the programme, with what it means."""
    if not state.participating:
        return
    with st.expander(_("Leave the programme")):
        st.markdown(_("The answers are kept; the community no longer counts as participating."))
        st.button(
            _("Leave the programme"),
            key="withdraw",
            on_click=_do,
            args=(partial(enrolment.withdraw, case=case),),
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
