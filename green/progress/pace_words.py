"""A pace and its outlook in sentences, the same on the screen, in a bulletin and a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from green.progress.pace import MONTH, WHY, WINDOW, Outlook, Pace
from green.texts import _, written


def recent(pace: Pace) -> str:
    """What the last 90 days brought."""
    if pace.lost:
        return _(
            "{gained} more and {lost} fewer in the last {days} days",
            gained=f"{pace.gained:,}",
            lost=f"{pace.lost:,}",
            days=WINDOW,
        )
    return _("{gained} more in the last {days} days", gained=f"{pace.gained:,}", days=WINDOW)


def per_month(outlook: Outlook) -> str:
    """The pace beside the one needed, to one decimal; a month is 30 days."""
    now = written.decimal(outlook.pace.per_month)
    if outlook.needed_per_month is None:
        return _("{now} in {month} days", now=now, month=MONTH)
    return _(
        "{now} in {month} days, {needed} needed",
        now=now,
        month=MONTH,
        needed=written.decimal(outlook.needed_per_month),
    )


def leads_to(outlook: Outlook, deadline: date) -> str:
    """The range by the deadline, or why there is none."""
    if outlook.low is None or outlook.high is None:
        return str(WHY[outlook.why]) if outlook.why else ""
    if outlook.low == outlook.high:
        return _("{n} by {day} at this pace", n=f"{outlook.low:,}", day=deadline.isoformat())
    return _(
        "{low} to {high} by {day} at this pace",
        low=f"{outlook.low:,}",
        high=f"{outlook.high:,}",
        day=deadline.isoformat(),
    )


def sentences(outlook: Outlook, deadline: date) -> Iterator[str]:
    """All three, one after the other."""
    yield recent(outlook.pace)
    yield per_month(outlook)
    if said := leads_to(outlook, deadline):
        yield said
