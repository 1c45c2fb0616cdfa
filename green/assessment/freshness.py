"""How long a piece of evidence stays good."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date

from green.assessment.model import Evidence
from green.standard.model import Evidence as UsualEvidence
from green.standard.model import Freshness, Item


def is_fresh(item: Item, evidence: Evidence, day: date) -> bool:
    """Whether a reference is still good on that day.

    The item's kinds of evidence say how long. What was written freely is held to the shortest
    time among them. What is good until something changes is: the person says that nothing has.
    """
    last = good_until(item, evidence)
    return last is None or last >= day


def good_until(item: Item, evidence: Evidence) -> date | None:
    """The last day on which a piece is still good for an item; None: until something changes."""
    known = [one.fresh for one in item.evidence if is_kind(one, evidence)]
    months = _shortest(known or [one.fresh for one in item.evidence])
    return None if months is None else months_later(evidence.true_as_of, months)


def is_kind(usual: UsualEvidence, evidence: Evidence) -> bool:
    """Whether a piece is what an item's list of usual evidence names."""
    return evidence.what in (usual.what.zh, usual.what.en)


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _shortest(found: Sequence[Freshness]) -> int | None:
    return min((one.months for one in found if one.months is not None), default=None)
