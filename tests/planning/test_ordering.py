"""The best order is the one that trying everything at every step gives."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from green.planning.ordering import Step, best_order
from green.planning.whatif import Measure, what_if
from tests.planning.made import DISTRICTS, ITEMS, Made, ordered, rows, standings

QUICK = settings(max_examples=40, deadline=None)


@pytest.mark.parametrize(("length", "places"), [(0, ("",)), (6, DISTRICTS)])
@QUICK
@given(rows(letters="mmmpu.-"))
def test_the_order_is_that_of_trying_every_choice(
    length: int, places: tuple[str, ...], made: list[Made]
) -> None:
    found = best_order(standings(made), length)
    assert [(one.items, one.place, one.gain) for one in found] == ordered(made, places)


@QUICK
@given(rows())
def test_the_steps_as_measures_bring_what_the_order_says(made: list[Made]) -> None:
    here = standings(made)
    for length in (0, 6):
        steps = best_order(here, length)
        asked = [
            [Measure(item, None, (step.place,) if step.place else ()) for item in step.items]
            for step in steps
        ]
        reached = int(here.attained.sum())
        for place, step in enumerate(steps):
            taken = what_if(here, [one for some in asked[: place + 1] for one in some])
            reached += step.gain
            assert step.attained == reached == int(here.attained.sum()) + len(taken.newly)
            assert step.fixes == sum(one.fixed for one in taken.taken[-len(step.items) :])
            assert step.gain > 0
        assert reached == int(here.attained.sum() + here.could_meet.sum())


def test_where_no_single_item_gains_anything_the_best_pair_is_said() -> None:
    made = [
        ("370101001001", False, True, "muum"),
        ("370101001002", False, True, "muum"),
        ("370101001003", False, True, "ummp"),
        ("370101001004", False, True, "uuuu"),
        ("370101001005", True, True, "uuuu"),
    ]
    assert best_order(standings(made)) == (
        Step(("noise", "facilities"), "", 2, 6, 3),
        Step(("co-creation", "heritage"), "", 2, 4, 5),
    )


def test_equal_gains_stand_in_the_order_of_the_standard_then_of_the_codes() -> None:
    made = [
        ("370201001001", False, True, "mmmu"),
        ("370102001001", False, True, "mmmu"),
        ("370102001002", False, True, "mpmm"),
    ]
    assert [(one.items[0], one.place) for one in best_order(standings(made), 6)] == [
        ("noise", "370102"),
        ("heritage", "370102"),
        ("heritage", "370201"),
    ]
    assert len(best_order(standings(made), 6, most=1)) == 1


def test_who_left_something_blank_or_waits_to_be_recognised_gives_no_step() -> None:
    made = [("370101001001", False, True, "um.m"), ("370101001002", False, True, "mmmm")]
    assert best_order(standings(made)) == ()
    assert best_order(standings([])) == ()
    assert len(ITEMS) == 4
