"""What holds places back, beside a count of it one community after the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

import pytest

from green.assessment.states import state_of
from green.progress.holding import Held, Lacking, by_item, most_missing
from green.progress.holding_records import held, lacking, near_misses
from green.simulation.pace import ENDS
from green.standard import loader
from tests.database import GREEN
from tests.simulation.worlds import TIBET, World, open_world

STANDARD = loader.standard(GREEN)
DAYS = (ENDS, ENDS - timedelta(days=400), date(2020, 8, 1))


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    found = open_world(tmp_path_factory, TIBET, 8)
    yield found
    found.store.close()


@cache
def gaps(world: World, day: date) -> dict[str, dict[str, str]]:
    """By the code of who has handed in and not attained: what is partly or not met."""
    items: dict[int, dict[str, str]] = {}
    rows = world.rows("select * from submission_item where status in ('partly', 'unmet')")
    for submission, item, status in rows:
        items.setdefault(submission, {})[item] = status
    found = {}
    with world.read() as query:
        for community, life in world.lives.items():
            state = state_of(query, world.programme, community, day, query.at)
            if not state.submitted or state.attained:
                continue
            ended = {
                event.about
                for event in life
                if event.kind in ("recall", "return") and event.day <= day
            }
            standing = [
                event
                for event in life
                if event.kind == "hand_in" and event.day <= day and event.id not in ended
            ]
            last = max(standing, key=lambda event: (event.day, event.at, event.id))
            if missing := items.get(last.id):
                found[world.codes[community]] = missing
    return found


@pytest.mark.parametrize("level", ["city", "district"])
@pytest.mark.parametrize("day", DAYS)
def test_the_counts_are_those_of_one_community_after_the_other(
    world: World, day: date, level: str
) -> None:
    length = {"city": 4, "district": 6}[level]
    expected: dict[tuple[str, str], list[int]] = {}
    for code, missing in gaps(world, day).items():
        for item, status in missing.items():
            count = expected.setdefault((code[:length], item), [0, 0, 0])
            count[status == "partly"] += 1
            count[2] += len(missing) == 1
    with world.read() as query:
        found = held(query, world.programme, world.programme.region, level, day, query.at)  # type: ignore[arg-type]
    assert {(one.division, one.item): [one.unmet, one.partly, one.alone] for one in found} == (
        expected
    )
    assert bool(expected) == (day > date(2020, 8, 1))


def test_near_misses_lack_one_or_two_items_and_never_none_or_three(world: World) -> None:
    expected = {code: set(one.items()) for code, one in gaps(world, ENDS).items() if len(one) <= 2}
    with world.read() as query:
        found = near_misses(query, world.programme, world.programme.region, ENDS, query.at)
    assert {one.code: set(one.items) for one in found} == expected
    assert [one.code for one in found] == sorted(expected)
    assert all(one.is_near for one in found)


def test_the_list_behind_an_item_has_as_many_as_its_count(world: World) -> None:
    place = world.programme.region, ENDS
    with world.read() as query:
        counts: Counter[str] = Counter()
        for one in held(query, world.programme, place[0], "city", ENDS, query.at):
            counts[one.item] += one.number
        for item, number in counts.items():
            found = lacking(query, world.programme, place[0], item, ENDS, query.at)
            assert len(found) == number
            assert all(item in dict(one.items) for one in found)
        nothing = lacking(query, world.programme, place[0], "no-such", ENDS, query.at)
    assert nothing == []


def test_items_stand_by_how_many_lack_them_and_unknown_ones_are_left_out() -> None:
    rows = [
        Held("3701", "noise", 1, 2, 1),
        Held("3702", "noise", 1, 0, 0),
        Held("3701", "parking-lifelines", 5, 0, 2),
        Held("3701", "of-an-older-text", 9, 9, 9),
    ]
    found = by_item(STANDARD, rows)
    assert [(item.ref, one.number, one.alone) for item, one in found] == [("8", 5, 2), ("10", 4, 1)]
    assert [item.ref for item in most_missing(STANDARD, rows, "3702", 3)] == ["10"]


def test_who_lacks_nothing_is_no_near_miss() -> None:
    assert not Lacking("1", "x", ()).is_near
    assert Lacking("1", "x", (("noise", "unmet"),)).is_near
    assert not Lacking("1", "x", tuple((str(n), "unmet") for n in range(3))).is_near
