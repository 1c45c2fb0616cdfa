"""Near misses by item and place, counted again in plain sets."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given, settings

from green.planning.near import lacking, near, pairs
from tests.planning.made import ITEMS, Made, open_ones, rows, standings


@settings(max_examples=60, deadline=None)
@given(rows())
def test_near_misses_are_those_of_a_plain_count(made: list[Made]) -> None:
    here = standings(made)
    found = near(here, 4)
    gaps = {
        code: lacks
        for code, (lacks, blank) in open_ones(made).items()
        if 1 <= len(lacks) <= 2 and not blank
    }
    assert list(found.places) == sorted({code[:4] for code in gaps})
    for row, place in enumerate(found.places):
        ours = [lacks for code, lacks in gaps.items() if code.startswith(place)]
        assert found.number[row] == len(ours)
        for column, item in enumerate(ITEMS):
            assert found.alone[row, column] == ours.count({item})
            assert found.paired[row, column] == sum(
                item in lacks and len(lacks) == 2 for lacks in ours
            )
    assert [str(code) for code in here.codes[here.near]] == list(gaps)


@settings(max_examples=60, deadline=None)
@given(rows())
def test_the_list_behind_a_count_has_as_many(made: list[Made]) -> None:
    here = standings(made)
    found = near(here, 0)
    for column, item in enumerate(ITEMS):
        for gaps, counts in ((1, found.alone), (2, found.paired)):
            listed = [dict(here.lacks(row).items) for row in lacking(here, item, gaps)]
            assert all(item in one and len(one) == gaps for one in listed)
            assert len(listed) == (counts[0, column] if len(counts) else 0)
    assert lacking(here, "no-such-item", 1) == []


@settings(max_examples=40, deadline=None)
@given(rows())
def test_pairs_are_counted_and_stand_by_how_often_they_are_lacking(made: list[Made]) -> None:
    gaps = [lacks for lacks, blank in open_ones(made).values() if len(lacks) == 2 and not blank]
    expected = [
        ((one, other), gaps.count({one, other}))
        for one, other in combinations(ITEMS, 2)
        if {one, other} in gaps
    ]
    found = pairs(standings(made), 9)
    assert found == sorted(expected, key=lambda one: -one[1])
    assert pairs(standings(made), 1) == found[:1]


def test_one_with_a_blank_or_three_gaps_is_no_near_miss_and_partly_counts_as_missing() -> None:
    made = [
        ("370101001002", False, True, "mmmp"),
        ("370201001001", False, True, "ummm"),
        ("370101001004", False, True, "umum"),
        ("370101001005", False, True, "um.m"),
        ("370101001006", False, True, "uuum"),
        ("370101001007", True, True, "ummm"),
    ]
    found = near(standings(made), 4)
    assert found.places == ("3701", "3702")
    assert found.number.tolist() == [2, 1]
    assert found.alone.tolist() == [[0, 0, 0, 1], [1, 0, 0, 0]]
    assert found.paired.tolist() == [[1, 0, 1, 0], [0, 0, 0, 0]]
    assert near(standings([]), 4).places == ()


def test_a_place_is_found_by_the_beginning_of_its_codes_and_holds_no_neighbour() -> None:
    codes = ("370101001001", "370101002001", "370102001001", "370201001001")
    here = standings([(code, False, True, "ummm") for code in codes])
    for place in ("", "37", "3701", "370101", "370101002", "370102", "3709"):
        inside = [str(code) for code in here.codes[here.within(place)]]
        assert inside == [code for code in codes if code.startswith(place)]
        assert set(here.places(len(place))) == {code[: len(place)] for code in codes}
    assert here.lacks(0, "甲").items == (("co-creation", "unmet"),)
    assert np.array_equal(here.unanswered, [0, 0, 0, 0])
