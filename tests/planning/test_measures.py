"""Measures in an address: read as they were written; what cannot be meant is said."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from green.planning.measures import MOST, read, written
from green.planning.whatif import Measure, what_if
from green.standard import loader
from tests.database import GREEN
from tests.planning.made import Made, measures, rows, standings

STANDARD = loader.standard(GREEN)


def in_shandong(code: str) -> bool:
    return code.isdecimal() and code.startswith("37") and code != "3788"


@settings(max_examples=40, deadline=None)
@given(rows(), measures())
def test_what_is_written_means_the_same_when_it_is_read(
    made: list[Made], asked: list[Measure]
) -> None:
    found, problems = read(STANDARD, written(STANDARD, asked), in_shandong)
    assert not problems
    assert [(one.item, one.number) for one in found] == [(one.item, one.number) for one in asked]
    here = standings(made)
    outcomes = [what_if(here, measures) for measures in (found, asked)]
    assert outcomes[0].newly == outcomes[1].newly
    assert [one.fixed for one in outcomes[0].taken] == [one.fixed for one in outcomes[1].taken]


def test_a_line_is_short_and_in_the_words_of_the_printed_standard() -> None:
    asked = [Measure("ageing-access", 120, ("370102001", "370102002")), Measure("noise")]
    assert written(STANDARD, asked) == "9:120:370102001,370102002;10:all"
    assert written(STANDARD, []) == ""
    inside = Measure("noise", None, ("370102001", "370102", "370102"))
    assert written(STANDARD, [inside]) == "10:all:370102"
    assert read(STANDARD, "", in_shandong) == ([], [])
    assert read(STANDARD, "9", in_shandong)[0] == [Measure("ageing-access")]


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("17:all", "17"),
        (":3", ""),
        ("9:0", "0"),
        ("9:-1", "-1"),
        ("9:1.5", "1.5"),
        ("9:many", "many"),
        ("9:99999999999", "99999999999"),
        ("9:٣", "٣"),
        ("9:all:3788", "3788"),
        ("9:all:11", "11"),
        ("9:5:3701:x", "3701:x"),
    ],
)
def test_what_cannot_be_meant_is_said_and_the_rest_counts(line: str, word: str) -> None:
    found, problems = read(STANDARD, f"{line};8:2", in_shandong)
    assert found == [Measure("parking-lifelines", 2)]
    assert len(problems) == 1
    assert word in str(problems[0])


def test_a_link_carries_no_more_measures_than_a_page_can_show() -> None:
    found, problems = read(STANDARD, ";".join(["9:1"] * (MOST + 1)), in_shandong)
    assert len(found) == MOST
    assert len(problems) == 1
