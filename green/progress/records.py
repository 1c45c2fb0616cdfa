"""Counts of communities by state, scope and day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from green.assessment.model import State
from green.assessment.states import timeline
from green.progress.model import Counts
from green.registry.model import CODE_LENGTH, Level
from green.store import Query


def counts(
    query: Query,
    programme: str,
    scope: str,
    level: Level,
    days: Sequence[date],
    known_at: datetime,
) -> dict[date, dict[str, Counts]]:
    """Numerators per division of a level inside a scope at each day; absent codes have none."""
    rows = query.rows(
        f"""
        with {timeline()}
        select days.day, substr(community.code, 1, $length) as division,
            count(*) filter (where timeline.participating),
            count(*) filter (where timeline.submitted),
            count(*) filter (where timeline.attained)
        from (select unnest(cast($days as date[])) as day) as days
        join timeline
            on timeline.day <= days.day and (timeline.until is null or timeline.until > days.day)
        join community
            on community.id = timeline.community
            and (community.valid_from is null or community.valid_from <= days.day)
            and (community.valid_to is null or community.valid_to > days.day)
        where community.code like $scope
        group by 1, 2
        """,
        programme=programme,
        known_at=known_at,
        days=list(days),
        length=CODE_LENGTH[level],
        scope=scope + "%",
    )
    found: dict[date, dict[str, Counts]] = {day: {} for day in days}
    for day, code, participating, submitted, attained in rows:
        found[day][code] = Counts(participating, submitted, attained)
    return found


@dataclass(frozen=True)
class Contents:
    """How much a database holds; `enrolled` are communities that ever took part."""

    communities: int
    enrolled: int
    submissions: int


def contents(query: Query) -> Contents:
    """How much the database holds, whatever the day and the programme."""
    row = query.row(
        """
        select
            (select count(*) from community),
            (select count(distinct community) from enrolment_event),
            (select count(*) from submission)
        """
    )
    assert row is not None
    return Contents(*row)


@dataclass(frozen=True)
class Listed:
    """A community behind a figure, and the state that puts it there."""

    code: str
    name: str
    street: str
    state: State
    since: date


def listed(query: Query, programme: str, scope: str, day: date, known_at: datetime) -> list[Listed]:
    """The communities taking part inside a scope at a day, in code order."""
    rows = query.rows(
        f"""
        with {timeline()}
        select community.code, community.name, street.name, timeline.day,
            timeline.participating, timeline.submitted, timeline.attained
        from timeline
        join community
            on community.id = timeline.community
            and (community.valid_from is null or community.valid_from <= $day)
            and (community.valid_to is null or community.valid_to > $day)
        left join division as street on street.code = substr(community.code, 1, 9)
        where timeline.day <= $day and (timeline.until is null or timeline.until > $day)
            and timeline.participating and community.code like $scope
        order by community.code
        """,
        programme=programme,
        known_at=known_at,
        day=day,
        scope=scope + "%",
    )
    return [Listed(row[0], row[1], row[2], State(*row[4:]), row[3]) for row in rows]
