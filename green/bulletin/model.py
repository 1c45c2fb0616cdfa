"""What a bulletin is about, and all that it says, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from green.progress.funnel import Funnels
from green.progress.holding import Held
from green.progress.model import Progress, Row
from green.registry.model import Level
from green.standard.model import Standard
from green.standard.programme import METRICS, Metric, Programme

# By which divisions a place is shown; what is missing here has no bulletin of its own.
PARTS: dict[Level, Level] = {
    "country": "city",
    "province": "city",
    "city": "district",
    "district": "street",
}


@dataclass(frozen=True)
class Period:
    """From the beginning of the first day to the end of the last one."""

    first: date
    last: date


@dataclass(frozen=True)
class Change:
    """How many communities came into a state within a period, and how many left it."""

    gained: int = 0
    lost: int = 0


Changes = Mapping[Metric, Change]


@dataclass(frozen=True)
class Bulletin:
    """The figures at the end of a period and what changed in it, known at one moment.

    `found` has every month's end and the paces. `changes` are those of each part by its code, of
    the whole under the code of the whole. `near` counts communities that lack one or two items.
    """

    programme: Programme
    standard: Standard
    period: Period
    office: str
    found: Progress
    by: Level
    changes: Mapping[str, Changes]
    funnel: Funnels
    held: tuple[Held, ...]
    near: int

    @property
    def metric(self) -> Metric:
        """The state that rates and what is still needed are about: that of the last target."""
        targets = sorted(self.programme.targets, key=lambda one: one.deadline)
        return targets[-1].metric if targets else "attained"

    @property
    def metrics(self) -> tuple[Metric, ...]:
        """The states that there are: nobody is named where communities declare themselves."""
        return tuple(one for one in METRICS if one != "named" or self.found.rule == "decided")

    def change(self, row: Row, metric: Metric) -> Change:
        return self.changes.get(row.code, {}).get(metric, Change())

    def before(self, row: Row, metric: Metric) -> int:
        """How many were in a state as the period began."""
        change = self.change(row, metric)
        return (row.standing.counts.of(metric) or 0) - change.gained + change.lost

    def missing(self, row: Row) -> int | None:
        """How many a part still needs for the last target of the metric."""
        own = [one for one in row.targets if one.target.metric == self.metric]
        last = max(own, key=lambda one: one.target.deadline, default=None)
        return None if last is None else last.missing
