"""Days of a public notice: as many as were set, of the kind that was set."""

from __future__ import annotations

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from green.review.calendar import last_day
from green.standard.chain import NoticePeriod

CHINA = holidays.country_holidays("CN")
LENGTHS = st.integers(1, 60)
DAYS = st.dates(date(2020, 1, 1), date(2026, 12, 31))


def lasting(first: date, last: date) -> list[date]:
    """Every day from the first to the last, both included."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


@given(LENGTHS, DAYS)
def test_n_working_days_hold_exactly_n_working_days_and_end_on_one(n: int, first: date) -> None:
    last = last_day(NoticePeriod(days=n, count="working"), first)
    worked = [day for day in lasting(first, last) if CHINA.is_working_day(day)]
    assert len(worked) == n
    assert worked[-1] == last


@given(LENGTHS, DAYS)
def test_n_calendar_days_are_n_days_whatever_they_are(n: int, first: date) -> None:
    assert len(lasting(first, last_day(NoticePeriod(days=n), first))) == n


@given(LENGTHS, DAYS)
def test_a_working_days_notice_never_ends_sooner_than_one_of_calendar_days(
    n: int, first: date
) -> None:
    working = last_day(NoticePeriod(days=n, count="working"), first)
    assert working >= last_day(NoticePeriod(days=n), first)


@pytest.mark.parametrize(
    ("first", "n", "last"),
    [
        # The Spring Festival of 2022 was 31 January to 6 February; for it, the Saturday and the
        # Sunday before were worked.
        (date(2022, 1, 28), 3, date(2022, 1, 30)),
        (date(2022, 1, 27), 5, date(2022, 2, 7)),
        (date(2022, 1, 31), 1, date(2022, 2, 7)),
        (date(2022, 2, 5), 5, date(2022, 2, 11)),
        # No holiday: a week and the two days after its weekend.
        (date(2022, 3, 7), 7, date(2022, 3, 15)),
    ],
)
def test_the_spring_festival_does_not_count_and_the_weekend_worked_for_it_does(
    first: date, n: int, last: date
) -> None:
    assert last_day(NoticePeriod(days=n, count="working"), first) == last
