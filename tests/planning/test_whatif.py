"""What if: equal to a count of one community after the other, and never more than was asked."""

from __future__ import annotations

from itertools import permutations

from hypothesis import example, given, settings
from hypothesis import strategies as some

from green.planning.whatif import Measure, what_if
from tests.planning.made import CITIES, ITEMS, Made, applied, measures, open_ones, rows, standings

ALL = [Measure(item) for item in ITEMS]
QUICK = settings(max_examples=60, deadline=None)


@QUICK
@given(rows(), measures())
def test_the_outcome_is_that_of_one_community_after_the_other(
    made: list[Made], asked: list[Measure]
) -> None:
    found = what_if(standings(made), asked)
    told, newly = applied(made, asked)
    assert [(one.possible, one.fixed, one.meeting) for one in found.taken] == told
    assert list(found.newly) == sorted(newly)
    assert [one.measure for one in found.taken] == asked


@QUICK
@given(rows(), measures())
def test_nobody_is_counted_twice_and_nobody_who_had_attained(
    made: list[Made], asked: list[Measure]
) -> None:
    found = what_if(standings(made), [*asked, *asked])
    assert len(set(found.newly)) == len(found.newly) == sum(one.meeting for one in found.taken)
    assert set(found.newly) <= set(open_ones(made))
    for item in ITEMS:
        fixed = sum(one.fixed for one in found.taken if one.measure.item == item)
        assert fixed <= sum(item in lacks for lacks, _blank in open_ones(made).values())


@QUICK
@given(rows(), measures(), some.sampled_from(ITEMS))
def test_a_further_measure_never_lowers_what_was_reached(
    made: list[Made], asked: list[Measure], item: str
) -> None:
    before = what_if(standings(made), asked)
    after = what_if(standings(made), [*asked, Measure(item)])
    assert set(before.newly) <= set(after.newly)
    assert after.taken[:-1] == before.taken


@QUICK
@given(rows(letters="mu."))
def test_an_unanswered_item_is_never_fixed_into_a_pass(made: list[Made]) -> None:
    found = what_if(standings(made), ALL)
    incomplete = {code for code, (_lacks, blank) in open_ones(made).items() if blank}
    assert not incomplete & set(found.newly)


@QUICK
@given(rows(), measures(), some.sampled_from(ITEMS), some.integers(1, 9))
def test_a_last_measure_in_more_communities_never_brings_fewer(
    made: list[Made], asked: list[Measure], item: str, number: int
) -> None:
    less = what_if(standings(made), [*asked, Measure(item, number)])
    more = what_if(standings(made), [*asked, Measure(item, number + 1)])
    assert set(less.newly) <= set(more.newly)
    assert less.taken[-1].fixed <= more.taken[-1].fixed <= less.taken[-1].fixed + 1


@QUICK
@given(rows(), some.lists(some.sampled_from(ITEMS), min_size=1, max_size=3, unique=True))
def test_the_order_of_measures_in_all_or_in_places_apart_is_all_the_same(
    made: list[Made], items: list[str]
) -> None:
    here = standings(made)
    everywhere = [Measure(item) for item in items]
    outcomes = {what_if(here, asked).newly for asked in permutations(everywhere)}
    assert len(outcomes) == 1
    apart = [Measure(items[0], 2, (city,)) for city in CITIES]
    assert what_if(here, apart).newly == what_if(here, apart[::-1]).newly


@QUICK
@given(rows())
@example([("370101001001", False, True, "uuuu")])
def test_with_all_fixed_everybody_meets_it_who_answered_everything_and_lacked_something(
    made: list[Made],
) -> None:
    found = what_if(standings(made), ALL)
    expected = [code for code, (lacks, blank) in open_ones(made).items() if lacks and not blank]
    assert list(found.newly) == expected


def test_whom_it_brings_there_comes_first_then_who_has_fewest_left_then_by_code() -> None:
    made = [
        ("370101001001", False, True, "uuum"),
        ("370101001002", False, True, "uumm"),
        ("370101001003", False, True, "um.m"),
        ("370101001004", False, True, "ummm"),
        ("370101001005", False, True, "pmm-"),
        ("370101001006", False, False, "ummm"),
        ("370101001007", True, True, "ummm"),
    ]
    here = standings(made)
    brought = [what_if(here, [Measure("co-creation", n)]) for n in range(1, 8)]
    assert [len(one.newly) for one in brought] == [1, 2, 2, 2, 2, 2, 2]
    assert brought[0].newly == ("370101001004",)
    assert [one.taken[0].fixed for one in brought] == [1, 2, 3, 4, 5, 5, 5]
    assert {one.taken[0].possible for one in brought} == {5}
    # The third that is taken is the first of those with one item left in the way.
    then = what_if(here, [Measure("co-creation", 3), Measure("noise")])
    assert then.newly == ("370101001002", "370101001004", "370101001005")


def test_of_nobody_nothing_comes() -> None:
    found = what_if(standings([]), ALL)
    assert found.newly == ()
    assert {(one.possible, one.fixed, one.meeting) for one in found.taken} == {(0, 0, 0)}
    assert what_if(standings([("370101001001", False, True, "ummm")]), []).newly == ()
