"""Like with like: communities by size, by year of building and by kind, as their profiles say.

What a profile does not say is a class of its own, "not recorded": it is never guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Literal, TypeVar

from green.errors import Problem, Refused
from green.registry.model import COMMUNITY_KINDS, CommunityKind
from green.texts import lazy, listing

NotRecorded = Literal["not_recorded"]
Size = Literal["under_1000", "1000_to_1999", "2000_to_2999", "3000_and_more"] | NotRecorded
# By the oldest building. 国办发〔2020〕23号 calls old what was finished before the end of 2000.
Built = Literal["before_2001", "2001_to_2010", "after_2010"] | NotRecorded
Kind = CommunityKind | NotRecorded

NOT_RECORDED: NotRecorded = "not_recorded"
SIZES: tuple[Size, ...] = (
    "under_1000",
    "1000_to_1999",
    "2000_to_2999",
    "3000_and_more",
    NOT_RECORDED,
)
BUILT: tuple[Built, ...] = ("before_2001", "2001_to_2010", "after_2010", NOT_RECORDED)
KINDS: tuple[Kind, ...] = (*COMMUNITY_KINDS, NOT_RECORDED)

# The first number of households, and the first year, of each class but the first.
SIZE_CUTS = (1000, 2000, 3000)
BUILT_CUTS = (2001, 2011)


@dataclass(frozen=True)
class Likeness:
    """Which communities are looked at; None is all of them."""

    size: Size | None = None
    built: Built | None = None
    kind: Kind | None = None

    @property
    def is_all(self) -> bool:
        return self == Likeness()

    def as_json(self) -> dict[str, str | None]:
        return asdict(self)


def read(size: str | None, built: str | None, kind: str | None) -> Likeness:
    """Classes by their names; raises `Refused` with every name that there is not."""
    problems: list[Problem] = []
    found = Likeness(
        _one_of(size, SIZES, "--size", problems),
        _one_of(built, BUILT, "--built", problems),
        _one_of(kind, KINDS, "--kind", problems),
    )
    if problems:
        raise Refused(*problems)
    return found


T = TypeVar("T", bound=str)


def _one_of(given: str | None, known: Sequence[T], where: str, problems: list[Problem]) -> T | None:
    if given is None:
        return None
    for one in known:
        if one == given:
            return one
    problems.append(
        Problem(
            lazy("“{given}” is not one of the choices.", given=given),
            where,
            lazy("Choose from: {choices}.", choices=listing(known)),
        )
    )
    return None
