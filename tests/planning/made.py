"""Standings made of a few letters, and what they mean, computed one community after the other.

The plain computations know sets and loops alone; the application's are to be equal to them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

import numpy as np
from hypothesis import strategies as some

from green.planning.standings import Standings
from green.planning.whatif import Measure
from green.standard.model import STATUSES

ITEMS = ("co-creation", "noise", "facilities", "heritage")
_LETTERS = {".": "unanswered", "m": "met", "p": "partly", "u": "unmet", "-": "not_applicable"}
# code, whether attained, whether something stands, a letter for each item
Made = tuple[str, bool, bool, str]
CITIES, DISTRICTS = ("3701", "3702"), ("370101", "370102", "370201")
_STREETS = ("370101001", "370101002", "370102001", "370201001")


def standings(rows: Iterable[Made], items: tuple[str, ...] = ITEMS) -> Standings:
    """These communities; who has nothing standing has no answers either."""
    made = sorted(rows)
    numbers = [
        [STATUSES.index(_LETTERS[letter if row[2] else "."]) for letter in row[3]]  # type: ignore[arg-type]
        for row in made
    ]
    return Standings(
        items,
        np.array([row[0] for row in made], dtype="U12"),
        np.array([row[1] for row in made], dtype=bool),
        np.array([row[2] for row in made], dtype=bool),
        np.array(numbers, dtype=np.uint8).reshape(len(made), len(items)),
    )


@some.composite
def rows(draw: some.DrawFn, letters: str = "mmpu.-") -> list[Made]:
    """Up to two dozen communities of four streets, in any state."""
    codes = draw(
        some.lists(
            some.tuples(some.sampled_from(_STREETS), some.integers(1, 9)), max_size=24, unique=True
        )
    )
    answers = some.text(letters, min_size=len(ITEMS), max_size=len(ITEMS))
    return [
        (
            f"{street}{number:03}",
            draw(some.integers(0, 5)) == 0,
            draw(some.integers(0, 5)) > 0,
            draw(answers),
        )
        for street, number in codes
    ]


@some.composite
def measures(draw: some.DrawFn) -> list[Measure]:
    """Up to four measures, in places that lie in each other or hold nobody."""
    places = some.lists(some.sampled_from((*CITIES, *DISTRICTS, *_STREETS, "3799")), max_size=3)
    return [
        Measure(
            draw(some.sampled_from(ITEMS)),
            draw(some.none() | some.integers(1, 8)),
            tuple(draw(places)),
        )
        for _n in range(draw(some.integers(0, 4)))
    ]


def open_ones(made: Iterable[Made]) -> dict[str, tuple[set[str], set[str]]]:
    """Of who has handed in and not attained: items lacking, and items unanswered."""
    return {
        code: (
            {item for item, letter in zip(ITEMS, letters, strict=True) if letter in "pu"},
            {item for item, letter in zip(ITEMS, letters, strict=True) if letter == "."},
        )
        for code, attained, stands, letters in sorted(made)
        if stands and not attained
    }


def applied(
    made: Iterable[Made], asked: Sequence[Measure]
) -> tuple[list[tuple[int, int, int]], set[str]]:
    """For each measure: how many were possible, fixed, brought there; and who meets at last."""
    now = open_ones(made)
    told = []
    newly: set[str] = set()
    for one in asked:
        possible = [
            code
            for code, (lacks, _blank) in now.items()
            if one.item in lacks
            and (not one.places or any(code.startswith(place) for place in one.places))
        ]
        fixed = 0
        brought = set()
        while possible and (one.number is None or fixed < one.number):
            chosen = min(possible, key=lambda code: (sum(map(len, now[code])), code))
            possible.remove(chosen)
            now[chosen][0].remove(one.item)
            fixed += 1
            if now[chosen] == (set(), set()):
                brought.add(chosen)
        told.append((fixed + len(possible), fixed, len(brought)))
        newly |= brought
    return told, newly


def meeting(made: Iterable[Made], fixed: set[tuple[str, str]]) -> set[str]:
    """Who, with these items fixed in these divisions, meets the standard and did not before."""
    return {
        code
        for code, (lacks, blank) in open_ones(made).items()
        if lacks
        and not blank
        and all(any(code.startswith(place) for place in _of(fixed, item)) for item in lacks)
    }


def _of(fixed: set[tuple[str, str]], item: str) -> list[str]:
    return [place for one, place in fixed if one == item]


def ordered(made: list[Made], places: Sequence[str]) -> list[tuple[tuple[str, ...], str, int]]:
    """The best order by its definition: every choice tried at every step."""
    fixed: set[tuple[str, str]] = set()
    steps: list[tuple[tuple[str, ...], str, int]] = []
    while True:
        before = meeting(made, fixed)
        for size in range(1, len(ITEMS) + 1):
            tried = [
                (
                    len(meeting(made, fixed | {(item, place) for item in items}) - before),
                    items,
                    place,
                )
                for items in combinations(ITEMS, size)
                for place in places
            ]
            gain, items, place = max(tried, key=lambda one: one[0])
            if gain:
                steps.append((items, place, gain))
                fixed |= {(item, place) for item in items}
                break
        else:
            return steps
