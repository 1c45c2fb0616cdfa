"""Differences between pass rates: against published values, and what is not called one."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from green.planning.comparing import SMALL_BASE, difference, interval
from green.planning.comparing_words import difference_words, points
from green.planning.matrix import Cell

# R. G. Newcombe, Statistics in Medicine 17 (1998), table II, method 10, cases (a) to (h).
PUBLISHED = [
    (56, 70, 48, 80, 0.0524, 0.3339),
    (9, 10, 3, 10, 0.1705, 0.8090),
    (6, 7, 2, 7, 0.0582, 0.8062),
    (5, 56, 0, 29, -0.0381, 0.1926),
    (0, 10, 0, 20, -0.1611, 0.2775),
    (0, 10, 0, 10, -0.2775, 0.2775),
    (10, 10, 0, 20, 0.6791, 1.0000),
    (10, 10, 0, 10, 0.6075, 1.0000),
]


@pytest.mark.parametrize(("met", "base", "other", "other_base", "low", "high"), PUBLISHED)
def test_the_interval_is_the_published_one(
    met: int, base: int, other: int, other_base: int, low: float, high: float
) -> None:
    found = interval(met, base, other, other_base)
    assert found == pytest.approx((low, high), abs=0.00006)


@settings(max_examples=50)
@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_a_difference_lies_in_its_interval_and_turned_around_is_the_opposite(
    met: int, unmet: int, other_met: int, other_unmet: int
) -> None:
    one, other = Cell(met=met, unmet=unmet), Cell(met=other_met, partly=other_unmet)
    found, turned = difference(one, other), difference(other, one)
    if not one.base or not other.base:
        assert found.number is found.low is found.high is None
        assert not found.differs
        return
    assert found.number is not None
    assert found.low is not None
    assert found.high is not None
    assert found.low <= float(found.number) + 1e-9
    assert float(found.number) <= found.high + 1e-9
    assert turned.number == -found.number
    assert turned.low == pytest.approx(-found.high)
    assert found.is_small == (min(one.base, other.base) < SMALL_BASE)
    assert not (found.is_small and found.differs)


def test_small_numbers_are_shown_and_never_called_a_difference() -> None:
    found = difference(Cell(met=9), Cell(unmet=200))
    assert found.number == 1
    assert found.low is not None
    assert found.low > 0
    assert not found.differs
    assert difference_words(found).endswith("small numbers")
    assert difference(Cell(met=10), Cell(unmet=200)).differs


def test_points_have_a_sign_and_one_decimal_and_zero_has_neither() -> None:
    assert points(Fraction(1, 8)) == "+12.5"
    assert points(Fraction(-1, 8)) == "\u221212.5"
    assert points(Fraction(0)) == "±0.0"
