"""The figures of a programme at any day, as known at any moment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from green import clock
from green.errors import Problem, Refused
from green.progress import records
from green.progress.model import Counts, Month, Progress, Row, Standing
from green.progress.pacing import Paces
from green.progress.target_records import states_of
from green.progress.targets import target_figures
from green.registry.denominators import Denominators, SubdistrictDenominators
from green.registry.model import LEVELS, Division, Level
from green.registry.records import division, divisions_within, simulation_ends
from green.standard.programme import Programme
from green.store import Query
from green.texts import lazy

_Counts = dict[date, dict[str, Counts]]
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
    pace: bool = False,
) -> Progress:
    """Figures for a scope (default the programme's region) and each division of a level in it.

    With `monthly` also at every month's end; with `pace` each target of the day's rows says how
    fast communities come and where that would lead.

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
    rows, total = known.rows(as_of), known.total(as_of)
    if pace:
        paces = Paces(query, programme, whole.code, by, as_of, known_at)
        rows = tuple(paces.with_outlooks(row) for row in rows)
        total = paces.with_outlooks(total, add_up=True)
    return Progress(
        programme.id,
        programme.rule,
        simulation_ends(query) is not None,
        as_of,
        known_at,
        rows,
        total,
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
        self._nobody = Counts(named=0 if programme.rule == "decided" else None)
        self._denominators = Denominators(query, whole.code, days, known_at, published)
        self._counts = records.counts(query, programme, whole.code, by, days, known_at)
        # Most programmes ask neither for subdistricts nor for a list: then nothing is read.
        self._subdistricts: tuple[_Counts, SubdistrictDenominators] | None = None
        if any(target.denominator == "subdistricts" for target in programme.targets):
            self._subdistricts = (
                records.counts(
                    query, programme, whole.code, by, days, known_at, in_subdistricts=True
                ),
                SubdistrictDenominators(query, whole.code, days, {by, whole.level}, known_at),
            )
        listed = {one.code for target in programme.targets for one in target.list or ()}
        self._states = (
            states_of(query, programme, sorted(listed), days, known_at) if listed else None
        )

    def rows(self, day: date) -> tuple[Row, ...]:
        return tuple(self._row(part, day) for part in self._divisions)

    def total(self, day: date) -> Row:
        return self._row(self._whole, day, add_up=True)

    def _days(self, day: date) -> set[date]:
        """The day and every deadline before it."""
        return {at for at in {day, *(t.deadline for t in self._programme.targets)} if at <= day}

    def _row(self, part: Division, day: date, *, add_up: bool = False) -> Row:
        """One row; with `add_up` its counts are those of all divisions together."""

        def of(counts: dict[str, Counts]) -> Counts:
            if add_up:
                return _sum(counts.values(), self._nobody)
            return counts.get(part.code, self._nobody)

        days = self._days(day)
        standings = {
            at: Standing(of(self._counts[at]), self._denominators.of(part.code, at)) for at in days
        }
        subdistricts = None
        if self._subdistricts is not None:
            counts, denominators = self._subdistricts
            subdistricts = {
                at: Standing(of(counts[at]), denominators.of(part.code, at)) for at in days
            }
        figures = target_figures(
            self._programme.targets,
            part.level,
            part.code == self._programme.region,
            day,
            standings,
            code=part.code,
            subdistricts=subdistricts,
            states=self._states,
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
