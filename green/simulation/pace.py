"""How fast each city goes, and what becomes of each community in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Literal

STARTS = date(2020, 9, 1)
# Nobody takes part before.
EARLIEST = STARTS - timedelta(days=30)
FIRST = date(2021, 12, 31)
ENDS = date(2022, 12, 31)

End = Literal["attained", "not_met", "draft", "withdrawn", "never"]

# Of the communities that have not attained by the end, what share went how far (running sums).
_REST: tuple[tuple[float, End], ...] = (
    (0.76, "not_met"),
    (0.84, "draft"),
    (0.88, "withdrawn"),
    (1.0, "never"),
)


@dataclass(frozen=True)
class Pace:
    """The shares of a city's communities that have attained by the two deadlines."""

    first: float
    last: float

    def day(self, share: float) -> date:
        """When the city reaches this share; slow at first, and with a rush before deadlines."""
        if share <= self.first:
            way = (share / self.first) ** 0.6
            return STARTS + timedelta(days=round(way * (FIRST - STARTS).days))
        way = ((share - self.first) / (self.last - self.first)) ** 0.8
        return FIRST + timedelta(days=round(way * (ENDS - FIRST).days))


@dataclass(frozen=True)
class Fate:
    """How far a community gets, and the day on which it gets there."""

    end: End
    day: date


def paces(cities: list[str], seed: int) -> dict[str, Pace]:
    """A pace for every city, spread evenly and dealt out by the seed.

    With ten cities or more, four at least lie clearly above 30% and 60% at the two deadlines
    and four clearly below.
    """
    order = sorted(cities)
    Random(f"{seed} cities").shuffle(order)
    steps = [(place + 0.5) / len(order) for place in range(len(order))]
    return {
        city: Pace(0.12 + 0.36 * step, 0.30 + 0.47 * step)
        for city, step in zip(order, steps, strict=True)
    }


def fates(codes: list[str], pace: Pace, seed: int) -> dict[str, Fate]:
    """What becomes of each community of a city; shares come out exactly, chance says whose."""
    order = sorted(codes)
    chance = Random(f"{seed} {order[0][:4]}")
    chance.shuffle(order)
    found = {}
    for place, code in enumerate(order):
        share = (place + 0.5) / len(order)
        if share < pace.last:
            found[code] = Fate("attained", pace.day(share))
        else:
            rest = (share - pace.last) / (1 - pace.last)
            end = next(end for most, end in _REST if rest < most)
            day = STARTS + timedelta(days=chance.randrange(120, (ENDS - STARTS).days))
            found[code] = Fate(end, day)
    return found
