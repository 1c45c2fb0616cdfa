"""The list To do on the first page: what came back, what waits, what is due, and why not."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from green import clock
from green.people.model import Action
from green.registry.model import CODE_LENGTH
from green.review import succession, todo_records
from green.review.todo import Listed, Queue, Todo, closing, no_office, todos
from green.standard import loader
from green.standard.chain import Step
from green.standard.programme import Cycle, Programme
from green.texts import _
from green.ui import scope, session, show

_ADDRESSES = {
    "queue": "/review-queue",
    "notices": "/notices",
    "confirm": "/decisions?part=confirm",
}


def todo_list(choose: Callable[[str], None], here: str | None = None) -> bool:
    """All that waits for the person; returns whether anything does.

    `here` is the community on the page, which says its own; `choose` opens another.
    """
    if session.person() is None:
        return False
    found = [one for one in _read(here) if here is None or one.community != here]
    if found:
        with st.container(border=True, gap="xsmall", key="todo"):
            title = _("To do") if here is None else _("To do elsewhere")
            st.subheader(title, anchor=False)
            for place, one in enumerate(found):
                _line(place, one, choose)
    return bool(found)


def until(cycle: Cycle) -> str:
    """Until when the cycle on the page is open, in words; empty for one that stays open."""
    when, _is_soon = closing(cycle, clock.today())
    return str(when) if when else ""


def _read(here: str | None) -> list[Todo]:
    programme, day = session.programme(), clock.today()
    own, offices = [one for one in scope.where(Action.ANSWER) if one != here], _offices()
    cycle = programme.cycle_on(day)
    with session.store().read() as query:
        desks = todo_records.desks(query, programme, cycle, own, day) if own and cycle else []
        queues: list[Queue] = []
        listed: list[Listed] = []
        for length, steps in _levels(programme).items():
            ours = [one for one in offices if len(one) == length]
            if ours:
                queues += todo_records.queues(query, programme, ours, steps)
                listed += todo_records.listed(query, programme, ours)
        to_confirm = succession.mine(query, programme, offices)
    standard = loader.standard(programme.standard)
    found = todos(programme, standard, cycle, day, desks, queues, listed, to_confirm)
    looking_on = no_office(programme, offices)
    return [*found, looking_on] if looking_on else found


def _line(place: int, one: Todo, choose: Callable[[str], None]) -> None:
    label = show.dotted(*(show.plain(part) for part in (one.what, one.when) if part))
    if one.community is not None:
        st.button(
            f":material/priority_high: {label}" if one.is_urgent else label,
            key=f"todo_{one.community}",
            type="tertiary",
            icon=":material/chevron_right:",
            icon_position="right",
            width="stretch",
            wrap=True,
            on_click=choose,
            args=(one.community,),
        )
        return
    with st.container(horizontal=True, vertical_alignment="center", key=f"todo_line_{place}"):
        st.markdown(label, width="stretch")
        if one.page in _ADDRESSES:
            where = _ADDRESSES[one.page]
            if session.data() == "simulated":
                where += "&data=simulated" if "?" in where else "?data=simulated"
            show.link(_("Open"), where)
    if one.why_not is not None:
        st.caption(show.plain(one.why_not))


def nothing() -> None:
    """That nothing waits, and who it is that acts."""
    if session.person() is None:
        return
    if scope.may_somewhere(Action.ANSWER) or scope.may_somewhere(Action.REVIEW):
        text = _("Nothing waits for you.")
    elif scope.may_somewhere(Action.MANAGE_PEOPLE):
        text = _("Nothing waits for you: communities fill in, reviewers decide, you let them in.")
    else:
        text = _("Nothing waits for you: you look on, communities fill in, reviewers decide.")
    st.caption(text)


def _offices() -> list[str]:
    """The scopes in which the person reviews, also those inside a wider one."""
    return sorted({grant.scope for grant in session.grants() if grant.role == "reviewer"})


def _levels(programme: Programme) -> dict[int, list[Step]]:
    """The steps of the chain by the length of their offices' codes."""
    found: dict[int, list[Step]] = {}
    for step in programme.chain:
        found.setdefault(CODE_LENGTH[step.level], []).append(step)
    return found
