"""What stands handed in, of every community of a place: one statement for all that is asked."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np

from green.assessment.states_at import ONE_DAY, states_at
from green.planning.standings import UNANSWERED, Standings
from green.registry.validity import on_the_list
from green.standard.model import STATUSES, Standard
from green.standard.programme import Programme
from green.store import Query


def standings(
    query: Query,
    programme: Programme,
    standard: Standard,
    scope: str,
    day: date,
    known_at: datetime,
) -> Standings:
    """All communities of a scope on the list at a day, each with its items."""
    items = tuple(item.id for item in standard.items)
    # A column for each item: one row a community instead of sixteen.
    columns = [f"item_{place}" for place in range(len(items))]
    numbers = " ".join(
        f"when '{status}' then {number}"
        for number, status in enumerate(STATUSES)
        if number != UNANSWERED
    )
    each = ", ".join(
        f"max(case when submission_item.item = ${column} "
        f"then case submission_item.status {numbers} end end) as {column}"
        for column in columns
    )
    shown = ", ".join(
        f"coalesce(answered.{column}, {UNANSWERED}) as {column}" for column in columns
    )
    frame = query.frame(
        f"""
        with {states_at(programme.rule, ONE_DAY)},
        standing as (
            select state.community, state.attained, placed.id as submission
            from state
            -- A place is one event's in the whole programme, and so one submission's.
            left join placed on placed.place = state.handed_in and state.submitted
        ),
        answered as (
            select submission_item.submission, {each}
            from standing
            join submission_item on submission_item.submission = standing.submission
            group by submission_item.submission
        )
        select community.code, coalesce(standing.attained, false) as attained,
            standing.submission is not null as stands, {shown}
        from community
        left join standing on standing.community = community.id
        left join answered on answered.submission = standing.submission
        where community.code like $scope and {on_the_list("$day")}
        order by community.code
        """,
        programme=programme.id,
        known_at=known_at,
        day=day,
        scope=scope + "%",
        **dict(zip(columns, items, strict=True)),
    )
    return Standings(
        items,
        frame["code"].to_numpy().astype("U12"),
        frame["attained"].to_numpy().astype(bool),
        frame["stands"].to_numpy().astype(bool),
        frame[columns].to_numpy().astype(np.uint8).reshape(len(frame), len(items)),
    )


def names(query: Query, scope: str, day: date, known_at: datetime) -> dict[str, str]:
    """The names of the communities of a scope on the list at a day, by code."""
    rows = query.rows(
        f"""
        select community.code, community.name from community
        where community.code like $scope and {on_the_list("$day")}
        """,
        scope=scope + "%",
        day=day,
        known_at=known_at,
    )
    return dict(rows)
