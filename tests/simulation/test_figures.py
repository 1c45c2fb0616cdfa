"""The figures of a simulated province obey every rule of `figures.md`, at any day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from green.progress.figures import month_ends, progress
from green.progress.model import Progress, Row
from green.progress.records import listed
from green.registry.model import CODE_LENGTH, Level
from green.simulation.pace import ENDS, STARTS
from tests.simulation.states import counted, state
from tests.simulation.worlds import WORLDS, World

Find = Callable[[str, int], World]
worlds = st.sampled_from(WORLDS)
days = st.dates(date(2020, 7, 1), date(2024, 1, 1))
LEVELS: tuple[Level, ...] = ("city", "district", "street")
once_each = settings(max_examples=len(WORLDS))
LATER = datetime(2030, 1, 1)  # noqa: DTZ001 - naive UTC, as it is stored


def read(world: World, day: date, by: Level = "city", **more: Any) -> Progress:
    with world.read() as query:
        return progress(query, world.programme, by=by, as_of=day, **more)


def numbers(row: Row) -> tuple[int, int, int]:
    counts = row.standing.counts
    return counts.participating, counts.submitted, counts.attained


@once_each
@given(one=worlds)
def test_at_every_half_year_who_has_attained_has_submitted_and_who_has_submitted_takes_part(
    world: Find, one: tuple
) -> None:
    found = world(*one)
    ends = month_ends(found.programme.opens, ENDS)[5::6]
    assert len(ends) == 5
    for life in found.lives.values():
        for end in ends:
            now = state(found, life, end, LATER)
            assert now.attained <= now.submitted <= now.participating


@once_each
@given(one=worlds)
def test_at_every_month_end_the_figures_are_those_of_the_rows(world: Find, one: tuple) -> None:
    found = world(*one)
    series = read(found, ENDS, monthly=True).series
    assert series is not None
    for month in series:
        expected = counted(found, CODE_LENGTH["city"], month.day, LATER)
        for row in month.rows:
            assert numbers(row) == expected.get(row.code, (0, 0, 0))
            assert row.standing.counts.named is None
        whole = tuple(map(sum, zip(*expected.values(), strict=True))) or (0, 0, 0)
        assert numbers(month.total) == whole


@once_each
@given(one=worlds)
def test_at_every_month_end_rates_lie_between_nothing_and_all(world: Find, one: tuple) -> None:
    series = read(world(*one), ENDS, monthly=True).series
    assert series is not None
    for month in series:
        for row in (*month.rows, month.total):
            assert row.standing.flag is None
            told = row.as_json()
            rates = [told["rates"][m] for m in ("attained", "submitted", "participating")]
            if row.standing.denominator.count:
                assert 0 <= rates[0] <= rates[1] <= rates[2] <= 1
            else:
                assert rates == [None, None, None]
            assert told["rates"]["named"] is told["named"] is None


@settings(max_examples=20)
@given(one=worlds, day=days)
def test_on_any_day_numerators_and_denominators_add_up_over_every_level(
    world: Find, one: tuple, day: date
) -> None:
    found = world(*one)
    wholes = set()
    for by in LEVELS:
        answer = read(found, day, by)
        parts = [numbers(row) for row in answer.rows]
        assert tuple(map(sum, zip(*parts, strict=True))) == numbers(answer.total)
        bases = [row.standing.denominator.count for row in answer.rows]
        assert sum(bases) == answer.total.standing.denominator.count == found.made.communities
        wholes.add(numbers(answer.total))
    assert len(wholes) == 1


@settings(max_examples=20)
@given(
    one=worlds,
    day=days,
    known_at=st.datetimes(datetime(2020, 7, 1), datetime(2023, 6, 1)),  # noqa: DTZ001 - naive UTC
    by=st.sampled_from(LEVELS),
)
def test_what_was_known_at_any_moment_of_any_day_is_what_was_recorded_by_then(
    world: Find, one: tuple, day: date, known_at: datetime, by: Level
) -> None:
    found = world(*one)
    answer = read(found, day, by, known_at=known_at)
    expected = counted(found, CODE_LENGTH[by], day, known_at)
    assert {row.code: numbers(row) for row in answer.rows if any(numbers(row))} == {
        code: figures for code, figures in expected.items() if any(figures)
    }


@settings(max_examples=20)
@given(one=worlds, day=days)
def test_the_list_behind_a_figure_has_as_many_communities_as_the_figure(
    world: Find, one: tuple, day: date
) -> None:
    found = world(*one)
    answer = read(found, day)
    for row in answer.rows:
        with found.read() as query:
            names = listed(query, found.programme, row.code, day, answer.known_at)
        states = [name.state for name in names]
        assert len({name.code for name in names}) == len(names)
        assert numbers(row) == (
            sum(one.participating for one in states),
            sum(one.submitted for one in states),
            sum(one.attained for one in states),
        )


@once_each
@given(one=worlds)
def test_after_the_end_nothing_moves_any_more(world: Find, one: tuple) -> None:
    found = world(*one)
    last = {row.code: numbers(row) for row in read(found, ENDS).rows}
    for later in (ENDS + timedelta(days=1), date(2024, 5, 1), date(2100, 1, 1)):
        assert {row.code: numbers(row) for row in read(found, later).rows} == last
    assert any(any(figures) for figures in last.values())


@once_each
@given(one=worlds)
def test_before_the_start_nobody_takes_part(world: Find, one: tuple) -> None:
    answer = read(world(*one), STARTS - timedelta(days=31))
    assert {numbers(row) for row in (*answer.rows, answer.total)} == {(0, 0, 0)}


@once_each
@given(one=worlds)
def test_the_figures_say_that_they_are_simulated(world: Find, one: tuple) -> None:
    told = read(world(*one), ENDS, monthly=True).as_json()
    assert told["simulated"] is True
    assert told["rule"] == "self-declared"


@pytest.mark.parametrize("one", WORLDS[:1])
def test_an_officers_step_today_counts_beside_the_simulated_ones(world: Find, one: tuple) -> None:
    """The figures of today hold the simulated history unchanged."""
    found = world(*one)
    today = read(found, date(2026, 1, 1)).total
    assert numbers(today) == numbers(read(found, ENDS).total)
