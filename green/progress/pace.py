"""How fast communities reach a state, and where that pace would lead by a deadline.

Everything is counted in 90 days, and a month is 30 of them, so that a pace and what is needed
per month can be laid side by side. The rule of the range, in words, is `RULE`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import accumulate
from typing import Any, Literal

from green.texts import Text, lazy

WINDOW = 90
MONTH = 30
_YEAR = 365
# Two windows that share no day: with fewer days "slowest" and "fastest" would be one and the same.
LEAST_DAYS = 2 * WINDOW
# With fewer a single list more or less would turn the pace by more than a tenth.
LEAST_GAINED = 10

Why = Literal["deadline_reached", "no_base", "too_early", "too_few"]

RULE: Text = lazy(
    "The range: as many per day, from here to the deadline, as in the slowest and in the fastest "
    "90 days of the last year; never more than there are communities. What was revoked or left is "
    "taken off, and 90 days that lost more than they gained count as none."
)
WHY: dict[Why, Text] = {
    "deadline_reached": lazy("The deadline has come."),
    "no_base": lazy("There is no base that the number stays within."),
    "too_early": lazy("Too little to go on: the programme has run for under 180 days."),
    "too_few": lazy("Too little to go on: fewer than 10 were added in a year."),
}


@dataclass(frozen=True)
class Movement:
    """How many communities came into a state on a day, and how many left it."""

    day: date
    gained: int
    lost: int


@dataclass(frozen=True)
class Pace:
    """What the last 90 days up to a day brought, that day included.

    `slowest` and `fastest`: the least and the most that any 90 days of the last year brought,
    losses taken off and never below 0. They are None, with the reason in `why`, where there is
    too little to go on.
    """

    gained: int
    lost: int
    slowest: int | None = None
    fastest: int | None = None
    why: Why | None = None

    @property
    def per_month(self) -> Fraction:
        """Gained less lost in 30 days; below 0 where more were lost."""
        return Fraction((self.gained - self.lost) * MONTH, WINDOW)


@dataclass(frozen=True)
class Outlook:
    """The pace beside what a target needs, and where it would lead: from `low` to `high`.

    `needed_per_month` is None once the deadline has come. Without a range `why` says the reason.
    """

    pace: Pace
    needed_per_month: Fraction | None
    low: int | None = None
    high: int | None = None
    why: Why | None = None

    def as_json(self) -> dict[str, Any]:
        """The key `pace` of a target; per month as numbers, everything else whole."""
        needed = self.needed_per_month
        return {
            "days": WINDOW,
            "gained": self.pace.gained,
            "lost": self.pace.lost,
            "per_month": float(self.pace.per_month),
            "needed_per_month": None if needed is None else float(needed),
            "slowest": self.pace.slowest,
            "fastest": self.pace.fastest,
            "low": self.low,
            "high": self.high,
            "why": self.why,
        }


def pace_of(movements: Iterable[Movement], as_of: date, opens: date) -> Pace:
    """The pace at a day, from the movements of any days; later ones are left out.

    `opens`: the programme's first day. Windows that begin before it are no measure of it.
    """
    changes = [0] * _YEAR
    gained_in_year = gained = lost = 0
    for one in movements:
        ago = (as_of - one.day).days
        if not 0 <= ago < _YEAR:
            continue
        changes[_YEAR - 1 - ago] += one.gained - one.lost
        gained_in_year += one.gained
        if ago < WINDOW:
            gained += one.gained
            lost += one.lost
    ran = min((as_of - opens).days + 1, _YEAR)
    if ran < LEAST_DAYS:
        return Pace(gained, lost, why="too_early")
    if gained_in_year < LEAST_GAINED:
        return Pace(gained, lost, why="too_few")
    sums = list(accumulate(changes[_YEAR - ran :], initial=0))
    windows = [max(0, sums[end] - sums[end - WINDOW]) for end in range(WINDOW, ran + 1)]
    return Pace(gained, lost, min(windows), max(windows))


def outlook(
    pace: Pace, *, number: int, base: int, missing: int, as_of: date, deadline: date
) -> Outlook:
    """Where a pace leads from `number` of `base` communities by the deadline, in whole ones.

    The range never goes above the base, and never below what is reached already: losses to come
    are not foreseen.
    """
    left = (deadline - as_of).days
    if left <= 0:
        return Outlook(pace, None, why="deadline_reached")
    needed = Fraction(missing * MONTH, left)
    if pace.slowest is None or pace.fastest is None:
        return Outlook(pace, needed, why=pace.why)
    if not base or number > base:
        return Outlook(pace, needed, why="no_base")
    low = number + pace.slowest * left // WINDOW
    # The floor of the negative is the ceiling: a range cut short would not hold its own pace.
    high = number - (-pace.fastest * left // WINDOW)
    return Outlook(pace, needed, min(low, base), min(high, base))


def first_day_counted(as_of: date) -> date:
    """The earliest day whose movements `pace_of` looks at."""
    return as_of - timedelta(days=_YEAR - 1)
