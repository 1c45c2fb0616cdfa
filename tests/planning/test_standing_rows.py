"""What stands of everybody, read in one statement, beside what the rooms below it say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import pytest

from green.planning.near import lacking, near
from green.planning.standing_rows_records import names, standings
from green.planning.standings import Standings
from green.progress import holding_records
from green.progress.figures import progress
from green.simulation.pace import ENDS
from green.standard.model import STATUSES
from tests.simulation.worlds import TIBET, World, open_world

DAYS = (ENDS, ENDS - timedelta(days=400), date(2020, 8, 1))


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    found = open_world(tmp_path_factory, TIBET, 8)
    yield found
    found.store.close()


def read(world: World, day: date = ENDS, scope: str = TIBET) -> Standings:
    with world.read() as query:
        return standings(query, world.programme, world.standard, scope, day, query.at)


@pytest.mark.parametrize("day", DAYS)
def test_who_is_there_and_has_attained_is_as_in_progress(world: World, day: date) -> None:
    found = read(world, day)
    with world.read() as query:
        rows = progress(query, world.programme, as_of=day).rows
        assert set(found.codes) == set(names(query, TIBET, day, query.at))
    for row in rows:
        assert found.attained[found.within(row.code)].sum() == row.standing.counts.attained
    assert sorted(found.codes) == list(found.codes)
    assert found.open.any() == (day > date(2020, 8, 1))
    assert not (found.open & found.attained).any()


@pytest.mark.parametrize("day", DAYS[:2])
def test_near_misses_and_counts_are_those_of_progress(world: World, day: date) -> None:
    found = read(world, day)
    with world.read() as query:
        place = world.programme, TIBET
        misses = holding_records.near_misses(query, *place, day, query.at)
        held = holding_records.held(query, *place, "city", day, query.at)
    shown = [found.lacks(row) for row in np.flatnonzero(found.near)]
    assert [(one.code, set(one.items)) for one in shown] == [
        (one.code, set(one.items)) for one in misses
    ]
    counts = near(found, 4)
    alone = {
        (place, item): int(counts.alone[row, column])
        for row, place in enumerate(counts.places)
        for column, item in enumerate(counts.items)
        if counts.alone[row, column]
    }
    assert alone == {(one.division, one.item): one.alone for one in held if one.alone}
    assert sum(len(lacking(found, item, 1)) for item in found.items) == sum(alone.values())
    for column, item in enumerate(found.items):
        assert found.lacking[:, column].sum() == sum(one.number for one in held if one.item == item)


def test_every_status_is_the_row_s_own_and_a_blank_is_unanswered(world: World) -> None:
    found = read(world)
    handed_in = dict(world.rows("select submission, count(*) from submission_item group by 1"))
    assert set(handed_in.values()) == {len(found.items)}
    counts = np.bincount(found.statuses[found.stands].ravel(), minlength=len(STATUSES))
    assert counts[STATUSES.index("unanswered")] == 0
    assert (counts[1:] > 0).all()
    assert not found.statuses[~found.stands].any()


def test_a_place_has_its_own_alone_and_an_empty_one_nothing(world: World) -> None:
    whole, city = read(world), read(world, scope="5401")
    inside = whole.within("5401")
    assert np.array_equal(whole.codes[inside], city.codes)
    assert np.array_equal(whole.statuses[inside], city.statuses)
    nobody = read(world, scope="99")
    assert nobody.codes.size == 0
    assert near(nobody, 4).places == ()
