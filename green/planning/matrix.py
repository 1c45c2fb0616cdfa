"""Items and places: in what stands handed in, how many communities meet each item where.

The base of a pass rate is who answered whether the item is met: not applicable is left out of it,
and so are an unanswered item and a community that has nothing handed in. Each is counted apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any, Literal, get_args

from green import clock
from green.errors import Problem, Refused
from green.planning.likeness import Likeness
from green.registry.model import LEVELS, Division, Level
from green.standard.model import Item
from green.standard.programme import Programme
from green.texts import lazy

# What a community may be at an item: its status, or `missing` with nothing handed in.
Standing = Literal["met", "partly", "unmet", "not_applicable", "unanswered", "missing"]
STANDINGS: tuple[Standing, ...] = get_args(Standing)


@dataclass(frozen=True)
class Cell:
    """How many of a place's communities stand how at one item; together they are all of them."""

    met: int = 0
    partly: int = 0
    unmet: int = 0
    not_applicable: int = 0
    unanswered: int = 0
    missing: int = 0

    def of(self, standing: Standing) -> int:
        number: int = getattr(self, standing)
        return number

    @property
    def base(self) -> int:
        """Who answered whether the item is met."""
        return self.met + self.partly + self.unmet

    @property
    def rate(self) -> Fraction | None:
        """The exact pass rate; None without a base, which is not 0%."""
        return Fraction(self.met, self.base) if self.base else None

    @property
    def communities(self) -> int:
        return self.base + self.not_applicable + self.unanswered + self.missing

    def without(self, part: Cell) -> Cell:
        """What is left when one part of the place is taken out."""
        return Cell(*(self.of(one) - part.of(one) for one in STANDINGS))

    def as_json(self) -> dict[str, Any]:
        rate = self.rate
        return {
            **{one: self.of(one) for one in STANDINGS},
            "base": self.base,
            "rate": None if rate is None else float(rate),
        }


@dataclass(frozen=True)
class PlaceItems:
    """One place: its communities on the list, how many have handed in, and a cell for each item."""

    code: str
    name: str
    listed: int
    handed_in: int
    cells: tuple[Cell, ...]

    @property
    def missing(self) -> int:
        return self.listed - self.handed_in

    def without(self, part: PlaceItems, name: str) -> PlaceItems:
        """The rest of the place when a part of it is taken out."""
        return PlaceItems(
            self.code,
            name,
            self.listed - part.listed,
            self.handed_in - part.handed_in,
            tuple(own.without(one) for own, one in zip(self.cells, part.cells, strict=True)),
        )

    def as_json(self, items: Sequence[Item]) -> dict[str, Any]:
        return {
            "code": self.code,
            "name": self.name,
            "listed": self.listed,
            "handed_in": self.handed_in,
            "items": [
                {"ref": item.ref, "id": item.id, **cell.as_json()}
                for item, cell in zip(items, self.cells, strict=True)
            ],
        }


@dataclass(frozen=True)
class Answered:
    """Of one place and item: who stands how among those that have a row of it."""

    division: str
    item: str
    met: int
    partly: int
    unmet: int
    not_applicable: int


@dataclass(frozen=True)
class Counted:
    """What the rows say: by division its communities and hand-ins, and what was answered."""

    listed: Mapping[str, int]
    handed_in: Mapping[str, int]
    answered: Mapping[tuple[str, str], Answered]

    def place(self, code: str, name: str, items: Sequence[Item]) -> PlaceItems:
        """The figures of one of the divisions; one without a community is empty."""
        listed, handed_in = self.listed.get(code, 0), self.handed_in.get(code, 0)
        return PlaceItems(
            code,
            name,
            listed,
            handed_in,
            tuple(_cell(self.answered.get((code, i.id)), listed, handed_in) for i in items),
        )

    def whole(self, place: Division, items: Sequence[Item]) -> PlaceItems:
        """All divisions together."""
        listed, handed_in = sum(self.listed.values()), sum(self.handed_in.values())
        sums: dict[str, list[int]] = {}
        for one in self.answered.values():
            four = sums.setdefault(one.item, [0, 0, 0, 0])
            for at, number in enumerate((one.met, one.partly, one.unmet, one.not_applicable)):
                four[at] += number
        cells = tuple(
            _cell(
                Answered(place.code, i.id, *sums[i.id]) if i.id in sums else None, listed, handed_in
            )
            for i in items
        )
        return PlaceItems(place.code, place.name, listed, handed_in, cells)


def _cell(answered: Answered | None, listed: int, handed_in: int) -> Cell:
    """Who has handed in and has no row of the item has not answered it."""
    if answered is None:
        return Cell(unanswered=handed_in, missing=listed - handed_in)
    four = (answered.met, answered.partly, answered.unmet, answered.not_applicable)
    return Cell(*four, unanswered=handed_in - sum(four), missing=listed - handed_in)


@dataclass(frozen=True)
class Matrix:
    """Items and places of a programme as of a day, as known at a moment (UTC)."""

    programme: str
    simulated: bool
    as_of: date
    known_at: datetime
    like: Likeness
    items: tuple[Item, ...]
    rows: tuple[PlaceItems, ...]
    total: PlaceItems

    def row(self, code: str) -> PlaceItems | None:
        return next((row for row in (*self.rows, self.total) if row.code == code), None)


def about(
    programme: str, simulated: bool, as_of: date, known_at: datetime, like: Likeness
) -> dict[str, Any]:
    """What every JSON of this room begins with."""
    return {
        "programme": programme,
        "simulated": simulated,
        "as_of": as_of.isoformat(),
        "known_at": clock.write_moment(known_at),
        "like": like.as_json(),
    }


def check(programme: Programme, place: Division, by: Level) -> None:
    """Raises `Refused` for a place outside the region, or a level above the place."""
    if not place.code.startswith(programme.region):
        raise Refused(
            Problem(
                lazy("{name} is outside the programme's region.", name=place.name),
                mend=lazy("Choose a code that begins with {region}.", region=programme.region),
            )
        )
    if LEVELS.index(by) < LEVELS.index(place.level):
        raise Refused(
            Problem(
                lazy("{name} cannot be divided that way.", name=place.name),
                mend=lazy("Choose a level below it."),
            )
        )
