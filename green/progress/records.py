"""Counts of communities by state, scope and day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from green.assessment.model import State
from green.assessment.states import timeline
from green.assessment.states_at import DAYS, states_at
from green.progress.model import Counts
from green.registry.model import CODE_LENGTH, Level
from green.registry.records import IN_SUBDISTRICT
from green.registry.validity import IS_KNOWN, KNOWN_END, on_the_list
from green.standard.programme import Programme
from green.store import Query

# Folding each day by itself takes longer than the whole timeline from here on.
_FEW_DAYS = 24


def counts(
    query: Query,
    programme: Programme,
    scope: str,
    level: Level,
    days: Sequence[date],
    known_at: datetime,
    *,
    in_subdistricts: bool = False,
) -> dict[date, dict[str, Counts]]:
    """Numerators per division of a level inside a scope at each day; absent codes have none."""
    rows = query.rows(
        f"""
        with {states_at(programme.rule) if len(days) <= _FEW_DAYS else _of_many_days(programme)}
        select state.day, substr(community.code, 1, $length) as division,
            count(*) filter (where state.participating),
            count(*) filter (where state.submitted),
            count(*) filter (where state.attained),
            count(*) filter (where state.named)
        from state
        join community
            on community.id = state.community
            and {on_the_list("state.day")}
        where community.code like $scope {IN_SUBDISTRICT if in_subdistricts else ""}
        group by 1, 2
        """,
        programme=programme.id,
        known_at=known_at,
        days=list(days),
        length=CODE_LENGTH[level],
        scope=scope + "%",
    )
    found: dict[date, dict[str, Counts]] = {day: {} for day in days}
    decided = programme.rule == "decided"
    for day, code, participating, submitted, attained, named in rows:
        counts = Counts(participating, submitted, attained, named if decided else None)
        found[day][code] = counts
    return found


def _of_many_days(programme: Programme) -> str:
    """SQL ending in `state` as `states_at` has it: the timeline once, looked into at each day."""
    return f"""
    {timeline(programme.rule)},
    state as (
        select asked.day, timeline.community, timeline.participating, timeline.submitted,
            timeline.attained, timeline.named
        from ({DAYS}) as asked
        join timeline
            on timeline.day <= asked.day
            and (timeline.until is null or timeline.until > asked.day)
    )
    """


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


def listed(
    query: Query, programme: Programme, scope: str, day: date, known_at: datetime
) -> list[Listed]:
    """The communities taking part inside a scope at a day, in code order."""
    rows = query.rows(
        f"""
        with {timeline(programme.rule)}
        select community.code, community.name, street.name, timeline.day,
            timeline.participating, timeline.submitted, timeline.attained, timeline.named
        from timeline
        join community
            on community.id = timeline.community
            and {on_the_list("$day")}
        left join division as street on street.code = substr(community.code, 1, 9)
        where timeline.day <= $day and (timeline.until is null or timeline.until > $day)
            and timeline.participating and community.code like $scope
        order by community.code
        """,
        programme=programme.id,
        known_at=known_at,
        day=day,
        scope=scope + "%",
    )
    return [Listed(row[0], row[1], row[2], State(*row[4:]), row[3]) for row in rows]


def most_participating(
    query: Query,
    programme: Programme,
    scope: str,
    first: date,
    end: date | None,
    known_at: datetime,
) -> tuple[int, date]:
    """How many communities of a scope take part at most on any day from `first` until before
    `end`, and the first day with so many. Participating is the widest of the states."""
    row = query.row(
        f"""
        with {timeline(programme.rule)},
        stretch as (
            select greatest(timeline.day, coalesce(community.valid_from, timeline.day)) as day,
                least(timeline.until, {KNOWN_END}) as until
            from timeline
            join community on community.id = timeline.community
            where timeline.participating and community.code like $scope and {IS_KNOWN}
        ),
        look as (
            select cast($first as date) as day
            union
            select day from stretch
            where day > $first and (cast($end as date) is null or day < cast($end as date))
        )
        select count(stretch.day) as number, look.day
        from look
        left join stretch
            on stretch.day <= look.day and (stretch.until is null or stretch.until > look.day)
        group by look.day
        order by number desc, look.day
        limit 1
        """,
        programme=programme.id,
        known_at=known_at,
        scope=scope + "%",
        first=first,
        end=end,
    )
    assert row is not None, "the first day is always looked at"
    return row[0], row[1]


@dataclass(frozen=True)
class RecordedFigure:
    """A count of communities as somebody recorded it; `recorded_at` is UTC."""

    communities: int
    counted_on: date
    source: str
    person: str
    recorded_at: datetime


def denominators_of(query: Query, scope: str, basis: str) -> list[RecordedFigure]:
    """The counts of the scope itself, the latest day first, of one day the valid one first."""
    rows = query.rows(
        """
        select communities, counted_on, source, person, recorded_at
        from denominator
        where scope = $scope and basis = $basis
        order by counted_on desc, recorded_at desc, id desc
        """,
        scope=scope,
        basis=basis,
    )
    return [RecordedFigure(*row) for row in rows]


def next_denominator(query: Query, scope: str, basis: str, day: date) -> date | None:
    """The first day after this one for which the scope has another count."""
    found: date | None = query.value(
        """
        select min(counted_on) from denominator
        where scope = $scope and basis = $basis and counted_on > $day
        """,
        scope=scope,
        basis=basis,
        day=day,
    )
    return found


def add_denominator(
    query: Query,
    scope: str,
    communities: int,
    basis: str,
    counted_on: date,
    source: str,
    person: str,
) -> None:
    query.run(
        """
        insert into denominator (
            scope, communities, basis, counted_on, source, recorded_at, person
        )
        values ($scope, $communities, $basis, $counted_on, $source, $at, $person)
        """,
        scope=scope,
        communities=communities,
        basis=basis,
        counted_on=counted_on,
        source=source,
        at=query.at,
        person=person,
    )
