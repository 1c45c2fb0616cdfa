"""Figures with everything that explains them: numerator, denominator, basis, date, rule."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any, Literal

from green import clock
from green.progress.pace import Outlook
from green.registry.denominators import Denominator
from green.standard.programme import METRICS, Metric, Rule, Target

Flag = Literal["above_denominator"]


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
class OnList:
    """A community that a target names, and whether it has reached the metric at the day."""

    code: str
    name: str
    reached: bool


@dataclass(frozen=True)
class TargetFigure:
    """A target seen from one row: how many it needs, how many are missing, whether it is met.

    `standing` is what it is judged on where that is not the row's own: the communities of
    subdistricts alone. `listed` are the communities that it names inside the row. `outlook` is
    there when it was asked for.
    """

    target: Target
    binding: bool
    needed: int
    missing: int | None
    met: bool | None
    standing: Standing | None = None
    listed: tuple[OnList, ...] | None = None
    outlook: Outlook | None = None

    def as_json(self) -> dict[str, Any]:
        """The agreed keys, and further ones where the base is not the row's own."""
        share = self.target.share_percent
        answer: dict[str, Any] = {
            "scope": self.target.scope,
            "binding": self.binding,
            "deadline": self.target.deadline.isoformat(),
            "share": None if share is None else float(share / 100),
            "metric": self.target.metric,
            "needed": self.needed,
            "missing": self.missing,
            "met": self.met,
        }
        if self.standing is not None:
            answer["number"] = self.standing.counts.of(self.target.metric)
            answer["denominator"] = self.standing.denominator.as_json()
        if self.listed is not None:
            answer["number"] = sum(one.reached for one in self.listed)
            answer["listed"] = [asdict(one) for one in self.listed]
        if self.outlook is not None:
            answer["pace"] = self.outlook.as_json()
        return answer


@dataclass(frozen=True)
class Row:
    """One scope's figures at one day."""

    code: str
    name: str
    standing: Standing
    targets: tuple[TargetFigure, ...]

    def as_json(self) -> dict[str, Any]:
        """ROW of `progress --json`."""
        standing = self.standing
        rates = {metric: standing.rate(metric) for metric in METRICS}
        return {
            "code": self.code,
            "name": self.name,
            "denominator": standing.denominator.as_json(),
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
