"""Divisions, communities and their profiles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from green.errors import Problem, Refused
from green.texts import Text, lazy, listing

Level = Literal["country", "province", "city", "district", "street"]
LEVELS: tuple[Level, ...] = get_args(Level)
CODE_LENGTH: dict[Level, int] = {
    "country": 0,
    "province": 2,
    "city": 4,
    "district": 6,
    "street": 9,
}

CommunityKind = Literal["old_estate", "commercial", "unit", "resettlement", "mixed"]
COMMUNITY_KINDS: tuple[CommunityKind, ...] = get_args(CommunityKind)

_SHORTER = {"社区居委会": "社区", "社区居民委员会": "社区"}
_MOST = 1_000_000_000
_EARLIEST_BUILDING = 1840


@dataclass(frozen=True)
class Division:
    """A province, city, district or street; its code is the prefix of all codes in it.

    The whole country has the empty code.
    """

    code: str
    name: str
    level: Level


def is_subdistrict(code: str) -> bool:
    """Whether a street's code is that of a subdistrict (街道) and not of a town or township.

    Digits seven to nine, 统计用区划代码: 001-099 subdistricts, 100-199 towns, 200-399 townships.
    """
    return code[6:7] == "0"


def short_name(name: str) -> str:
    """A committee's name as people say it."""
    for ending, short in _SHORTER.items():
        if name.endswith(ending):
            return name.removesuffix(ending) + short
    return name


@dataclass(frozen=True)
class Community:
    """The area under one residents' committee. `id` is ours and permanent, `code` is not."""

    id: int
    code: str
    name: str
    place: tuple[str, ...]
    valid_to: date | None = None

    @property
    def short_name(self) -> str:
        """The name as people say it: 解放桥社区, not 解放桥社区居委会."""
        return short_name(self.name)

    @property
    def where(self) -> str:
        """City, district and street in one word, as an address is written."""
        return "".join(self.place)


@dataclass(frozen=True)
class Profile:
    """What is asked once and used everywhere: all numbers whole, None where not stated.

    `quarters` (小区), `households` and `residents` are counts, `floor_area` is in m²;
    `built_from` and `built_to` are the years in which the oldest and newest buildings were done.
    """

    quarters: int | None = None
    households: int | None = None
    residents: int | None = None
    floor_area: int | None = None
    built_from: int | None = None
    built_to: int | None = None
    kind: CommunityKind | None = None

    def check(self, today: date) -> None:
        """Raises `Refused` with every value that cannot be."""
        problems = [
            Problem(
                lazy("This must be a whole number from 1 up."),
                label,
                lazy("Leave it blank if you do not know it."),
            )
            for label, value in (
                (lazy("Quarters"), self.quarters),
                (lazy("Households"), self.households),
                (lazy("Residents"), self.residents),
                (lazy("Floor area (m²)"), self.floor_area),
            )
            if value is not None and not 1 <= value <= _MOST
        ]
        problems += [
            Problem(
                lazy("“{year}” is not a year of building.", year=year),
                label,
                lazy("Write a year from 1840 to {latest}.", latest=today.year),
            )
            for label, year in self._years
            if year is not None and not _EARLIEST_BUILDING <= year <= today.year
        ]
        if self.built_from and self.built_to and self.built_from > self.built_to:
            problems.append(
                Problem(
                    lazy("The oldest building is newer than the newest."),
                    lazy("Year of building"),
                    lazy("Swap the two years."),
                )
            )
        if self.kind is not None and self.kind not in COMMUNITY_KINDS:
            problems.append(
                Problem(
                    lazy("“{given}” is not one of the choices.", given=self.kind),
                    lazy("Kind of community"),
                    lazy("Choose from: {choices}.", choices=listing(COMMUNITY_KINDS)),
                )
            )
        if problems:
            raise Refused(*problems)

    @property
    def _years(self) -> tuple[tuple[Text, int | None], ...]:
        return (
            (lazy("Oldest building"), self.built_from),
            (lazy("Newest building"), self.built_to),
        )
