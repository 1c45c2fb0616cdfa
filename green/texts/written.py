"""Numbers and days as people read them, the same on screen, in files and in pictures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from babel.dates import format_date
from babel.numbers import format_decimal

from green.texts import language


def number(value: int) -> str:
    """A whole number with its thousands apart."""
    return format_decimal(value, locale=language())


def tenths(value: Fraction) -> Decimal:
    """A number with one decimal, halves away from zero.

    So do spreadsheets and official statistics (四舍五入); halves to the even digit, as Python
    rounds, would show 6.25% as 6.2% here and as 6.3% in Excel.
    """
    whole = (abs(value) * 20 + 1) // 2
    return Decimal(whole if value >= 0 else -whole) / 10


def percent(rate: Fraction | None) -> str:
    """A rate with one decimal, a dash where there is none: that is not zero."""
    return "–" if rate is None else f"{tenths(rate * 100):.1f}%"


def decimal(value: Fraction) -> str:
    """A number with one decimal and its thousands apart."""
    return f"{tenths(value):,.1f}"


def halves(value: Fraction | int) -> str:
    """A median of whole numbers: as it is, which is a whole or a half."""
    return number(int(value)) if value == int(value) else decimal(Fraction(value))


def day(value: date) -> str:
    """A date as the language writes it: 2022年12月31日."""
    return format_date(value, "long", locale=language())
