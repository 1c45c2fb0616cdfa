"""The parts of the page Rectification plan: how far it is, the works, what is done with."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from green import clock
from green.errors import GreenError
from green.people import guard
from green.people.model import Action
from green.planning import works_file
from green.planning.community_plan import CommunityPlan, PlanLine, plan_of
from green.planning.plan import state_name
from green.texts import _, n_
from green.ui import scope, session, show
from green.ui.community import walk
from green.ui.community.desk import Desk


def read_plan(desk: Desk) -> CommunityPlan:
    """The plan of the community on the page; raises `Refused` for a broken file of works."""
    return session.once(("plan", desk.case.community.id), lambda: _read(desk))


def _read(desk: Desk) -> CommunityPlan:
    # What stands from an earlier cycle says no more than its statuses.
    answers = desk.draft.answers(desk.case) if desk.shown is desk.verdict else None
    return plan_of(works_file.load(), desk.shown, desk.profile, desk.planned, answers)


def known_plan(desk: Desk) -> CommunityPlan | None:
    """The plan for pages that are about something else: a broken file must not close them."""
    try:
        return read_plan(desk)
    except GreenError:
        return None


def may_plan(desk: Desk) -> bool:
    return scope.may(Action.PLAN, desk.case.community.code)


def header(desk: Desk, plan: CommunityPlan) -> None:
    """Whose plan it is, how far it is, and what it costs."""
    community = desk.case.community
    st.title(_("Rectification plan"))
    st.caption(
        show.dotted(
            f"**{show.plain(community.short_name)}**", show.plain(community.where), community.code
        )
    )
    if plan.lines:
        st.markdown(_how_far(desk, plan))
        _sums(plan)
    if not may_plan(desk):
        with session.store().read() as query:
            reason = guard.refusal(query, session.actor(), Action.PLAN, community.code)
        st.caption(show.plain(reason))


def _how_far(desk: Desk, plan: CommunityPlan) -> str:
    today = clock.today()
    done = sum(one.planned.state == "done" for one in plan.lines)
    begun = sum(one.planned.state == "under_way" for one in plan.lines)
    late = len(plan.overdue(today))
    served = {one.item.id for line in plan.lines for one in line.lacking}
    lacking = tuple(one for one in desk.shown.unmet if one.item.id in served)
    parts = [
        n_(
            "{n} work for {items}",
            "{n} works for {items}",
            len(plan.lines),
            items=desk.shown.named(lacking),
        ),
        _("{n} under way", n=begun) if begun else "",
        _("{n} done", n=done) if done else "",
        _("**{n} overdue**", n=late) if late else "",
    ]
    return show.dotted(*(one for one in parts if one))


def _sums(plan: CommunityPlan) -> None:
    """What is left by the file of works beside what was planned."""
    low, high = plan.estimate
    with st.container(horizontal=True, key="plan_sums"):
        st.metric(_("Estimated, for what is not done"), yuan_range(low, high))
        planned = yuan(plan.cost) if plan.has_cost else _("nothing entered")
        st.metric(_("Planned"), planned)
    if plan.not_estimated:
        st.caption(
            n_(
                "{n} work has no estimate: the profile lacks the number it goes by.",
                "{n} works have no estimate: the profile lacks the number they go by.",
                plan.not_estimated,
            )
        )


def yuan(amount: int) -> str:
    return _("{n} yuan", n=show.number(amount))


def yuan_range(low: int, high: int) -> str:
    """A range of costs; one amount where both ends are the same."""
    if low == high:
        return yuan(low)
    return _("{low} to {high} yuan", low=show.number(low), high=show.number(high))


def answer_first(desk: Desk, plan: CommunityPlan) -> None:
    """The items that nobody has answered: whether they need a work is not known."""
    if not plan.unanswered:
        return
    st.subheader(_("Answer first"), anchor=False)
    st.caption(_("Whether these items need a work shows once they are answered."))
    with st.container(gap=None, key="answer_first"):
        for item in plan.unanswered:
            label = f"{item.ref} **{item.title}**"
            if desk.is_open(item):
                walk.way_to(desk.case, item, label, f"answer_{item.ref}")
            else:
                st.markdown(label)


def without_work(desk: Desk, plan: CommunityPlan) -> None:
    """What is lacking and has no work in the file."""
    if plan.without_work:
        items = desk.shown.named(plan.without_work)
        st.info(_("The file of works has nothing for {items}.", items=items))


def kept(plan: CommunityPlan) -> None:
    """What was planned and is not needed by the present answers: nothing of it is lost."""
    if plan.done_with:
        with st.expander(_("Done with"), key="done_with"):
            st.caption(_("The items of these works are met, or do not apply, by now."))
            _lines(plan.done_with)
    if plan.set_aside:
        with st.expander(_("Set aside"), key="set_aside"):
            st.caption(
                _(
                    "Planned, and not needed by the present answers; it comes back if they change, "
                    "and stays here if the file of works no longer has it."
                )
            )
            _lines(plan.set_aside)


def _lines(lines: Iterable[PlanLine]) -> None:
    for one in lines:
        st.markdown(f"{one.item.ref} **{show.plain(one.name)}**  \n{in_words(one)}")


def in_words(line: PlanLine) -> str:
    """What is planned for a work in one line: state, who, by when, cost, note."""
    planned = line.planned
    state = str(state_name(planned.state))
    if planned.state == "done" and planned.state_since is not None:
        state = _("done since {day}", day=show.day(planned.state_since))
    return show.dotted(
        *(
            part
            for part in (
                state,
                show.plain(planned.who) if planned.who else "",
                _("by {day}", day=show.day(planned.by)) if planned.by else "",
                yuan(planned.cost) if planned.cost is not None else "",
                show.plain(planned.note) if planned.note else "",
            )
            if part
        )
    )
