"""One work of the plan as a card: what it puts right, who, by when, how far, what it costs."""

from __future__ import annotations

import streamlit as st

from green import clock
from green.planning.community_plan import PlanLine
from green.planning.plan import Planned
from green.texts import _, join, n_, status_name
from green.ui import show
from green.ui.community import walk
from green.ui.community.desk import Desk
from green.ui.planning.own_plan import in_words, may_plan, yuan_range
from green.ui.planning.plan_fields import more_fields, report, state_field


def plan_card(desk: Desk, line: PlanLine) -> None:
    """Draw the card; every field is stored as it is given."""
    is_open = may_plan(desk)
    with st.container(border=True, key=f"work-{line.work_id}"):
        st.subheader(show.plain(line.name), anchor=f"work-{line.work_id}")
        _marks(line)
        for judged in line.lacking:
            st.markdown(
                show.dotted(
                    f"{judged.item.ref} {judged.item.title}",
                    f"**{status_name(judged.status)}**",
                )
            )
        _overdue(line.planned)
        if not is_open:
            st.markdown(in_words(line))
        else:
            report(desk, line)
            state_field(desk, line)
            # A card on which nothing is planned stays short: a phone shows two of them at once.
            with st.expander(_("Who, by when, at what cost"), expanded=line.planned != Planned()):
                more_fields(desk, line)
        _estimate(line)
        _done(desk, line)


def _marks(line: PlanLine) -> None:
    work, planned = line.work, line.planned
    if work is None or not (work.safety or work.public_use or planned.phase or planned.planner):
        return
    with st.container(horizontal=True, gap="xsmall"):
        if work.safety:
            st.badge(_("Safety first"), icon=":material/health_and_safety:", color="red")
        if work.public_use:
            st.badge(_("For public use"), icon=":material/groups:", color="blue")
        if planned.phase is not None:
            st.badge(_("Phase {n}", n=planned.phase), color="gray")
        if planned.planner is not None:
            st.badge(_("Planner: {name}", name=show.plain(planned.planner)), color="gray")


def _overdue(planned: Planned) -> None:
    today = clock.today()
    if planned.by is None or not planned.is_overdue(today):
        return
    st.warning(
        n_(
            "Overdue: it was to be done by {day}, {n} day ago.",
            "Overdue: it was to be done by {day}, {n} days ago.",
            (today - planned.by).days,
            day=show.day(planned.by),
        ),
        icon=":material/schedule:",
    )


def _estimate(line: PlanLine) -> None:
    """What it usually costs and who usually pays, and that these are estimates."""
    work, estimate = line.work, line.estimate
    if work is None:
        return
    if estimate is None:
        said = _(
            "{range} for each of: {unit}",
            range=yuan_range(work.cost_low, work.cost_high),
            unit=work.unit,
        )
    else:
        said = _("About {range}", range=yuan_range(*estimate))
    parts = [said, _("usually paid by {payer}", payer=work.payer)]
    if not work.source.verified:
        parts.append(_("our own estimate"))
    st.caption(show.dotted(*parts))


def _done(desk: Desk, line: PlanLine) -> None:
    """The way back to the answer: it is never changed from here."""
    since = line.planned.state_since
    if line.planned.state != "done" or since is None:
        return
    for judged in line.lacking:
        said = _("Done since {day}.", day=show.day(since))
        if desk.is_open(judged.item):
            said = join(said, _("Does item {ref} hold now?", ref=judged.item.ref))
            walk.way_to(desk.case, judged.item, said, f"holds-{line.work_id}-{judged.item.ref}")
        else:
            st.caption(said)
