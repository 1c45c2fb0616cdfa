"""Recording official denominators: who may, what is refused, and what figures make of it."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from green.assessment.enrolment import enrol, withdraw
from green.errors import NotFound, NotPossible, Refused
from green.people.guard import NotAllowed
from green.people.model import Actor
from green.progress.denominating import compared, record, recorded
from green.progress.figures import progress
from green.standard.programme import Programme
from green.store import Store
from tests.database import (
    JIEFANGQIAO,
    LISHANLU,
    LOCAL,
    QINGDAO,
    Days,
    case_of,
    let_in,
    rows,
)

DAY = date(2024, 1, 31)
SOURCE = "济住建字〔2024〕3号"
REVIEWER, DISTRICT, OFFICER = Actor("reviewer"), Actor("lixia"), Actor("wang")
LIXIA = "370102"


@pytest.fixture(autouse=True)
def people(english: None, days: Days, store: Store) -> None:
    let_in(store, REVIEWER, role="reviewer", scope="3701")
    let_in(store, DISTRICT, role="administrator", scope=LIXIA)
    with store.write() as query:
        query.run("delete from role_grant where holder = 'wang'")
    let_in(store, OFFICER, scope=JIEFANGQIAO)


def all_recorded(store: Store) -> list[Any]:
    return rows(store, "select scope, communities from denominator where basis = 'official'")


def take_part(store: Store, *codes: str, day: date = DAY) -> None:
    for code in codes:
        enrol(store, case_of(store, code, day=day), LOCAL, day)


def test_a_recorded_figure_is_the_base_from_its_day_on(store: Store, programme: Programme) -> None:
    take_part(store, JIEFANGQIAO)
    record(store, REVIEWER, LIXIA, 100, DAY, SOURCE)
    for day, basis in ((DAY - timedelta(days=1), "nbs-2023"), (DAY, "official")):
        with store.read() as query:
            found = progress(query, programme, scope=LIXIA, by="street", as_of=day)
        assert found.total.standing.denominator.basis == basis
    assert found.total.standing.rate("participating") == Fraction(1, 100)
    assert found.total.standing.denominator.source == SOURCE
    ((person, subject),) = rows(
        store, "select person, subject from log where action = 'record_denominator'"
    )
    assert (person, subject) == ("reviewer", LIXIA)


@pytest.mark.parametrize(
    ("actor", "scope"),
    [
        (OFFICER, LIXIA),
        (OFFICER, JIEFANGQIAO),
        (DISTRICT, "3701"),
        (DISTRICT, "37"),
        (DISTRICT, ""),
        (DISTRICT, "3702"),
        (REVIEWER, "37"),
        (REVIEWER, QINGDAO[:6]),
        (Actor("nobody"), LIXIA),
    ],
)
def test_only_a_reviewer_or_administrator_of_the_place_records(
    store: Store, actor: Actor, scope: str
) -> None:
    with pytest.raises(NotAllowed):
        record(store, actor, scope, 100, DAY, SOURCE)
    assert not all_recorded(store)
    assert rows(store, "select person from log where action = 'refuse'") == [(actor.person,)]


def test_a_figure_as_large_as_its_numerator_is_stored_and_a_smaller_one_refused(
    store: Store,
) -> None:
    take_part(store, JIEFANGQIAO, LISHANLU)
    with pytest.raises(Refused, match="2 communities of 历下区 took part: more than 1"):
        record(store, REVIEWER, LIXIA, 1, DAY, SOURCE)
    assert not all_recorded(store)
    record(store, REVIEWER, LIXIA, 2, DAY, SOURCE)
    assert all_recorded(store) == [(LIXIA, 2)]


def test_a_later_numerator_counts_too_until_the_next_figure(store: Store) -> None:
    take_part(store, JIEFANGQIAO)
    later = DAY + timedelta(days=10)
    take_part(store, LISHANLU, day=later)
    with pytest.raises(Refused, match=f"On {later}, 2 communities"):
        record(store, REVIEWER, LIXIA, 1, DAY, SOURCE)
    record(store, REVIEWER, LIXIA, 5, later, SOURCE)
    record(store, REVIEWER, LIXIA, 1, DAY, SOURCE)


def test_who_has_left_again_is_no_numerator_afterwards(store: Store) -> None:
    take_part(store, JIEFANGQIAO, LISHANLU)
    left = DAY + timedelta(days=5)
    withdraw(store, case_of(store, LISHANLU), LOCAL, left)
    record(store, REVIEWER, LIXIA, 1, left, SOURCE)
    with pytest.raises(Refused):
        record(store, REVIEWER, LIXIA, 1, left - timedelta(days=1), SOURCE)


def test_a_numerator_of_another_place_does_not_count(store: Store) -> None:
    take_part(store, JIEFANGQIAO, LISHANLU)
    record(store, REVIEWER, "370103", 1, DAY, SOURCE)


@pytest.mark.parametrize(
    ("count", "day", "source", "part"),
    [
        (0, DAY, SOURCE, "Communities: "),
        (-1, DAY, SOURCE, "Communities: "),
        (1_000_001, DAY, SOURCE, "Communities: "),
        (100, date(2024, 3, 2), SOURCE, "As of: "),
        (100, date(1999, 12, 31), SOURCE, "As of: "),
        (100, DAY, " ", "Document: "),
        (100, DAY, "长" * 501, "Document: "),
    ],
)
def test_a_value_that_cannot_be_is_refused_with_its_field(
    store: Store, count: int, day: date, source: str, part: str
) -> None:
    with pytest.raises(Refused) as refused:
        record(store, REVIEWER, LIXIA, count, day, source)
    assert str(refused.value).startswith(part)
    assert not all_recorded(store)


def test_all_that_is_wrong_is_said_at_once(store: Store) -> None:
    with pytest.raises(Refused) as refused:
        record(store, REVIEWER, LIXIA, 0, date(2030, 1, 1), "")
    assert len(refused.value.problems) == 3


@pytest.mark.parametrize("scope", [JIEFANGQIAO, "370199", "3701%", "37010"])
def test_only_a_division_has_a_denominator(store: Store, scope: str) -> None:
    with pytest.raises(NotFound):
        record(store, REVIEWER, scope, 100, DAY, SOURCE)


def test_the_same_figure_twice_is_refused_and_a_correction_stored(store: Store) -> None:
    record(store, REVIEWER, LIXIA, 100, DAY, SOURCE)
    with pytest.raises(NotPossible):
        record(store, REVIEWER, LIXIA, 100, DAY, SOURCE)
    record(store, DISTRICT, LIXIA, 101, DAY, SOURCE)
    with store.read() as query:
        history = recorded(query, LIXIA)
        (whole, *_parts) = compared(query, LIXIA, DAY)
    assert [one.communities for one in history] == [101, 100]
    assert whole.official is not None
    assert whole.official.count == 101
    assert whole.difference == 101 - whole.listed


def test_what_stands_beside_a_place_are_its_direct_parts(store: Store) -> None:
    record(store, REVIEWER, LIXIA, 100, DAY, SOURCE)
    with store.read() as query:
        whole, *parts = compared(query, "3701", DAY)
    assert whole.official is None
    assert {len(one.place.code) for one in parts} == {6}
    assert sum(one.listed for one in parts) == whole.listed
    assert [one.place.code for one in parts if one.official] == [LIXIA]


@pytest.mark.parametrize("source", ["<b>粗</b>", "'; drop table denominator; --", "𠮷\u202e反"])
def test_the_document_is_stored_letter_for_letter(store: Store, source: str) -> None:
    record(store, REVIEWER, LIXIA, 100, DAY, source)
    assert rows(store, "select source from denominator where scope = $s", s=LIXIA) == [(source,)]
