"""Figures are those of a computation that knows only the rows and the rules on paper."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random

import pytest

from green.progress.figures import progress
from green.progress.model import Row
from green.registry.model import Level
from green.standard.programme import METRICS
from tests.progress.by_hand import ByHand, write
from tests.simulation.worlds import SHANDONG, World, open_world

FIRST, LAST = date(2020, 7, 1), date(2023, 3, 31)
LEVELS: tuple[Level, ...] = ("city", "district", "street")
TARGETS = [(30, date(2021, 12, 31)), (60, date(2022, 12, 31))]
_CHANGES = (
    # Official figures: of a city, corrected later for the same day; of one district, so that its
    # city is mixed; a new one; one too small for what is there, which gives no rate.
    *(
        f"""
        insert into denominator (scope, communities, basis, counted_on, source, recorded_at, person)
        values ('{scope}', {number}, 'official', date '{day}', '文件',
            timestamp '{recorded}', 'test')
        """
        for scope, number, day, recorded in (
            ("3701", 1000, "2021-01-01", "2021-02-01 01:00:00"),
            ("3701", 1100, "2021-01-01", "2021-09-01 01:00:00"),
            ("3701", 1050, "2022-06-01", "2022-06-02 01:00:00"),
            ("370203", 90, "2021-05-01", "2021-05-02 01:00:00"),
            ("371702001", 1, "2021-05-01", "2021-05-02 01:00:00"),
        )
    ),
    # Communities that leave the registry, and some that come into it.
    "update community set valid_to = date '2022-03-01' where id % 53 = 7",
    "update community set valid_from = date '2021-04-15' where id % 59 = 11",
    # Revoked, taken back among the attained, and withdrawn without a word of its own.
    *(
        f"""
        insert into recognition_event
            (programme, community, kind, document, reason, effective_on, recorded_at, person)
        select distinct programme, community, '{kind}', '文件', '撤销', date '{day}',
            timestamp '{day} 09:00:00', 'test'
        from recognition_event where kind = 'attain' and community % 17 = {rest}
            and effective_on < date '{day}'
        """
        for kind, day, rest in (
            ("revoke", "2022-02-02", 3),
            ("revoke", "2022-08-08", 5),
            ("attain", "2022-09-09", 5),
            ("name", "2022-11-11", 5),
        )
    ),
)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    found = open_world(tmp_path_factory, SHANDONG, 8)
    with found.store.write() as query:
        for change in _CHANGES:
            query.run(change)
    yield found
    found.store.close()


@pytest.fixture(scope="module")
def by_hand(world: World, tmp_path_factory: pytest.TempPathFactory) -> ByHand:
    folder: Path = tmp_path_factory.mktemp("rows")
    write(folder, world.rows)
    return ByHand(folder, world.programme.id, TARGETS)


def pairs(n: int) -> list[tuple[date, datetime]]:
    """So many days with the moment at which their figures are looked at."""
    chance = Random(7)  # noqa: S311 chance that repeats
    days = [FIRST + timedelta(after) for after in range((LAST - FIRST).days + 1)]
    return [
        (
            chance.choice(days),
            datetime.combine(chance.choice(days[60:]), time(chance.randint(0, 23))),
        )
        for _n in range(n)
    ]


def told(row: Row) -> dict[str, object]:
    answer = row.as_json()
    return {
        "numbers": tuple(answer[metric] for metric in METRICS),
        "base": (answer["denominator"]["count"], answer["denominator"]["basis"]),
        "rates": [answer["rates"][metric] for metric in METRICS],
        "targets": [(one["needed"], one["missing"], one["met"]) for one in answer["targets"]],
    }


def test_at_fifty_days_as_known_at_fifty_moments_every_row_of_every_level_is_the_same(
    world: World, by_hand: ByHand
) -> None:
    seen: set[object] = set()
    for day, known in pairs(50):
        expected = by_hand.figures(day, known)
        for by in LEVELS:
            with world.read() as query:
                found = progress(query, world.programme, by=by, as_of=day, known_at=known)
            for row in (*found.rows, found.total):
                assert told(row) == expected[row.code], (day, known, row.code)
                seen |= {row.standing.denominator.basis, row.standing.flag}
            seen |= {figure.met for figure in found.total.targets}
        if expected["37"]["numbers"][3]:
            seen.add("named")
    assert {"official", "mixed", "nbs-2023", "above_denominator", "named", True, False} <= seen


def test_a_row_less_is_noticed(world: World, by_hand: ByHand) -> None:
    """The two do not agree by both looking at nothing."""
    day, known = date(2022, 12, 31), datetime(2023, 3, 1)  # noqa: DTZ001 - naive UTC
    before = by_hand.figures(day, known)["37"]
    one = next(life for life in by_hand.busy if life.states(day, known)[2])
    kept, one.events = one.events, one.events[:1]
    after = by_hand.figures(day, known)["37"]
    one.events = kept
    assert after["numbers"][2] == before["numbers"][2] - 1
    with world.read() as query:
        found = progress(query, world.programme, as_of=day, known_at=known)
    assert told(found.total) == before != after
