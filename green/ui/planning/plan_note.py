"""What the plan says elsewhere: at an item of the walk, and on the page My community."""

from __future__ import annotations

import streamlit as st

from green.errors import GreenError
from green.planning import works_file
from green.planning.community_plan import Done, PlanLine
from green.planning.plan import OwnPlan
from green.standard.model import Item
from green.texts import _, join, listing
from green.ui import show
from green.ui.community import walk
from green.ui.community.desk import Desk
from green.ui.planning.own_plan import in_words, known_plan


def on_card(desk: Desk, item: Item) -> None:
    """At the top of an item: what is planned for it, and whether it holds now that it is done."""
    plan = known_plan(desk) if desk.planned else None
    if plan is None:
        return
    asked = next((one for one in plan.done() if one.judged.item.id == item.id), None)
    if asked is not None:
        st.info(_question(asked), icon=":material/construction:")
        return
    if any(item.id == one.item.id for line in plan.lines for one in line.lacking):
        for line in plan.for_item(item):
            st.caption(
                f":material/construction: {show.plain(line.name)}: {in_words(line)}",
            )


def at_home(desk: Desk) -> None:
    """On the page My community: works that are done and whose items still wait for an answer."""
    plan = known_plan(desk) if desk.planned else None
    asked = [one for one in plan.done() if desk.is_open(one.judged.item)] if plan else []
    if not asked:
        return
    with st.container(border=True, gap="xsmall", key="plan_done"):
        st.subheader(_("Works done"), anchor=False)
        for one in asked:
            item = one.judged.item
            label = f"{item.ref} **{item.title}**  \n{_question(one)}"
            walk.way_to(desk.case, item, label, f"holds_{item.ref}")


def for_reviewer(planned: OwnPlan, item: Item) -> None:
    """Beside an item that is lacking: what the community plans for it."""
    if not planned:
        return
    try:
        works = works_file.load()
    except GreenError:
        return
    for (item_id, work_id), own in planned.items():
        work = works.work(work_id)
        if item.id in {item_id, *(work.items if work else ())}:
            line = PlanLine(item, work_id, work, (), own)
            said = _("In the plan: {work}", work=show.plain(line.name))
            st.caption(f":material/construction: {show.dotted(said, in_words(line))}")


def to_plan(desk: Desk) -> None:
    """Below what is left to do: the way to the plan, while anything is lacking."""
    if desk.shown.unmet:
        st.page_link(
            "community/plan.py",
            label=_("To the rectification plan"),
            icon=":material/construction:",
        )


def _question(done: Done) -> str:
    names = listing(show.plain(name) for name in done.works)
    return join(
        _("{works}: done since {day}.", works=names, day=show.day(done.since)),
        _("Does the item hold now?"),
    )
