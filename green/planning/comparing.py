"""Two to six places side by side: how far their pass rates lie apart, item by item.

A difference of two shares has an interval, Newcombe's hybrid score interval at 95% (R. G.
Newcombe, Statistics in Medicine 17, 1998, method 10). Of twenty differences that are none, one
lies outside of it by chance. Where either base is below ten nothing is called a difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any, Literal, get_args

from green.errors import Problem, Refused
from green.planning.likeness import Likeness
from green.planning.matrix import Cell, PlaceItems, about
from green.registry.model import Division
from green.standard.model import Item
from green.standard.programme import Programme
from green.texts import lazy, listing

# What each place is compared with: the first one named, or the rest of the programme's region.
Against = Literal["first", "rest"]
AGAINST: tuple[Against, ...] = get_args(Against)
FEWEST, MOST = 2, 6
SMALL_BASE = 10
_BEYOND = 0.05


@dataclass(frozen=True)
class Difference:
    """A pass rate minus the one it is compared with, with its interval; None without a base.

    `is_small`: a base is below ten, so that nothing is called a difference.
    """

    number: Fraction | None
    low: float | None
    high: float | None
    is_small: bool

    @property
    def differs(self) -> bool:
        """Whether the interval leaves out zero, and the numbers are large enough to say so."""
        if self.low is None or self.high is None or self.is_small:
            return False
        return self.low > 0 or self.high < 0

    def as_json(self) -> dict[str, Any]:
        return {
            "difference": None if self.number is None else float(self.number),
            "low": self.low,
            "high": self.high,
            "small": self.is_small,
            "differs": self.differs,
        }


@dataclass(frozen=True)
class Compared:
    """One place beside what it is compared with, item by item."""

    place: PlaceItems
    other: PlaceItems
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class Comparison:
    """Places side by side as of a day, as known at a moment (UTC).

    `against` is what they are compared with; the first place is not compared with itself.
    """

    programme: str
    simulated: bool
    as_of: date
    known_at: datetime
    like: Likeness
    against: Against
    items: tuple[Item, ...]
    places: tuple[PlaceItems, ...]
    compared: tuple[Compared, ...]

    def as_json(self) -> dict[str, Any]:
        """The JSON of `compare`: what the page shows, exactly."""
        return {
            **about(self.programme, self.simulated, self.as_of, self.known_at, self.like),
            "against": self.against,
            "places": [place.as_json(self.items) for place in self.places],
            "differences": [
                {
                    "code": one.place.code,
                    "against": one.other.code if self.against == "first" else "rest",
                    "items": [
                        {"ref": item.ref, "id": item.id, **difference.as_json()}
                        for item, difference in zip(self.items, one.differences, strict=True)
                    ],
                }
                for one in self.compared
            ],
        }


def difference(cell: Cell, other: Cell) -> Difference:
    """How far one pass rate lies above the other, in shares of 1."""
    is_small = min(cell.base, other.base) < SMALL_BASE
    rate, beside = cell.rate, other.rate
    if rate is None or beside is None:
        return Difference(None, None, None, is_small)
    low, high = interval(cell.met, cell.base, other.met, other.base)
    return Difference(rate - beside, low, high, is_small)


def interval(met: int, base: int, other_met: int, other_base: int) -> tuple[float, float]:
    """Newcombe's 95% interval of `met / base - other_met / other_base`; bases are above 0."""
    # Late: it takes more than a second, once, and only who compares needs it.
    from statsmodels.stats.proportion import (  # noqa: PLC0415
        confint_proportions_2indep,
    )

    low, high = confint_proportions_2indep(
        met, base, other_met, other_base, method="newcomb", compare="diff", alpha=_BEYOND
    )
    return float(low), float(high)


def compared(place: PlaceItems, other: PlaceItems) -> Compared:
    return Compared(
        place,
        other,
        tuple(difference(cell, one) for cell, one in zip(place.cells, other.cells, strict=True)),
    )


def check(programme: Programme, places: Sequence[Division]) -> None:
    """Raises `Refused` for too few or too many, one twice or inside another, or one outside."""
    codes = [place.code for place in places]
    if not FEWEST <= len(codes) <= MOST:
        raise Refused(
            Problem(
                lazy(
                    "{n} places cannot be compared; it takes {fewest} to {most}.",
                    n=len(codes),
                    fewest=FEWEST,
                    most=MOST,
                ),
                mend=lazy("Name two to six codes of districts, cities or streets."),
            )
        )
    problems = [
        Problem(
            lazy("{name} is outside the programme's region.", name=place.name),
            place.code,
            lazy("Choose a code that begins with {region}.", region=programme.region),
        )
        for place in places
        if not place.code.startswith(programme.region)
    ]
    problems += [
        Problem(
            lazy("{names} have communities in common.", names=listing((one.name, other.name))),
            f"{one.code}, {other.code}",
            lazy("Name places that lie beside each other."),
        )
        for at, one in enumerate(places)
        for other in places[at + 1 :]
        if one.code.startswith(other.code) or other.code.startswith(one.code)
    ]
    if problems:
        raise Refused(*problems)
