"""How many communities a scope has, by whose count: every rate's denominator.

In this order: the scope's own official figure, the latest not after the day; else the sum of its
parts where one of them has an official figure; else the published count or the list in use.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from green.registry import records
from green.registry.model import CODE_LENGTH, LEVELS, Level
from green.store import Query

OFFICIAL = "official"
MIXED = "mixed"


@dataclass(frozen=True)
class Denominator:
    """`basis`: official, mixed, or whose list or published count (nbs-2023)."""

    count: int
    basis: str
    counted_on: date
    source: str

    def as_json(self) -> dict[str, int | str]:
        return {
            "count": self.count,
            "basis": self.basis,
            "date": self.counted_on.isoformat(),
            "source": self.source,
        }


@dataclass(frozen=True)
class _Recorded:
    scope: str
    denominator: Denominator


@dataclass(frozen=True)
class _AtDay:
    """The latest recorded figure of each scope at a day, and all scopes that have one inside."""

    latest: dict[str, Denominator]
    above: set[str]


class Denominators:
    """The effective denominators of all scopes inside one, at several days, as known at a moment.

    `published`: the programme counts by published counts instead of the list in use.
    """

    def __init__(
        self, query: Query, scope: str, days: Sequence[date], known_at: datetime, published: bool
    ) -> None:
        self._query = query
        self._scope = scope
        self._days = days
        self._known_at = known_at
        self._published = published
        self._recorded = _recorded(query, scope, known_at)
        self._list = _list_in_use(query)
        self._counts: dict[Level, dict[date, dict[str, int]]] = {}
        self._parts: dict[str, list[str]] = {}
        self._by_day: dict[tuple[date, bool], _AtDay] = {}

    def of(self, scope: str, day: date) -> Denominator:
        """The scope's denominator at that day."""
        own = self._latest(scope, day, official=True)
        if own is not None:
            return own
        if self._any_inside(scope, day, official=True):
            parts = [self.of(part, day) for part in self._parts_of(scope)]
            return _sum(parts, MIXED)
        if self._published:
            count = self._latest(scope, day, official=False)
            if count is not None:
                return count
            if self._any_inside(scope, day, official=False):
                parts = [self.of(part, day) for part in self._parts_of(scope)]
                bases = {part.basis for part in parts if part.count}
                return _sum(parts, bases.pop() if len(bases) == 1 else MIXED)
        return Denominator(self._listed(scope, day), *self._list)

    def official(self, scope: str, day: date) -> Denominator | None:
        """The scope's own official figure, the latest not after that day."""
        return self._latest(scope, day, official=True)

    def _latest(self, scope: str, day: date, *, official: bool) -> Denominator | None:
        return self._at(day, official).latest.get(scope)

    def _any_inside(self, scope: str, day: date, *, official: bool) -> bool:
        return scope in self._at(day, official).above

    def _at(self, day: date, official: bool) -> _AtDay:
        # A page asks this thousands of times, of a few days.
        if (day, official) not in self._by_day:
            latest = {
                entry.scope: entry.denominator
                for entry in self._recorded
                if (entry.denominator.basis == OFFICIAL) == official
                and entry.denominator.counted_on <= day
            }
            above = {
                scope[:length]
                for scope in latest
                for length in CODE_LENGTH.values()
                if length < len(scope)
            }
            self._by_day[day, official] = _AtDay(latest, above)
        return self._by_day[day, official]

    def _parts_of(self, scope: str) -> list[str]:
        if scope not in self._parts:
            level = _level(scope)
            below = LEVELS[LEVELS.index(level) + 1]
            divisions = records.divisions_within(self._query, scope, below)
            self._parts[scope] = [division.code for division in divisions]
        return self._parts[scope]

    def _listed(self, scope: str, day: date) -> int:
        level = _level(scope)
        if level not in self._counts:
            self._counts[level] = records.community_counts(
                self._query, self._scope[: CODE_LENGTH[level]], level, self._days, self._known_at
            )
        return self._counts[level][day].get(scope, 0)


class SubdistrictDenominators:
    """The same for the communities of subdistricts (街道) alone, towns and townships left out.

    Official and published counts are of all communities together, so the list in use counts.
    """

    def __init__(
        self,
        query: Query,
        scope: str,
        days: Sequence[date],
        levels: set[Level],
        known_at: datetime,
    ) -> None:
        self._list = _list_in_use(query)
        self._counts = {
            level: records.community_counts(
                query, scope, level, days, known_at, in_subdistricts=True
            )
            for level in levels
        }

    def of(self, scope: str, day: date) -> Denominator:
        """The denominator of a scope of one of the levels, at one of the days."""
        return Denominator(self._counts[_level(scope)][day].get(scope, 0), *self._list)


def _level(scope: str) -> Level:
    return next(level for level in LEVELS if CODE_LENGTH[level] == len(scope))


def _sum(parts: list[Denominator], basis: str) -> Denominator:
    counted = [part for part in parts if part.count]
    return Denominator(
        sum(part.count for part in parts),
        basis,
        max(part.counted_on for part in counted),
        "；".join(dict.fromkeys(part.source for part in counted)),
    )


def _list_in_use(query: Query) -> tuple[str, date, str]:
    row = query.row(
        "select basis, counted_on, source from registry_list order by counted_on desc limit 1"
    )
    assert row is not None, "a database is never made without its list"
    return row[0], row[1], row[2]


def _recorded(query: Query, scope: str, known_at: datetime) -> list[_Recorded]:
    """Counts recorded by then for the scope and what is inside it, the latest last."""
    rows = query.rows(
        """
        select scope, communities, basis, counted_on, source
        from denominator
        where scope like $scope and recorded_at <= $known_at
        order by counted_on, recorded_at, id
        """,
        scope=scope + "%",
        known_at=known_at,
    )
    return [_Recorded(row[0], Denominator(*row[1:])) for row in rows]
