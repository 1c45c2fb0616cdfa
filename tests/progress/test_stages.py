"""Counting who waits where and how long, as a pure rule."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from green.progress.stages import Funnel, Stage, Wait, places, stages
from green.standard import loader

DAY = date(2022, 3, 31)
SHANDONG = loader.programme("37-green-community")
NATIONAL = loader.programme("cn-green-community")


def wait(days: int, number: int = 1, step: str | None = "city") -> Wait:
    phase = "waiting" if step else "answering"
    return Wait(step, phase, DAY - timedelta(days=days), number)  # type: ignore[arg-type]


def at_city(*waits: Wait) -> Stage:
    return next(
        one for one in stages(SHANDONG, waits, DAY) if (one.step, one.phase) == ("city", "waiting")
    )


def test_the_stages_follow_the_chain_and_only_a_noticed_step_waits_for_its_list() -> None:
    assert places(SHANDONG) == [
        (None, "answering"),
        (None, "returned"),
        ("city", "waiting"),
        ("city", "begun"),
        ("recheck", "waiting"),
        ("recheck", "begun"),
        ("naming", "waiting"),
        ("naming", "begun"),
        ("naming", "noticeable"),
        ("naming", "on_notice"),
    ]
    assert [(one.step, one.phase) for one in stages(SHANDONG, [], DAY)] == places(SHANDONG)


def test_without_a_chain_nobody_waits_at_an_office() -> None:
    assert places(NATIONAL) == [(None, "answering"), (None, "returned")]


@pytest.mark.parametrize(
    ("waits", "number", "middle", "oldest"),
    [
        ([wait(0)], 1, 0, 0),
        ([wait(3), wait(10)], 2, Fraction(13, 2), 10),
        ([wait(3, 5), wait(100)], 6, 3, 100),
        ([wait(1, 2), wait(9, 2)], 4, 5, 9),
    ],
)
def test_the_median_is_of_communities_and_not_of_days(
    waits: list[Wait], number: int, middle: Fraction, oldest: int
) -> None:
    found = at_city(*waits)
    assert (found.number, found.median_days, found.oldest_days) == (number, middle, oldest)


def test_where_nobody_waits_there_is_no_age() -> None:
    assert at_city() == Stage("city", "waiting", 0, None, None)
    assert at_city(wait(4, step=None)).number == 0


@given(st.lists(st.tuples(st.integers(0, 900), st.integers(1, 30)), min_size=1, max_size=30))
def test_numbers_by_day_give_the_median_of_all_one_by_one(told: list[tuple[int, int]]) -> None:
    found = at_city(*(wait(days, number) for days, number in told))
    ages = [days for days, number in told for _one in range(number)]
    assert found.number == len(ages)
    assert found.median_days == Fraction(median(ages))
    assert found.oldest_days == max(ages)


def test_the_medians_of_parts_do_not_make_the_median_of_the_whole() -> None:
    one, other = [wait(1, 9)], [wait(101)]
    whole = at_city(*one, *other)
    assert whole.median_days == 1
    assert whole.median_days != Fraction(1 + 101, 2)


def test_a_funnel_is_written_stage_by_stage() -> None:
    funnel = Funnel("37", "山东省", (at_city(wait(3), wait(10)),))
    assert funnel.as_json() == {
        "code": "37",
        "name": "山东省",
        "stages": [
            {
                "step": "city",
                "phase": "waiting",
                "number": 2,
                "median_days": 6.5,
                "oldest_days": 10,
            }
        ],
    }
