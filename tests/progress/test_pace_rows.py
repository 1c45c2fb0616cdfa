"""Movements day by day from rows, against counting every day anew, and the paces made of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest

from green.progress import records
from green.progress.figures import progress
from green.progress.model import Progress
from green.progress.pace import first_day_counted, outlook, pace_of
from green.progress.pace_records import Movements, movements
from green.registry.model import Level
from green.standard import loader
from green.standard.programme import METRICS, Programme, Target
from green.store import Store
from tests.database import SHANDONG, morning

Attain = Callable[..., None]
FIRST = date(2021, 6, 1)
LENGTH = 14
JINANS = ("370103", "370104", "370105", "370112", "370113", "370114", "370115", "370116", "370117")
LATER = morning(date(2030, 1, 1))
DAYS = [FIRST + timedelta(days=number) for number in range(LENGTH)]


@pytest.fixture
def decided() -> Programme:
    return loader.programme(SHANDONG)


@pytest.fixture
def turmoil(store: Store, decided: Programme) -> None:
    """A fortnight in which 60 communities of two cities enrol, withdraw, hand in, are recalled,
    recognised, named, revoked, merged away and founded, in any order."""
    chance = Random(7)  # noqa: S311 - chance that repeats with its seed
    with store.write() as query:
        found = [
            row[0]
            for city in ("3701", "3702")
            for row in query.rows(
                "select id from community where code like $city order by code limit 30",
                city=city + "%",
            )
        ]
        for community in found:
            for day in sorted(chance.choices(DAYS, k=chance.randint(1, 6))):
                given = {
                    "programme": decided.id,
                    "community": community,
                    "day": day,
                    "at": morning(day if chance.random() < 0.9 else day + timedelta(days=20)),
                }
                if chance.random() < 0.4:
                    query.run(
                        """
                        insert into enrolment_event
                            (programme, community, kind, effective_on, recorded_at, person)
                        values ($programme, $community, $kind, $day, $at, 'local')
                        """,
                        kind=chance.choice(("enrol", "enrol", "withdraw")),
                        **given,
                    )
                else:
                    query.run(
                        """
                        insert into recognition_event
                            (programme, community, kind, effective_on, recorded_at, person)
                        values ($programme, $community, $kind, $day, $at, 'local')
                        """,
                        kind=chance.choice(("attain", "attain", "attain", "name", "revoke")),
                        **given,
                    )
            if chance.random() < 0.2:
                query.run(
                    "update community set valid_to = $day where id = $id",
                    day=chance.choice(DAYS),
                    id=community,
                )
            elif chance.random() < 0.2:
                query.run(
                    "update community set valid_from = $day where id = $id",
                    day=chance.choice(DAYS),
                    id=community,
                )


def moved(
    store: Store, programme: Programme, level: Level = "city", known_at: datetime = LATER
) -> Movements:
    with store.read() as query:
        return movements(query, programme, "37", level, date(2020, 1, 1), DAYS[-1], known_at)


@pytest.mark.parametrize("level", ["city", "district", "street"])
@pytest.mark.parametrize("known_at", [LATER, morning(DAYS[-1])], ids=["now", "then"])
def test_added_up_they_are_the_counts_of_every_day(
    store: Store, decided: Programme, turmoil: None, level: Level, known_at: datetime
) -> None:
    found = moved(store, decided, level, known_at)
    with store.read() as query:
        counts = records.counts(query, decided, "37", level, DAYS, known_at)
    codes = {code for day in counts.values() for code in day} | set(found)
    assert len(codes) > 1
    for day, of_day in counts.items():
        for code in codes:
            for metric in METRICS:
                summed = sum(
                    one.gained - one.lost
                    for one in found.get(code, {}).get(metric, ())
                    if one.day <= day
                )
                there = of_day[code].of(metric) if code in of_day else 0
                assert summed == there, (day, code, metric)


def test_gained_and_lost_are_told_apart_as_looking_at_every_community_every_day_tells_them(
    store: Store, decided: Programme, turmoil: None
) -> None:
    found = moved(store, decided)
    before: dict[str, set[str]] = {metric: set() for metric in METRICS}
    both = 0
    for day in DAYS:
        with store.read() as query:
            there = records.listed(query, decided, "37", day, LATER)
        for metric in METRICS:
            now = {one.code for one in there if getattr(one.state, metric)}
            for city in ("3701", "3702"):
                told = [
                    (one.gained, one.lost)
                    for one in found.get(city, {}).get(metric, ())
                    if one.day == day
                ]
                counted = (
                    sum(code.startswith(city) for code in now - before[metric]),
                    sum(code.startswith(city) for code in before[metric] - now),
                )
                assert told == ([counted] if any(counted) else []), (day, city, metric)
                both += all(counted)
            before[metric] = now
    assert both, "on some day some came and others left"


def test_a_part_of_the_days_has_the_movements_of_these_days(
    store: Store, decided: Programme, turmoil: None
) -> None:
    every = moved(store, decided, "district")
    for first, last in ((DAYS[4], DAYS[8]), (DAYS[6], DAYS[6]), (DAYS[9], date(2023, 1, 1))):
        with store.read() as query:
            part = movements(query, decided, "37", "district", first, last, LATER)
        expected = {
            (code, metric): [one for one in ones if first <= one.day <= last]
            for code, by_metric in every.items()
            for metric, ones in by_metric.items()
        }
        told = {(code, metric): ones for code, by in part.items() for metric, ones in by.items()}
        assert told == {key: ones for key, ones in expected.items() if ones}


def test_where_nothing_moved_there_is_nothing(store: Store, decided: Programme) -> None:
    assert moved(store, decided) == {}


def figures(store: Store, programme: Programme, **asked: Any) -> Progress:
    with store.read() as query:
        return progress(query, programme, **({"pace": True} | asked))


def test_every_row_has_the_outlook_of_its_own_movements(
    store: Store, programme: Programme, attain: Attain
) -> None:
    attain(30, "3702", day=date(2021, 2, 1))
    for month in range(1, 10):
        attain(month + 2, JINANS[month - 1], day=date(2021, month, 15))
    day = date(2021, 9, 30)
    found = figures(store, programme, as_of=day, by="district")
    with store.read() as query:
        by_row = movements(query, programme, "37", "district", first_day_counted(day), day, LATER)
    rows = {row.code: row for row in found.rows}
    assert set(by_row) < set(rows)
    for row in (*found.rows, found.total):
        of_row = [by_row.get(row.code, {})] if row is not found.total else list(by_row.values())
        for figure in row.targets:
            attained = [one for part in of_row for one in part.get("attained", [])]
            assert figure.missing is not None
            assert figure.outlook == outlook(
                pace_of(attained, day, programme.opens),
                number=row.standing.counts.attained,
                base=row.standing.denominator.count,
                missing=figure.missing,
                as_of=day,
                deadline=figure.target.deadline,
            )
    assert {one.outlook.why for one in rows["370103"].targets if one.outlook} == {"too_few"}
    total = found.total.targets[0].outlook
    assert total is not None
    assert (total.pace.gained, total.low is not None) == (9 + 10 + 11, True)


def test_a_target_for_those_taking_part_has_their_pace(
    store: Store, programme: Programme, attain: Attain
) -> None:
    attain(12, "3701", day=date(2021, 9, 1), outcome="does_not_meet")
    (target,) = [t for t in loader.programme("42-green-community").targets if t.count is None][:1]
    assert target.metric == "participating"
    hubei = programme.model_copy(update={"targets": (target, *programme.targets)})
    starting, attaining, _sixty = figures(store, hubei, as_of=date(2021, 9, 30)).total.targets
    assert starting.outlook is not None
    assert attaining.outlook is not None
    assert (starting.outlook.pace.gained, attaining.outlook.pace.gained) == (12, 0)
    assert attaining.outlook.high is None


def test_subdistricts_have_a_pace_of_their_own(
    store: Store, programme: Programme, attain: Attain
) -> None:
    attain(4, "370211103", day=date(2021, 9, 1))
    attain(5, "370102001", day=date(2021, 9, 1))
    share = programme.targets[0]
    both = programme.model_copy(
        update={"targets": (share, share.model_copy(update={"denominator": "subdistricts"}))}
    )
    every, own = figures(store, both, as_of=date(2021, 9, 30)).total.targets
    assert every.outlook is not None
    assert own.outlook is not None
    assert (every.outlook.pace.gained, own.outlook.pace.gained) == (9, 5)


def test_a_list_has_no_pace(store: Store, programme: Programme, attain: Attain) -> None:
    attain(20, "3701", day=date(2021, 9, 1))
    given = programme.targets[0].model_dump() | {
        "share_percent": None,
        "list": [{"code": "370102001002", "name": "解放桥社区居委会"}],
    }
    listing = programme.model_copy(update={"targets": (Target.model_validate(given),)})
    (one,) = figures(store, listing, as_of=date(2021, 9, 30)).total.targets
    assert one.outlook is None
    assert "pace" not in one.as_json()


def test_nothing_of_it_is_there_when_it_is_not_asked_for(
    store: Store, programme: Programme, attain: Attain
) -> None:
    attain(20, "3701", day=date(2021, 9, 1))
    day = date(2021, 9, 30)
    without = figures(store, programme, as_of=day, pace=False)
    assert not [one for row in without.rows for one in row.targets if one.outlook]
    asked = figures(store, programme, as_of=day, known_at=without.known_at, monthly=True)
    plain = without.as_json()
    told = asked.as_json()
    for row in (*told["rows"], told["total"]):
        for target in row["targets"]:
            assert target.pop("pace")["days"] == 90
    assert not [
        one
        for m in told.pop("series")
        for row in m["rows"]
        for one in row["targets"]
        if "pace" in one
    ]
    assert told == plain


def test_the_pace_of_a_day_known_at_a_moment_never_changes(
    store: Store, programme: Programme, attain: Attain
) -> None:
    attain(20, "3701", day=date(2021, 5, 1))
    day = date(2021, 9, 30)
    first = figures(store, programme, as_of=day)
    attain(15, "3702", day=date(2021, 9, 1), recorded_at=morning(date(2025, 1, 1)))
    again = figures(store, programme, as_of=day, known_at=first.known_at)
    assert again == first
    assert figures(store, programme, as_of=day, known_at=LATER) != first
