"""A difference between two pass rates in words and digits, on the screen and in the terminal."""

from __future__ import annotations

from fractions import Fraction

from green.planning.comparing import Difference
from green.texts import _, written

MINUS = "\u2212"


def points(value: Fraction) -> str:
    """A difference in percentage points with its sign: +4.4, −12.0."""
    number = written.tenths(value * 100)
    sign = "+" if number > 0 else MINUS if number < 0 else "±"
    return f"{sign}{abs(number):.1f}"


def interval(found: Difference) -> str:
    """The 95% interval in percentage points, a dash where there is none."""
    if found.low is None or found.high is None:
        return "–"
    low, high = (points(Fraction(one)) for one in (found.low, found.high))
    return _("{low} to {high}", low=low, high=high)


def verdict(found: Difference) -> str:
    """What may be said of it."""
    if found.number is None:
        return _("no base")
    if found.is_small:
        return _("small numbers")
    if not found.differs:
        return _("no clear difference")
    return _("higher") if found.number > 0 else _("lower")


def difference_words(found: Difference) -> str:
    """All of it in one line."""
    if found.number is None:
        return verdict(found)
    return f"{points(found.number)} ({interval(found)})  {verdict(found)}"
