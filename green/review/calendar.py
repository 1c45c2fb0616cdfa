"""How long a public notice lasts: calendar days, or the working days of China."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import holidays

from green.standard.chain import NoticePeriod


def last_day(period: NoticePeriod, first: date) -> date:
    """The last day of a notice that begins on `first`; the first day counts where it is one that
    counts. Holidays and the weekends worked instead of them are those the State Council has set.
    """
    if period.count == "calendar":
        return first + timedelta(days=period.days - 1)
    day, left = first, period.days
    while True:
        left -= _china().is_working_day(day)
        if not left:
            return day
        day += timedelta(days=1)


@cache
def _china() -> holidays.HolidayBase:
    return holidays.country_holidays("CN")
