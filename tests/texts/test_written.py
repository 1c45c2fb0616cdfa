"""Numbers as people read them: rounded as in spreadsheets, in both languages."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from green import texts
from green.texts import written


@pytest.mark.parametrize("language", texts.LANGUAGES)
@pytest.mark.parametrize(
    ("rate", "words"),
    [
        (Fraction(1, 16), "6.3%"),
        (Fraction(1, 80), "1.3%"),
        (Fraction(11, 31), "35.5%"),
        (Fraction(85, 279), "30.5%"),
        (Fraction(1603, 7030), "22.8%"),
        (Fraction(0), "0.0%"),
        (Fraction(1), "100.0%"),
        (None, "–"),
    ],
)
def test_a_rate_has_one_decimal_and_halves_go_up(
    rate: Fraction | None, words: str, language: texts.Language
) -> None:
    texts.use(language)
    assert written.percent(rate) == words
    texts.use(texts.DEFAULT)


def test_halves_go_away_from_zero_on_both_sides_and_nothing_else_does() -> None:
    assert written.tenths(Fraction(5, 100)) == Decimal("0.1")
    assert written.tenths(Fraction(-5, 100)) == Decimal("-0.1")
    assert written.tenths(Fraction(4999, 100000)) == 0
    assert written.decimal(Fraction(10001, 8)) == "1,250.1"


def test_a_median_is_a_whole_or_a_half() -> None:
    assert [written.halves(one) for one in (3, Fraction(25, 2), Fraction(4))] == ["3", "12.5", "4"]
