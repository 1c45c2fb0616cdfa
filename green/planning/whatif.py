"""What if items were fixed: applied to what stands handed in, nothing stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from green.planning.standings import Flags, Standings


@dataclass(frozen=True)
class Measure:
    """Fix one item in so many communities (None: in all that lack it) of these places.

    `places` are codes of divisions, which may lie in each other; none means everywhere.
    """

    item: str
    number: int | None = None
    places: tuple[str, ...] = ()


@dataclass(frozen=True)
class Taken:
    """What became of a measure.

    `possible`: communities of its places that lacked the item when its turn came; `fixed`: in how
    many it was fixed, at most as many as asked; `meeting`: how many were brought to meeting the
    standard by it.
    """

    measure: Measure
    possible: int
    fixed: int
    meeting: int


@dataclass(frozen=True)
class Outcome:
    """The measures one after the other, and the codes of who then meets the standard, in order."""

    taken: tuple[Taken, ...]
    newly: tuple[str, ...]


def what_if(standings: Standings, measures: Sequence[Measure]) -> Outcome:
    """Apply measures in their order.

    A measure takes, of the communities that lack its item, first those that it brings to meeting
    the standard, then those with the fewest items left, then by code. Items without an answer are
    left, and count as in the way. Nobody is fixed twice; who has the item met or not applicable,
    has attained, or has nothing standing is never taken.
    """
    lacking = standings.lacking.copy()
    left = standings.gaps + standings.unanswered
    taken = []
    newly: Flags = np.zeros(len(standings.codes), dtype=bool)
    for measure in measures:
        item = standings.items.index(measure.item)
        possible = np.flatnonzero(lacking[:, item] & _inside(standings, measure.places))
        # With one left it meets after the fix, so the fewest left come first altogether; rows
        # are in code order, and the sort keeps equal ones as they are.
        chosen = possible[np.argsort(left[possible], kind="stable")][: measure.number]
        lacking[chosen, item] = False
        left[chosen] -= 1
        meets = chosen[left[chosen] == 0]
        newly[meets] = True
        taken.append(Taken(measure, len(possible), len(chosen), len(meets)))
    return Outcome(tuple(taken), tuple(str(code) for code in standings.codes[newly]))


def _inside(standings: Standings, places: Sequence[str]) -> Flags:
    if not places:
        return np.ones(len(standings.codes), dtype=bool)
    found: Flags = np.zeros(len(standings.codes), dtype=bool)
    for place in places:
        found[standings.within(place)] = True
    return found
