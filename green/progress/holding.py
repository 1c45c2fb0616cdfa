"""What holds places back: items that are missing in what was handed in, and who is nearly there.

Looked at is what stands of the communities that have not attained; a draft says nothing yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from green.standard.model import Item, Standard


@dataclass(frozen=True)
class Held:
    """In one division: how many communities do not meet an item, and meet it partly.

    `alone`: how many of them lack nothing else, so that this item alone holds them back.
    """

    division: str
    item: str
    unmet: int
    partly: int
    alone: int

    @property
    def number(self) -> int:
        return self.unmet + self.partly


@dataclass(frozen=True)
class Lacking:
    """A community and what it lacks: item ids with their status, `partly` or `unmet`."""

    code: str
    name: str
    items: tuple[tuple[str, str], ...]

    @property
    def is_near(self) -> bool:
        """Whether it is a near miss: exactly one or two items are missing."""
        return 1 <= len(self.items) <= 2


def by_item(standard: Standard, held: Iterable[Held]) -> list[tuple[Item, Held]]:
    """Over all divisions given, the items that are missing anywhere; the most missing first.

    Equal ones stand in the order of the standard. What an older text of the standard asked, and
    today's does not, is left out.
    """
    found: dict[str, Held] = {}
    for one in held:
        before = found.get(one.item, Held("", one.item, 0, 0, 0))
        found[one.item] = Held(
            "",
            one.item,
            before.unmet + one.unmet,
            before.partly + one.partly,
            before.alone + one.alone,
        )
    known = [(item, found[item.id]) for item in standard.items if item.id in found]
    return sorted(known, key=lambda one: -one[1].number)


def most_missing(standard: Standard, held: Sequence[Held], division: str, n: int) -> list[Item]:
    """The items that most communities of one division lack, at most `n`."""
    ours = [one for one in held if one.division == division]
    return [item for item, _held in by_item(standard, ours)[:n]]
