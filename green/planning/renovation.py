"""The renovation list (改造清单) as values: communities, their works, and what they add up to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from green.planning.plan import Planned
from green.planning.works import Conflict, Line, Work, Works
from green.registry.model import CODE_LENGTH, short_name

NEAR = 2
K = TypeVar("K")


@dataclass(frozen=True)
class Cost:
    """Whole yuan, the lowest and the highest."""

    low: int
    high: int

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.low + other.low, self.high + other.high)


@dataclass(frozen=True)
class Entry:
    """A work that a community needs, with what is planned for it.

    What is planned goes before what is reckoned: a quantity, and a cost in all.
    """

    line: Line
    planned: Planned = field(default_factory=Planned)

    @property
    def work(self) -> Work:
        return self.line.work

    @property
    def quantity(self) -> int | None:
        planned = self.planned.quantity
        return self.line.quantity if planned is None else planned

    @property
    def cost(self) -> Cost | None:
        """None where nobody knows how much of it there is to do."""
        if self.planned.cost is not None:
            return Cost(self.planned.cost, self.planned.cost)
        if self.quantity is None:
            return None
        return Cost(self.quantity * self.work.cost_low, self.quantity * self.work.cost_high)

    @property
    def is_done(self) -> bool:
        return self.planned.state == "done"


@dataclass(frozen=True)
class Site:
    """A community on the list: what it lacks (item id, status), its works, and its conflicts."""

    id: int
    code: str
    name: str
    attained: bool
    lacking: tuple[tuple[str, str], ...]
    entries: tuple[Entry, ...]
    conflicts: tuple[Conflict, ...] = ()

    @property
    def short_name(self) -> str:
        return short_name(self.name)

    @property
    def is_near(self) -> bool:
        """Whether it lacks exactly one or two items and has not attained."""
        return not self.attained and 1 <= len(self.lacking) <= NEAR

    @property
    def total(self) -> Total:
        return total([self])


@dataclass(frozen=True)
class Total:
    """What some lines add up to: `cost` is over those not done whose quantity is known.

    `open` lines have no quantity yet, `done` ones cost nothing any more.
    """

    communities: int = 0
    lines: int = 0
    open: int = 0
    done: int = 0
    cost: Cost = Cost(0, 0)

    def as_json(self) -> dict[str, int]:
        return {
            "communities": self.communities,
            "lines": self.lines,
            "open": self.open,
            "done": self.done,
            "cost_low": self.cost.low,
            "cost_high": self.cost.high,
        }


def total(sites: Iterable[Site]) -> Total:
    """The sum over all lines of some communities."""
    return _sum((site, entry) for site in sites for entry in site.entries)


def _sum(pairs: Iterable[tuple[Site, Entry]]) -> Total:
    seen: set[int] = set()
    lines = unknown = done = 0
    cost = Cost(0, 0)
    for site, entry in pairs:
        seen.add(site.id)
        lines += 1
        if entry.is_done:
            done += 1
        elif entry.cost is None:
            unknown += 1
        else:
            cost += entry.cost
    return Total(len(seen), lines, unknown, done, cost)


@dataclass(frozen=True)
class Street:
    """The communities of one street (or town) on the list, in code order."""

    code: str
    name: str
    district: str
    sites: tuple[Site, ...]

    @property
    def total(self) -> Total:
        return total(self.sites)


@dataclass(frozen=True)
class Renovation:
    """A scope's list at a day, street by street in code order.

    What is planned and where communities lie count up to `planned_on`.
    """

    programme: str
    scope: str
    name: str
    as_of: date
    planned_on: date
    known_at: datetime
    simulated: bool
    works: Works
    streets: tuple[Street, ...]

    @property
    def sites(self) -> tuple[Site, ...]:
        return tuple(site for street in self.streets for site in street.sites)

    @property
    def total(self) -> Total:
        return total(self.sites)

    def by_division(self, length: int) -> dict[str, Total]:
        """Sums by the first digits of the codes, in code order."""
        return self._by(lambda site, _entry: site.code[:length])

    def by_work(self) -> list[tuple[Work, Total]]:
        """Sums by work, in the order of the list."""
        found = self._by(lambda _site, entry: entry.work.id)
        return [(work, found[work.id]) for work in self.works.in_order if work.id in found]

    def by_payer(self) -> list[tuple[str, Total]]:
        """Sums by who usually pays; who pay together are one payer, so nothing counts twice."""
        found = self._by(lambda _site, entry: tuple(payer.id for payer in entry.work.payers))
        names = {tuple(payer.id for payer in work.payers): work.payer for work in self.works.works}
        return [(names[key], found[key]) for key in names if key in found]

    def quantity(self, work_id: str) -> int:
        """How many units of a work are known of and not done."""
        return sum(
            entry.quantity or 0
            for site in self.sites
            for entry in site.entries
            if entry.work.id == work_id and not entry.is_done
        )

    def _by(self, key: Callable[[Site, Entry], K]) -> dict[K, Total]:
        groups: dict[K, list[tuple[Site, Entry]]] = {}
        for site in self.sites:
            for entry in site.entries:
                groups.setdefault(key(site, entry), []).append((site, entry))
        return {name: _sum(pairs) for name, pairs in groups.items()}

    def as_json(self) -> dict[str, Any]:
        """What `export works --json` prints beside the file: the sums."""
        return {
            "programme": self.programme,
            "scope": self.scope,
            "as_of": self.as_of.isoformat(),
            "simulated": self.simulated,
            "total": self.total.as_json(),
            "streets": {
                code: one.as_json() for code, one in self.by_division(CODE_LENGTH["street"]).items()
            },
            "works": {work.id: one.as_json() for work, one in self.by_work()},
        }
