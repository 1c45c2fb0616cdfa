"""Dates that count are China's, moments of recording are UTC."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from green import clock, texts
from green.errors import Refused

MOMENTS = st.datetimes(datetime.combine(date(2000, 1, 1), datetime.min.time()))


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    texts.use("en")
    yield
    texts.use(texts.DEFAULT)


def utc(text: str) -> datetime:
    """A moment as the database stores it."""
    return datetime.fromisoformat(text)


def test_now_is_utc_without_a_zone() -> None:
    real = datetime.now(UTC).replace(tzinfo=None)
    assert clock.now().tzinfo is None
    assert abs(clock.now() - real) < timedelta(minutes=1)


def test_today_is_the_date_in_china_whatever_the_machines_zone() -> None:
    before = (datetime.now(UTC) + timedelta(hours=8)).date()
    today = clock.today()
    after = (datetime.now(UTC) + timedelta(hours=8)).date()
    assert before <= today <= after


def test_a_new_day_begins_in_china_eight_hours_before_utc() -> None:
    assert clock.in_china(utc("2022-12-31T15:59:59")).date() == date(2022, 12, 31)
    assert clock.in_china(utc("2022-12-31T16:00:00")).date() == date(2023, 1, 1)


def test_a_date_is_read_as_year_month_day() -> None:
    assert clock.read_date("2022-12-31", "--as-of") == date(2022, 12, 31)


@pytest.mark.parametrize(
    "text", ["", "31.12.2022", "2022-2-1", "2022-02-30", "2022-12-31T08:00:00Z", "今天"]
)
def test_what_is_no_date_is_refused_with_its_place_and_an_example(text: str) -> None:
    with pytest.raises(Refused) as refused:
        clock.read_date(text, "--as-of")
    assert str(refused.value) == (
        f"--as-of: “{text}” is not a date. Write it as year-month-day, for example 2022-12-31."
    )


def test_a_bare_date_as_a_moment_is_the_end_of_that_day_in_china() -> None:
    assert clock.read_moment("2022-12-31", "--known-at") == utc("2022-12-31T15:59:59.999999")


@pytest.mark.parametrize(
    "text",
    [
        "2022-12-31T08:00:00Z",
        "2022-12-31T08:00:00",
        "2022-12-31T16:00:00+08:00",
        "2022-12-31 08:00",
    ],
)
def test_a_moment_is_utc_unless_it_says_its_offset(text: str) -> None:
    assert clock.read_moment(text, "--known-at") == utc("2022-12-31T08:00:00")


@pytest.mark.parametrize("text", ["", "yesterday", "2022-13-01T08:00:00Z", "2022-02-30", "08:00"])
def test_what_is_no_moment_is_refused_with_its_place_and_an_example(text: str) -> None:
    with pytest.raises(Refused, match=r"^--known-at: .*2022-12-31"):
        clock.read_moment(text, "--known-at")


@pytest.mark.parametrize(
    "text", ["9999-12-31", "0001-01-01T00:00:00+14:00", "9999-12-31T23:00:00-14:00"]
)
def test_a_moment_at_the_edge_of_the_calendar_is_read_or_refused_but_no_crash(text: str) -> None:
    try:
        found = clock.read_moment(text, "--known-at")
    except Refused:
        return
    assert found.tzinfo is None


@given(moment=MOMENTS)
def test_a_moment_that_was_written_is_read_back_to_the_microsecond(moment: datetime) -> None:
    written = clock.write_moment(moment)
    assert written.endswith("Z")
    assert clock.read_moment(written, "--known-at") == moment


@given(one=MOMENTS, other=MOMENTS)
def test_written_moments_sort_as_the_moments_do(one: datetime, other: datetime) -> None:
    assert (clock.write_moment(one) < clock.write_moment(other)) == (one < other)


@given(day=st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_the_end_of_a_day_lies_in_that_day_and_the_next_microsecond_does_not(day: date) -> None:
    end = clock.read_moment(day.isoformat(), "--known-at")
    assert clock.in_china(end).date() == day
    assert clock.in_china(end + timedelta(microseconds=1)).date() == day + timedelta(days=1)
