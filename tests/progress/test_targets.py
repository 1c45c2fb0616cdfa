"""Rates, flags and targets as pure rules: exact, never above 1, and nothing summed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from green.progress.model import Counts, Row, Standing, TargetFigure
from green.progress.targets import needed, target_figures
from green.registry.denominators import Denominator
from green.standard.model import Source
from green.standard.programme import METRICS, Programme, Target

DEADLINE = date(2022, 12, 31)
BEFORE, AFTER = date(2022, 12, 30), date(2023, 1, 1)
SOURCE = Source(document="a paper", verified=True)


def target(**given: Any) -> Target:
    usual: dict[str, Any] = {
        "scope": "whole",
        "metric": "attained",
        "share_percent": 60,
        "deadline": DEADLINE,
        "source": SOURCE,
    }
    return Target(**(usual | given))


def standing(number: int, count: int = 100) -> Standing:
    counts = Counts(number, number, number)
    return Standing(counts, Denominator(count, "nbs-2023", date(2023, 6, 30), "list"))


def figure(one: Target, at: date, standings: dict[date, Standing], **given: Any) -> TargetFigure:
    (found,) = target_figures(
        (one,), given.get("level", "province"), given.get("whole", True), at, standings
    )
    return found


@pytest.mark.parametrize(
    ("percent", "denominator", "expected"),
    [
        (30, 6977, 2094),
        (60, 6977, 4187),
        (30, 10, 3),
        (30, 1000, 300),
        (30, 1001, 301),
        (60, 1061, 637),
        ("33.3", 1000, 333),
        (100, 7, 7),
        (1, 1, 1),
        (60, 0, 0),
    ],
)
def test_needed_is_the_least_whole_number_that_reaches_the_share(
    percent: object, denominator: int, expected: int
) -> None:
    assert needed(target(share_percent=percent), denominator) == expected


@given(percent=st.decimals(Decimal("0.01"), 100, places=2), denominator=st.integers(1, 200_000))
def test_needed_reaches_the_share_and_one_less_does_not(percent: Decimal, denominator: int) -> None:
    number = needed(target(share_percent=percent), denominator)
    share = Fraction(percent) / 100
    assert Fraction(number, denominator) >= share
    assert Fraction(number - 1, denominator) < share
    assert number <= denominator


def test_a_target_of_a_number_needs_that_number() -> None:
    assert needed(target(share_percent=None, count=2000), 6977) == 2000


@pytest.mark.parametrize(
    ("number", "missing", "met"), [(59, 1, False), (60, 0, True), (61, 0, True)]
)
def test_missing_is_never_negative_and_met_begins_with_the_last_one_needed(
    number: int, missing: int, met: bool
) -> None:
    found = figure(target(), BEFORE, {BEFORE: standing(number)})
    assert (found.needed, found.missing, found.met) == (60, missing, met)


def test_after_the_deadline_met_stays_as_it_was_then_and_missing_goes_on() -> None:
    late = figure(target(), AFTER, {DEADLINE: standing(59), AFTER: standing(80)})
    assert (late.needed, late.missing, late.met) == (60, 0, False)
    lost = figure(target(), AFTER, {DEADLINE: standing(60), AFTER: standing(10)})
    assert (lost.needed, lost.missing, lost.met) == (60, 50, True)


def test_after_the_deadline_met_uses_the_denominator_of_the_deadline() -> None:
    found = figure(target(), AFTER, {DEADLINE: standing(60, 100), AFTER: standing(60, 200)})
    assert (found.needed, found.missing, found.met) == (120, 60, True)


def test_on_the_deadline_itself_the_day_is_judged() -> None:
    assert figure(target(), DEADLINE, {DEADLINE: standing(60)}).met


def test_who_has_no_communities_neither_meets_nor_misses_a_share() -> None:
    found = figure(target(), BEFORE, {BEFORE: standing(0, 0)})
    assert (found.needed, found.missing, found.met) == (0, 0, None)


def test_what_cannot_be_counted_yet_is_neither_missing_nor_met() -> None:
    found = figure(target(metric="named"), BEFORE, {BEFORE: standing(60)})
    assert (found.missing, found.met) == (None, None)


@pytest.mark.parametrize(
    ("scope", "level", "whole", "binding"),
    [
        ("whole", "province", True, True),
        ("whole", "city", False, False),
        ("whole", "street", False, False),
        ("each-city", "city", False, True),
        ("each-city", "city", True, True),
        ("each-city", "district", False, False),
        ("each-district", "district", False, True),
        ("each-street", "street", False, True),
    ],
)
def test_a_target_binds_the_rows_it_is_set_for_and_is_only_shown_below_them(
    scope: str, level: str, whole: bool, binding: bool
) -> None:
    found = figure(target(scope=scope), BEFORE, {BEFORE: standing(1)}, level=level, whole=whole)
    assert found.binding is binding


@pytest.mark.parametrize(
    ("scope", "level"),
    [("each-city", "province"), ("each-district", "city"), ("each-street", "district")],
)
def test_a_target_for_each_part_is_not_shown_above_the_parts(scope: str, level: str) -> None:
    found = target_figures(
        (target(scope=scope),),
        level,  # type: ignore[arg-type]
        level == "province",
        BEFORE,
        {BEFORE: standing(1)},
    )
    assert found == ()


def test_what_the_parts_need_does_not_add_up_to_what_the_whole_needs() -> None:
    """Three parts of 5 need 2 each, together 6; the whole of 15 needs 5."""
    thirty = target(share_percent=30)
    parts = [figure(thirty, BEFORE, {BEFORE: standing(0, 5)}, whole=False) for _part in range(3)]
    whole = figure(thirty, BEFORE, {BEFORE: standing(0, 15)})
    assert [part.needed for part in parts] == [2, 2, 2]
    assert whole.needed == 5


@given(number=st.integers(0, 10_000), count=st.integers(0, 10_000))
def test_a_rate_is_the_exact_fraction_or_nothing_but_never_above_1(number: int, count: int) -> None:
    found = standing(number, count)
    rate = found.rate("attained")
    if count == 0 or number > count:
        assert rate is None
    else:
        assert rate == Fraction(number, count)
    assert (found.flag == "above_denominator") == (number > count)


def test_a_numerator_above_its_denominator_has_no_rate_but_a_flag() -> None:
    found = Standing(Counts(12, 10, 8), Denominator(10, "official", BEFORE, "a paper"))
    assert found.flag == "above_denominator"
    assert found.rate("participating") is None
    assert (found.rate("submitted"), found.rate("attained")) == (1, Fraction(4, 5))


def test_nobody_named_has_no_rate_and_no_flag() -> None:
    found = standing(3)
    assert found.rate("named") is None
    assert found.flag is None


def test_a_row_is_written_with_exactly_the_agreed_keys() -> None:
    at = standing(30)
    row = Row(
        "3701", "济南市", at, target_figures((target(),), "city", False, BEFORE, {BEFORE: at})
    )
    assert row.as_json() == {
        "code": "3701",
        "name": "济南市",
        "denominator": {
            "count": 100,
            "basis": "nbs-2023",
            "date": "2023-06-30",
            "source": "list",
        },
        "participating": 30,
        "submitted": 30,
        "attained": 30,
        "named": None,
        "rates": {"participating": 0.3, "submitted": 0.3, "attained": 0.3, "named": None},
        "flag": None,
        "targets": [
            {
                "scope": "whole",
                "binding": False,
                "deadline": "2022-12-31",
                "share": 0.6,
                "metric": "attained",
                "needed": 60,
                "missing": 30,
                "met": False,
            }
        ],
    }


def test_a_target_of_a_number_is_written_without_a_share() -> None:
    found = figure(target(share_percent=None, count=50), BEFORE, {BEFORE: standing(30)})
    written = found.as_json()
    assert written["share"] is None
    assert (written["needed"], written["missing"]) == (50, 20)


def test_shandongs_targets_are_30_and_60_percent_of_the_whole(programme: Programme) -> None:
    assert [
        (one.scope, one.metric, one.share_percent, one.deadline) for one in programme.targets
    ] == [
        ("whole", "attained", 30, date(2021, 12, 31)),
        ("whole", "attained", 60, date(2022, 12, 31)),
    ]
    assert set(METRICS) == {"participating", "submitted", "attained", "named"}
