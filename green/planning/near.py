"""Near misses by item and place: which one item alone holds back whom, and where."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from green.planning.standings import Flags, Numbers, Standings


@dataclass(frozen=True, eq=False)
class Near:
    """Counts of near misses by division and item.

    `places`: division codes in code order, those with a near miss. `alone`: places × items, how
    many lack this item and nothing else. `paired`: the same, how many lack this and one other;
    such a community stands at both of its items. `number`: near misses of each place, each once.
    """

    places: tuple[str, ...]
    items: tuple[str, ...]
    alone: Numbers
    paired: Numbers
    number: Numbers


def near(standings: Standings, length: int) -> Near:
    """The near misses of divisions whose codes have so many digits."""
    places, which = np.unique(standings.places(length)[standings.near], return_inverse=True)
    lacking, gaps = standings.lacking[standings.near], standings.gaps[standings.near]
    return Near(
        tuple(str(place) for place in places),
        standings.items,
        _count(which, lacking & (gaps == 1)[:, None], len(places)),
        _count(which, lacking & (gaps == 2)[:, None], len(places)),
        np.bincount(which, minlength=len(places)),
    )


def _count(which: Numbers, flags: Flags, places: int) -> Numbers:
    found: Numbers = np.zeros((places, flags.shape[1]), dtype=np.int64)
    np.add.at(found, which, flags)
    return found


def lacking(standings: Standings, item: str, gaps: int) -> list[int]:
    """The rows of the near misses that lack this item, of so many items: 1, it alone, or 2.

    There are none for an item that the standard does not have.
    """
    if item not in standings.items:
        return []
    place = standings.items.index(item)
    rows = standings.near & (standings.gaps == gaps) & standings.lacking[:, place]
    return [int(row) for row in np.flatnonzero(rows)]


def pairs(standings: Standings, n: int) -> list[tuple[tuple[str, str], int]]:
    """The two items that near misses lack together most often, and in how many; at most `n`.

    Equal ones stand in the order of the standard.
    """
    flags = standings.lacking[standings.near & (standings.gaps == 2)].astype(np.int64)
    together = flags.T @ flags
    found = [
        (-int(together[one, other]), one, other)
        for one in range(len(standings.items))
        for other in range(one + 1, len(standings.items))
        if together[one, other]
    ]
    return [
        ((standings.items[one], standings.items[other]), -number)
        for number, one, other in sorted(found)[:n]
    ]
