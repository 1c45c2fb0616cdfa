"""The best order: at each step the item that, fixed wherever it is lacking, brings most."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from green.planning.standings import Standings


@dataclass(frozen=True)
class Step:
    """Items fixed everywhere in a division (its code; empty for the whole), and what that brings.

    There is one item, or several where no single one brings anybody to meeting the standard.
    `gain`: who then meets it, given the steps before; `fixes`: fixes made, one for each item and
    community; `attained`: who has attained, and who meets the standard by this step or before.
    """

    items: tuple[str, ...]
    place: str
    gain: int
    fixes: int
    attained: int


# How many items, how many it gains (negative, so that the most come first), places of the items.
_Choice = tuple[int, int, tuple[int, ...]]


def best_order(standings: Standings, length: int = 0, most: int | None = None) -> tuple[Step, ...]:
    """Step after step what brings most communities to meeting the standard, at most `most`.

    With a `length` the steps are items in one division each, of codes with so many digits. Where
    no single item gains anything, the fewest items that do are taken together: of the pairs the
    one that gains most. Equal ones stand in the order of the standard, then of the codes. It ends
    when nobody is left but those with items unanswered, whom no fix brings there.
    """
    parts = _parts(standings, length)
    attained = int(standings.attained.sum())
    choices = {place: part.best() for place, part in parts.items()}
    steps: list[Step] = []
    while most is None or len(steps) < most:
        left = [(choice, place) for place, choice in choices.items() if choice is not None]
        if not left:
            break
        (_size, _gain, items), place = min(left)
        gain, fixes = parts[place].fix(items)
        choices[place] = parts[place].best()
        attained += gain
        names = tuple(standings.items[item] for item in items)
        steps.append(Step(names, place, gain, fixes, attained))
    return tuple(steps)


class _Part:
    """What is still lacking in one division: sets of items, as bits, and how many have each."""

    def __init__(self, items: int) -> None:
        self.sets: Counter[int] = Counter()
        self.lacking = np.zeros(items, dtype=np.int64)

    def best(self) -> _Choice | None:
        """None if nobody is left."""
        if not self.sets:
            return None
        size = min(one.bit_count() for one in self.sets)
        # The smallest sets contain no other, so that each gains exactly those who lack it.
        return min(
            (size, -number, _places(one))
            for one, number in self.sets.items()
            if one.bit_count() == size
        )

    def fix(self, items: tuple[int, ...]) -> tuple[int, int]:
        """How many meet the standard then, and how many fixes that took."""
        fixed = sum(1 << item for item in items)
        fixes = int(self.lacking[list(items)].sum())
        self.lacking[list(items)] = 0
        remaining: Counter[int] = Counter()
        for one, number in self.sets.items():
            remaining[one & ~fixed] += number
        gain = remaining.pop(0, 0)
        self.sets = remaining
        return gain, fixes


def _parts(standings: Standings, length: int) -> dict[str, _Part]:
    places = standings.places(length)
    found: dict[str, _Part] = {}
    lacking = np.packbits(standings.lacking, axis=1, bitorder="little")
    for row in np.flatnonzero(standings.gaps):
        part = found.setdefault(str(places[row]), _Part(len(standings.items)))
        part.lacking += standings.lacking[row]
        if standings.could_meet[row]:
            part.sets[int.from_bytes(lacking[row].tobytes(), "little")] += 1
    return found


def _places(one: int) -> tuple[int, ...]:
    return tuple(place for place in range(one.bit_length()) if one >> place & 1)
