"""Works (改造措施): named measures that put an item right, and which of them a community needs."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Literal, get_args

from green.registry.model import Profile
from green.standard.model import Source, Words
from green.texts import Text, lazy, listing

Per = Literal["community", "quarters", "households", "residents", "floor_area"]
PER: tuple[Per, ...] = get_args(Per)
# The classes of 国办发〔2020〕23号: 基础类, 完善类, 提升类.
Stage = Literal["basic", "improving", "upgrading"]
# By item (id) the checks that failed, each with the number of quarters short of it if known.
Failing = Mapping[str, Mapping[str, int | None]]
NOTHING_KNOWN: Failing = MappingProxyType({})


@dataclass(frozen=True)
class Quantity:
    """How much of a work a community needs: a `number` for `every` so many of what `per` names."""

    number: int
    per: Per
    every: int = 1

    def of(self, profile: Profile, quarters: int | None = None) -> int | None:
        """The number of units; None where the profile lacks what it goes by.

        `quarters`: how many of its quarters are meant, if not all.
        """
        if self.per == "community":
            return self.number
        base = getattr(profile, self.per)
        if self.per == "quarters" and quarters is not None:
            base = quarters
        return None if base is None else -(-base // self.every) * self.number

    @property
    def rule(self) -> Text:
        """How it is reckoned, in words."""
        match self.per:
            case "community":
                return lazy("{n} per community", n=self.number)
            case "quarters":
                return lazy("{n} for every {every} quarters", n=self.number, every=self.every)
            case "households":
                return lazy("{n} for every {every} households", n=self.number, every=self.every)
            case "residents":
                return lazy("{n} for every {every} residents", n=self.number, every=self.every)
            case "floor_area":
                return lazy("{n} for every {every} m²", n=self.number, every=self.every)


@dataclass(frozen=True)
class Payer:
    """Who may pay: an office, a company, the residents."""

    id: str
    name: Words


@dataclass(frozen=True)
class Work:
    """A measure with a permanent id, for the items (ids) that it serves; the first is its home.

    Costs are whole yuan per unit, the lowest and the highest. `check`: it serves only this check
    of its item. `tags` say what it may get in the way of.
    """

    id: str
    items: tuple[str, ...]
    name: Words
    unit: Words
    quantity: Quantity
    cost_low: int
    cost_high: int
    payers: tuple[Payer, ...]
    safety: bool
    public_use: bool
    source: Source
    check: str | None = None
    stage: Stage | None = None
    tags: tuple[str, ...] = ()

    @property
    def payer(self) -> str:
        """Who usually pays, in the language spoken now."""
        return str(listing(one.name for one in self.payers))


@dataclass(frozen=True)
class Conflict:
    """Two tags that get in each other's way, and what has to be weighed."""

    id: str
    tags: tuple[str, str]
    names: tuple[Words, Words]
    weigh: Words

    @property
    def title(self) -> str:
        """What meets, in the language spoken now."""
        return " / ".join(str(name) for name in self.names)


@dataclass(frozen=True)
class Works:
    """A whole file of works for one standard, whose items stand in `order`."""

    id: str
    version: str
    title: Words
    standard: str
    source: Source
    order: tuple[str, ...]
    works: tuple[Work, ...]
    conflicts: tuple[Conflict, ...]

    @cached_property
    def _by_id(self) -> dict[str, Work]:
        return {work.id: work for work in self.works}

    def work(self, work_id: str) -> Work | None:
        """The work with this id, if there is one."""
        return self._by_id.get(work_id)

    @cached_property
    def in_order(self) -> tuple[Work, ...]:
        """Safety first, public use first, then as the items stand; equal ones as in the file."""
        place = {item: number for number, item in enumerate(self.order)}
        return tuple(
            sorted(
                self.works,
                key=lambda one: (not one.safety, not one.public_use, place[one.items[0]]),
            )
        )


@dataclass(frozen=True)
class Line:
    """A work that a community needs; `item` is where it is planned, the first that it serves.

    A work that serves two lacking items is needed, and paid for, once.
    """

    work: Work
    item: str
    lacking: tuple[str, ...]
    quantity: int | None


def works_for(
    works: Works, lacking: Collection[str], profile: Profile, failing: Failing = NOTHING_KNOWN
) -> tuple[Line, ...]:
    """The works for lacking items (ids): safety first, public use first, then in item order.

    Without a word in `failing` on an item all works for it are taken; with it, those that belong
    to a check that passed or does not apply are left out.
    """
    found = []
    for work in works.in_order:
        served = tuple(item for item in work.items if item in lacking)
        if work.check is not None and served:
            served = tuple(one for one in served if work.check in failing.get(one, (work.check,)))
        if not served:
            continue
        short = failing.get(served[0], {}).get(work.check) if work.check else None
        found.append(Line(work, work.items[0], served, work.quantity.of(profile, short)))
    return tuple(found)
