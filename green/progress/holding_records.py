"""What of the standard is missing where: one statement each, over what stands handed in."""

from __future__ import annotations

from datetime import date, datetime

from green.assessment.states_at import ONE_DAY, states_at
from green.progress.holding import Held, Lacking
from green.registry.model import CODE_LENGTH, Level
from green.registry.validity import on_the_list
from green.standard.programme import Programme
from green.store import Query


def _gaps(programme: Programme) -> str:
    """SQL ending in `gap`: each item partly or unmet in what stands of who has not attained.

    Columns: community (id), code, item, status, gaps (how many the community has). Parameters:
    `$programme`, `$known_at`, `$day`, `$scope`.
    """
    return f"""
    {states_at(programme.rule, ONE_DAY)},
    gap as (
        select community.id as community, community.code, community.name, submission_item.item,
            submission_item.status,
            count(*) over (partition by community.id) as gaps
        from state
        join placed on placed.place = state.handed_in
        join community
            on community.id = state.community
            and {on_the_list("$day")}
        join submission_item
            on submission_item.submission = placed.id
            and submission_item.status in ('partly', 'unmet')
        where state.submitted and not state.attained and community.code like $scope
    )
    """


def held(
    query: Query, programme: Programme, scope: str, level: Level, day: date, known_at: datetime
) -> list[Held]:
    """Per division of a level and item how many communities lack it, in code order."""
    rows = query.rows(
        f"""
        with {_gaps(programme)}
        select substr(code, 1, $length) as division, item,
            count(*) filter (where status = 'unmet'),
            count(*) filter (where status = 'partly'),
            count(*) filter (where gaps = 1)
        from gap
        group by 1, 2
        order by 1, 2
        """,
        programme=programme.id,
        known_at=known_at,
        day=day,
        scope=scope + "%",
        length=CODE_LENGTH[level],
    )
    return [Held(*row) for row in rows]


def near_misses(
    query: Query, programme: Programme, scope: str, day: date, known_at: datetime
) -> list[Lacking]:
    """Communities that lack exactly one or two items, in code order; items by id."""
    rows = query.rows(
        f"""
        with {_gaps(programme)}
        select code, name, item, status from gap where gaps <= 2 order by code, item
        """,
        programme=programme.id,
        known_at=known_at,
        day=day,
        scope=scope + "%",
    )
    return _together(rows)


def lacking(
    query: Query, programme: Programme, scope: str, item: str, day: date, known_at: datetime
) -> list[Lacking]:
    """Communities that lack one item, with all that they lack, in code order."""
    rows = query.rows(
        f"""
        with {_gaps(programme)}
        select code, name, item, status from gap
        where community in (select community from gap where item = $item)
        order by code, item
        """,
        programme=programme.id,
        known_at=known_at,
        day=day,
        scope=scope + "%",
        item=item,
    )
    return _together(rows)


def _together(rows: list[tuple[str, str, str, str]]) -> list[Lacking]:
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for code, name, item, status in rows:
        found.setdefault((code, name), []).append((item, status))
    return [Lacking(code, name, tuple(items)) for (code, name), items in found.items()]
