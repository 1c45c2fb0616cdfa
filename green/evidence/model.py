"""A community's library of evidence: pieces, and what each is used for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from green.assessment.freshness import good_until, is_kind
from green.assessment.model import Evidence
from green.standard.model import Item, Standard

# How long before a piece grows too old it is said: time to take a photo or ask for a paper.
ANNOUNCED_DAYS = 60


@dataclass(frozen=True)
class Piece:
    """One piece of a library, whatever items it is at.

    `items` are the ids of those it is attached to in the open cycle, `earlier` in cycles before;
    `newer` is the piece that stands in for it; `is_cited`: something that was handed in names it.
    """

    evidence: Evidence
    recorded_at: datetime
    items: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    newer: int | None = None
    is_cited: bool = False

    @property
    def id(self) -> int:
        return self.evidence.id


def last_good_day(standard: Standard, piece: Piece) -> date | None:
    """The last day on which a piece is good for all the items it is at; None: no end is known."""
    days = [good_until(item, piece.evidence) for item in standard.items if item.id in piece.items]
    return min((day for day in days if day is not None), default=None)


def soon_too_old(standard: Standard, pieces: Sequence[Piece], day: date) -> list[Piece]:
    """What is in use and is too old, or will be within the time announced; the oldest first."""
    found = [
        (last, piece)
        for piece in pieces
        if piece.newer is None
        and (last := last_good_day(standard, piece)) is not None
        and (last - day).days < ANNOUNCED_DAYS
    ]
    return [piece for _last, piece in sorted(found, key=lambda one: (one[0], one[1].id))]


def suggested(item: Item, pieces: Sequence[Piece], day: date) -> list[Piece]:
    """What the library already has of the item's own list, still good, and not at the item."""
    return [
        piece
        for piece in pieces
        if piece.newer is None
        and item.id not in piece.items
        and any(is_kind(usual, piece.evidence) for usual in item.evidence)
        and ((last := good_until(item, piece.evidence)) is None or last >= day)
    ]
