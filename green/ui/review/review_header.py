"""The top of a submission's page: whose it is, where it stands, and whether it is untouched."""

from __future__ import annotations

import streamlit as st

from green.charts.wheel import alt, legend, wheel
from green.log import records as log
from green.people.model import Action
from green.review.model import Decision
from green.standard.chain import Step
from green.texts import _
from green.ui import scope, show
from green.ui.review.review_desk import ReviewDesk
from green.ui.session import actor, store


def header(desk: ReviewDesk) -> None:
    """Place, hand-in, chain and hash beside the wheel of what was handed in."""
    submission, community = desk.submission, desk.case.community
    left, right = st.columns([3, 2], gap="large", vertical_alignment="center")
    with left:
        st.title(show.plain(community.short_name))
        st.caption(show.dotted(show.plain(community.where), community.code))
        st.markdown(show.headline(desk.snapshot.verdict))
        st.markdown(
            _(
                "Handed in on {day} by {person}, {cycle}.",
                day=show.day(submission.effective_on),
                person=show.person_name(submission.person),
                cycle=desk.case.cycle.title,
            )
        )
        chain(desk)
        _hash(desk)
    with right, st.container(horizontal_alignment="center", gap="xsmall"):
        verdict = desk.snapshot.verdict
        st.image(wheel(verdict, dark=show.is_dark()), width=240, alt=alt(verdict))
        st.image(legend(dark=show.is_dark()), width=400, alt="")


def chain(desk: ReviewDesk) -> None:
    """Every step in a line of its own: who decided it when, or that it is to come."""
    lines = []
    for step in desk.case.programme.chain:
        ours = [one for one in desk.decisions if one.step == step.id]
        mark = "**" if desk.position.step == step else ""
        lines.append(f"{mark}{step.title}{mark}: {_said(desk, step, ours)}")
    with st.container(key="review_chain"):
        st.markdown("  \n".join(lines))
        for one in desk.decisions:
            if one.note:
                st.caption(
                    _(
                        "Note of {person}: {text}",
                        person=show.person_name(one.person),
                        text=show.plain(one.note),
                    )
                )


def _said(desk: ReviewDesk, step: Step, ours: list[Decision]) -> str:
    """How far one step is."""
    last = ours[-1] if ours else None
    is_here = desk.position.step == step
    if last is None:
        if is_here:
            return _("waits since {day}", day=show.day(desk.position.since))
        return _("not yet")
    words = {"day": show.day(last.effective_on), "person": show.person_name(last.person)}
    match last.kind:
        case "agree" if is_here and desk.position.phase == "on_notice":
            return _("agreed on {day} by {person}, on public notice", **words)
        case "agree" if is_here:
            return _("agreed on {day} by {person}, waits for its public notice", **words)
        case "agree":
            return _("agreed on {day} by {person}", **words)
        case "return":
            return _("returned on {day} by {person}", **words)
        case "reopen":
            return _("to be decided anew since {day}", **words)
        case _other:
            return _("begun on {day} by {person}", **words)


def why_read_only(desk: ReviewDesk) -> None:
    """For who cannot decide: the reason in one sentence."""
    if desk.refusal is None:
        return
    is_reviewer = scope.may(Action.REVIEW, desk.case.community.code)
    # Only reviewers have a queue in which it may appear one day.
    said = desk.refusal if is_reviewer or desk.position.step is None else desk.refusal.what
    st.info(show.plain(said), icon=":material/visibility:")


def _hash(desk: ReviewDesk) -> None:
    submission = desk.submission
    if submission.is_intact:
        said = _("SHA-256 {hash}, unchanged since it was handed in.", hash=submission.sha256[:12])
        st.caption(said)
    else:
        st.error(_("The snapshot was altered after it was handed in: its SHA-256 differs."))
    code = desk.case.community.code
    st.download_button(
        _("Snapshot {hash} (JSON)", hash=submission.sha256[:12]),
        submission.snapshot.encode(),
        file_name=f"{code}-{submission.effective_on}-{submission.sha256[:12]}.json",
        mime="application/json",
        key="review_snapshot",
        icon=":material/download:",
        on_click=_exported,
        args=(code, submission.sha256),
    )


def _exported(code: str, sha256: str) -> None:
    """What leaves the house is in the log (for callbacks)."""
    with store().write() as query:
        log.add(query, actor().person, "export", code, snapshot=sha256)
