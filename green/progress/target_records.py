"""What the communities that a target names have reached."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from green.assessment.model import State
from green.assessment.states_at import states_at
from green.registry.validity import on_the_list
from green.standard.programme import Programme
from green.store import Query


def states_of(
    query: Query,
    programme: Programme,
    codes: Sequence[str],
    days: Sequence[date],
    known_at: datetime,
) -> dict[date, dict[str, State]]:
    """The states of these communities at each day, by code; who took no part yet is left out,
    and so is a code that no community has on that day."""
    only = "community in (select id from community where code = any(cast($codes as varchar[])))"
    rows = query.rows(
        f"""
        with {states_at(programme.rule, only=only)}
        select state.day, community.code, state.participating, state.submitted, state.attained,
            state.named
        from state
        join community
            on community.id = state.community
            and {on_the_list("state.day")}
        """,
        programme=programme.id,
        known_at=known_at,
        codes=list(codes),
        days=list(days),
    )
    found: dict[date, dict[str, State]] = {day: {} for day in days}
    for day, code, *state in rows:
        found[day][code] = State(*state)
    return found
