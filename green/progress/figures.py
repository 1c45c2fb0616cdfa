"""The figures of a programme at any day, as known at any moment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from green import clock
from green.errors import Problem, Refused
from green.progress import records
from green.progress.model import Counts, Month, Progress, Row, Standing, target_figures
from green.registry.denominators import Denominators
from green.registry.model import LEVELS, Division, Level
from green.registry.records import division, divisions_within, simulation_ends
from green.standard.programme import Programme
from green.store import Query
from green.texts import lazy

# Far enough for any target, near enough that months up to it can be listed.
_LATEST = date(2100, 12, 31)


def progress(
    query: Query,
    programme: Programme,
    *,
    scope: str | None = None,
    by: Level = "city",
    as_of: date | None = None,
    known_at: datetime | None = None,
    monthly: bool = False,
) -> Progress:
    """Figures for a scope (default the programme's region) and each division of a level in it.

    Raises `NotFound` for a scope that does not exist and `Refused` for one outside the region or
    for a level above the scope.
    """
    as_of, known_at = as_of or clock.today(), known_at or query.at
    whole = division(query, programme.region if scope is None else scope)
    _check(programme, whole, by, as_of)
    months = month_ends(programme.opens, as_of) if monthly else []
    deadlines = {target.deadline for target in programme.targets}
    days = sorted({as_of, *months, *deadlines})
    known = _Known(query, programme, whole, by, days, known_at)
    return Progress(
        programme.id,
        programme.rule,
        simulation_ends(query) is not None,
        as_of,
        known_at,
        known.rows(as_of),
        known.total(as_of),
        tuple(Month(f"{day:%Y-%m}", day, known.rows(day), known.total(day)) for day in months)
        if monthly
        else None,
    )


def _check(programme: Programme, whole: Division, by: Level, as_of: date) -> None:
    if as_of > _LATEST:
        raise Refused(
            Problem(
                lazy("{day} lies too far ahead.", day=as_of.isoformat()),
                mend=lazy("Choose a day up to {latest}.", latest=_LATEST.isoformat()),
            )
        )
    if not whole.code.startswith(programme.region):
        raise Refused(
            Problem(
                lazy("{name} is outside the programme's region.", name=whole.name),
                mend=lazy("Choose a code that begins with {region}.", region=programme.region),
            )
        )
    if LEVELS.index(by) < LEVELS.index(whole.level):
        raise Refused(
            Problem(
                lazy("{name} cannot be divided that way.", name=whole.name),
                mend=lazy("Choose a level below it."),
            )
        )


def month_ends(opens: date, as_of: date) -> list[date]:
    """The last days of the months from opening on; the as-of day closes the last month."""
    ends = []
    first = opens.replace(day=1)
    while first <= as_of:
        following = (first + timedelta(days=31)).replace(day=1)
        ends.append(min(following - timedelta(days=1), as_of))
        first = following
    return ends


class _Known:
    """Counts and denominators read once for all days, put together row by row."""

    def __init__(
        self,
        query: Query,
        programme: Programme,
        whole: Division,
        by: Level,
        days: Sequence[date],
        known_at: datetime,
    ) -> None:
        self._programme = programme
        self._whole = whole
        self._by = by
        self._divisions = divisions_within(query, whole.code, by)
        published = programme.denominators == "published"
        self._denominators = Denominators(query, whole.code, days, known_at, published)
        self._nobody = Counts(named=0 if programme.rule == "decided" else None)
        self._counts = records.counts(query, programme, whole.code, by, days, known_at)

    def rows(self, day: date) -> tuple[Row, ...]:
        return tuple(
            self._row(
                part, day, {at: counts.get(part.code, self._nobody) for at, counts in self._at(day)}
            )
            for part in self._divisions
        )

    def total(self, day: date) -> Row:
        return self._row(
            self._whole,
            day,
            {at: _sum(counts.values(), self._nobody) for at, counts in self._at(day)},
        )

    def _at(self, day: date) -> list[tuple[date, dict[str, Counts]]]:
        """Counts at the day and at every deadline before it."""
        deadlines = {target.deadline for target in self._programme.targets}
        return [(at, self._counts[at]) for at in {day, *deadlines} if at <= day]

    def _row(self, part: Division, day: date, counts: Mapping[date, Counts]) -> Row:
        standings = {
            at: Standing(number, self._denominators.of(part.code, at))
            for at, number in counts.items()
        }
        figures = target_figures(
            self._programme.targets,
            part.level,
            part.code == self._programme.region,
            day,
            standings,
        )
        return Row(part.code, part.name, standings[day], figures)


def _sum(parts: Iterable[Counts], nobody: Counts) -> Counts:
    found = list(parts)
    return Counts(
        sum(part.participating for part in found),
        sum(part.submitted for part in found),
        sum(part.attained for part in found),
        None if nobody.named is None else sum(part.named or 0 for part in found),
    )
