"""Figures with everything that explains them: numerator, denominator, basis, date, rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from math import ceil
from typing import Any, Literal

from green import clock
from green.registry.denominators import Denominator
from green.registry.model import LEVELS, Level
from green.standard.programme import METRICS, Metric, Rule, Target, TargetScope

Flag = Literal["above_denominator"]
_TARGET_LEVEL: dict[TargetScope, Level] = {
    "each-city": "city",
    "each-district": "district",
    "each-street": "street",
}


@dataclass(frozen=True)
class Counts:
    """Numerators of a scope at a day; `named` is None while no chain decides."""

    participating: int = 0
    submitted: int = 0
    attained: int = 0
    named: int | None = None

    def of(self, metric: Metric) -> int | None:
        value: int | None = getattr(self, metric)
        return value


@dataclass(frozen=True)
class Standing:
    """A scope's counts and denominator at one day."""

    counts: Counts
    denominator: Denominator

    @property
    def flag(self) -> Flag | None:
        most = max(self.counts.of(metric) or 0 for metric in METRICS)
        return "above_denominator" if most > self.denominator.count else None

    def rate(self, metric: Metric) -> Fraction | None:
        """The exact rate; None without a numerator, a base, or with a numerator above it."""
        number = self.counts.of(metric)
        if (
            number is None
            or not 0 <= number <= self.denominator.count
            or not self.denominator.count
        ):
            return None
        return Fraction(number, self.denominator.count)


@dataclass(frozen=True)
class TargetFigure:
    """A target seen from one row: how many it needs, how many are missing, whether it is met."""

    target: Target
    binding: bool
    needed: int
    missing: int | None
    met: bool | None

    def as_json(self) -> dict[str, Any]:
        share = self.target.share_percent
        return {
            "scope": self.target.scope,
            "binding": self.binding,
            "deadline": self.target.deadline.isoformat(),
            "share": None if share is None else float(share / 100),
            "metric": self.target.metric,
            "needed": self.needed,
            "missing": self.missing,
            "met": self.met,
        }


@dataclass(frozen=True)
class Row:
    """One scope's figures at one day."""

    code: str
    name: str
    standing: Standing
    targets: tuple[TargetFigure, ...]

    def as_json(self) -> dict[str, Any]:
        """ROW of `progress --json`."""
        standing, denominator = self.standing, self.standing.denominator
        rates = {metric: standing.rate(metric) for metric in METRICS}
        return {
            "code": self.code,
            "name": self.name,
            "denominator": {
                "count": denominator.count,
                "basis": denominator.basis,
                "date": denominator.counted_on.isoformat(),
                "source": denominator.source,
            },
            **{metric: standing.counts.of(metric) for metric in METRICS},
            "rates": {key: None if rate is None else float(rate) for key, rate in rates.items()},
            "flag": standing.flag,
            "targets": [figure.as_json() for figure in self.targets],
        }


@dataclass(frozen=True)
class Month:
    """The rows at a month's last day, or at the as-of day in the last month."""

    month: str
    day: date
    rows: tuple[Row, ...]
    total: Row


@dataclass(frozen=True)
class Progress:
    """All that `progress` answers."""

    programme: str
    rule: Rule
    simulated: bool
    as_of: date
    known_at: datetime
    rows: tuple[Row, ...]
    total: Row
    series: tuple[Month, ...] | None = None

    def as_json(self) -> dict[str, Any]:
        """The JSON of `progress`; the same for the screen, the file and the command line."""
        answer: dict[str, Any] = {
            "programme": self.programme,
            "rule": self.rule,
            "simulated": self.simulated,
            "as_of": self.as_of.isoformat(),
            "known_at": clock.write_moment(self.known_at),
            "rows": [row.as_json() for row in self.rows],
            "total": self.total.as_json(),
        }
        if self.series is not None:
            answer["series"] = [
                {"month": month.month, "rows": [row.as_json() for row in month.rows]}
                for month in self.series
            ]
        return answer


def needed(target: Target, denominator: int) -> int:
    """The least whole number that reaches the target."""
    if target.count is not None:
        return target.count
    assert target.share_percent is not None
    return ceil(Fraction(target.share_percent) / 100 * denominator)


def target_figures(
    targets: tuple[Target, ...],
    level: Level,
    whole: bool,
    at: date,
    standings: Mapping[date, Standing],
) -> tuple[TargetFigure, ...]:
    """The targets that a row shows: its own, and those of wider scopes as not binding.

    `whole`: the row is the programme's whole region. `standings` holds the day `at` and every
    deadline before it, because a target is judged at its deadline and never after.
    """
    figures = []
    for target in targets:
        binding = whole if target.scope == "whole" else level == _TARGET_LEVEL[target.scope]
        if target.scope != "whole" and not binding and not _is_below(level, target.scope):
            continue
        now, judged = standings[at], standings[min(at, target.deadline)]
        number, number_then = now.counts.of(target.metric), judged.counts.of(target.metric)
        need = needed(target, now.denominator.count)
        figures.append(
            TargetFigure(
                target,
                binding,
                need,
                None if number is None else max(0, need - number),
                None
                if number_then is None or not judged.denominator.count
                else number_then >= needed(target, judged.denominator.count),
            )
        )
    return tuple(figures)


def _is_below(level: Level, scope: TargetScope) -> bool:
    return LEVELS.index(level) > LEVELS.index(_TARGET_LEVEL[scope])
