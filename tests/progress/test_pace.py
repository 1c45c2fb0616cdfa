"""The pace of 90 days and where it would lead, as pure rules."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from green import texts
from green.progress.pace import (
    LEAST_DAYS,
    LEAST_GAINED,
    WINDOW,
    Movement,
    Outlook,
    Pace,
    outlook,
    pace_of,
)
from green.progress.pace_words import leads_to, per_month, recent, sentences

TODAY = date(2022, 3, 31)
OPENS = date(2020, 7, 22)
DEADLINE = date(2022, 12, 31)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    texts.use("en")
    yield
    texts.use(texts.DEFAULT)


def ago(days: int, gained: int = 1, lost: int = 0) -> Movement:
    return Movement(TODAY - timedelta(days=days), gained, lost)


def steady(each_day: int, days: int = 365) -> list[Movement]:
    return [ago(day, each_day) for day in range(days)]


def seen(movements: list[Movement], opens: date = OPENS) -> Pace:
    return pace_of(movements, TODAY, opens)


def ahead(pace: Pace, **told: object) -> Outlook:
    usual = {"number": 100, "base": 1000, "missing": 200, "as_of": TODAY, "deadline": DEADLINE}
    return outlook(pace, **(usual | told))  # type: ignore[arg-type]


# The last 90 days


def test_ninety_days_end_with_the_day_itself_and_leave_the_one_before_them_out() -> None:
    found = seen([ago(0, 1), ago(89, 10), ago(90, 100), ago(-1, 1000)])
    assert (found.gained, found.lost) == (11, 0)


def test_a_month_is_a_third_of_ninety_days() -> None:
    assert Pace(141, 0).per_month == 47
    assert Pace(10, 0).per_month == Fraction(10, 3)
    assert Pace(3, 9).per_month == -2


def test_losses_are_told_apart_and_taken_off_the_pace() -> None:
    found = seen([ago(5, 20), ago(4, 0, 8)])
    assert (found.gained, found.lost, found.per_month) == (20, 8, 4)


def test_the_slowest_and_the_fastest_ninety_days_need_not_begin_with_a_month() -> None:
    found = seen([ago(100, 30), ago(200, 7), ago(300, 3)])
    assert found.fastest == 30
    # From 10 to 99 days ago nothing came, and the windows round it are no slower.
    assert found.slowest == 0
    assert seen(steady(2)).slowest == seen(steady(2)).fastest == 180


def test_what_lies_more_than_a_year_back_is_not_looked_at() -> None:
    movements = [ago(day, 1) for day in range(365)]
    assert seen([*movements, ago(365, 500), ago(700, 500)]) == seen(movements)


def test_ninety_days_that_lost_more_than_they_gained_count_as_none() -> None:
    found = seen([*steady(1), ago(120, 0, 400)])
    assert (found.slowest, found.fastest) == (0, 90)


# Too little to go on


@pytest.mark.parametrize(("days", "why"), [(LEAST_DAYS - 1, "too_early"), (LEAST_DAYS, None)])
def test_a_programme_has_to_run_for_180_days_before_a_range_is_told(
    days: int, why: str | None
) -> None:
    found = seen(steady(3, days), TODAY - timedelta(days=days - 1))
    assert found.why == why
    assert (found.slowest is None) == (why is not None)
    assert found.gained == 270


@pytest.mark.parametrize(("number", "why"), [(LEAST_GAINED - 1, "too_few"), (LEAST_GAINED, None)])
def test_ten_have_to_have_come_in_a_year(number: int, why: str | None) -> None:
    found = seen([ago(300, number)])
    assert found.why == why
    assert ahead(found).why == why
    assert (ahead(found).high is None) == (why is not None)


def test_days_before_the_programme_opened_are_no_slow_days() -> None:
    opened = TODAY - timedelta(days=199)
    assert seen(steady(1, 200), opened).slowest == 90
    assert seen(steady(1, 200), OPENS).slowest == 0


# Where it leads


def test_what_is_needed_per_month_is_what_is_missing_over_the_days_left() -> None:
    found = ahead(seen(steady(1)), missing=275)
    assert (DEADLINE - TODAY).days == 275
    assert found.needed_per_month == 30
    assert ahead(seen(steady(1)), missing=0).needed_per_month == 0


def test_a_pace_that_is_just_enough_leads_to_just_what_is_needed() -> None:
    found = ahead(seen(steady(1)), number=100, missing=275)
    assert found.pace.per_month == found.needed_per_month
    assert (found.low, found.high) == (375, 375)


@pytest.mark.parametrize(
    "deadline", [TODAY, TODAY - timedelta(days=1), date(2021, 12, 31)], ids=str
)
def test_on_the_deadline_and_after_it_nothing_is_foreseen(deadline: date) -> None:
    found = ahead(seen(steady(1)), deadline=deadline)
    assert (found.low, found.high, found.needed_per_month) == (None, None, None)
    assert found.why == "deadline_reached"
    assert found.pace.gained == 90


@pytest.mark.parametrize(("number", "base"), [(0, 0), (11, 10)])
def test_without_a_base_that_holds_nothing_is_foreseen(number: int, base: int) -> None:
    found = ahead(seen(steady(1)), number=number, base=base)
    assert (found.low, found.high, found.why) == (None, None, "no_base")


movements = st.lists(
    st.builds(ago, st.integers(-30, 400), gained=st.integers(0, 40), lost=st.integers(0, 5)),
    max_size=40,
)
deadlines = st.dates(TODAY - timedelta(days=40), TODAY + timedelta(days=900))


@given(movements, st.integers(0, 500), st.integers(0, 500), deadlines)
def test_the_range_lies_between_what_is_there_and_all_there_are(
    moved: list[Movement], number: int, more: int, deadline: date
) -> None:
    found = ahead(seen(moved), number=number, base=number + more, deadline=deadline)
    if found.low is None or found.high is None:
        assert found.why is not None
        assert found.low is found.high is None
    else:
        assert found.why is None
        assert deadline > TODAY
        assert number <= found.low <= found.high <= number + more


@given(movements, deadlines)
def test_the_range_holds_where_the_present_pace_leads(
    moved: list[Movement], deadline: date
) -> None:
    found = ahead(seen(moved), base=10**9, deadline=deadline)
    if found.low is not None and found.high is not None:
        net = max(Fraction(0), found.pace.per_month)
        led = 100 + net / 30 * (deadline - TODAY).days
        assert found.low <= led <= found.high


@given(st.integers(1, 20), deadlines)
def test_a_constant_pace_leads_to_one_number_up_to_rounding(each_day: int, deadline: date) -> None:
    found = ahead(seen(steady(each_day)), base=10**9, deadline=deadline)
    if deadline > TODAY:
        assert found.low == found.high == 100 + each_day * (deadline - TODAY).days


@given(movements, st.integers(0, 364), st.integers(1, 50), st.integers(0, 2000))
def test_more_that_came_never_lowers_the_range(
    moved: list[Movement], when: int, more: int, base: int
) -> None:
    before = ahead(seen(moved), number=0, base=base)
    after = ahead(seen([*moved, ago(when, more)]), number=0, base=base)
    if before.low is not None and before.high is not None:
        assert after.low is not None
        assert after.high is not None
        assert after.low >= before.low
        assert after.high >= before.high


@given(movements)
def test_the_slowest_and_the_fastest_are_those_of_trying_every_ninety_days(
    moved: list[Movement],
) -> None:
    found = seen(moved)
    if found.slowest is None:
        return
    tried = []
    for end in range(365 - WINDOW + 1):
        inside = [one for one in moved if end <= (TODAY - one.day).days < end + WINDOW]
        tried.append(max(0, sum(one.gained - one.lost for one in inside)))
    assert (found.slowest, found.fastest) == (min(tried), max(tried))


@given(movements, st.randoms(use_true_random=False))
def test_the_order_of_the_movements_does_not_matter(moved: list[Movement], chance: object) -> None:
    mixed = list(moved)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert seen(mixed) == seen(moved)


# In words and in JSON


def test_it_is_written_with_whole_numbers_and_per_month() -> None:
    assert ahead(seen(steady(1)), missing=110).as_json() == {
        "days": 90,
        "gained": 90,
        "lost": 0,
        "per_month": 30.0,
        "needed_per_month": 12.0,
        "slowest": 90,
        "fastest": 90,
        "low": 375,
        "high": 375,
        "why": None,
    }


def test_it_is_said_in_three_sentences() -> None:
    found = ahead(seen([*steady(10), ago(100, 5), ago(3, 0, 40)]), base=5000, missing=550)
    assert list(sentences(found, DEADLINE)) == [
        "900 more and 40 fewer in the last 90 days",
        "286.7 in 30 days, 60.0 needed",
        "2,727 to 2,866 by 2022-12-31 at this pace",
    ]


def test_without_a_range_the_reason_is_said_instead() -> None:
    few = ahead(seen([ago(3)]))
    assert recent(few.pace) == "1 more in the last 90 days"
    said = leads_to(few, DEADLINE)
    assert said == "Too little to go on: fewer than 10 were added in a year."
    assert "2022" not in said
    over = ahead(seen(steady(1)), deadline=TODAY)
    assert per_month(over) == "30.0 in 30 days"
    assert leads_to(over, TODAY) == "The deadline has come."
