"""A community of Qingyuan in its city's programme, with reviewers of every level of the chain."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from green.assessment.answering import save
from green.assessment.enrolment import enrol
from green.assessment.model import Case, Submission, open_case
from green.assessment.submission import hand_in
from green.people.model import Actor
from green.registry.records import community_by_code
from green.setup import set_up
from green.standard import loader
from green.standard.programme import Programme
from green.store import Store
from tests.database import Days, all_met, days, english, let_in
from tests.once import once

__all__ = ["days", "english"]

QINGYUAN = "4418-green-community"
# 清远市清城区凤城街道 and its city.
STREET, DISTRICT, CITY = "441802006", "441802", "4418"
OFFICER = Actor("officer")
STREET_REVIEWER, DISTRICT_REVIEWER = Actor("street"), Actor("district")
CITY_REVIEWER, SECOND_CITY_REVIEWER = Actor("city"), Actor("city-2")
EVERYWHERE = Actor("everywhere")
CHAIN = {"street": STREET_REVIEWER, "district": DISTRICT_REVIEWER, "city": CITY_REVIEWER}


@pytest.fixture(scope="session")
def guangdong(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder, _ = once(tmp_path_factory, "guangdong", _make_guangdong)
    return folder / "green.duckdb"


def _make_guangdong(folder: Path) -> None:
    path = folder / "green.duckdb"
    set_up(path, "44", QINGYUAN)
    store = Store.open(path)
    let_in(store, OFFICER)
    let_in(store, STREET_REVIEWER, role="reviewer", scope=STREET)
    let_in(store, DISTRICT_REVIEWER, role="reviewer", scope=DISTRICT)
    let_in(store, CITY_REVIEWER, SECOND_CITY_REVIEWER, role="reviewer", scope=CITY)
    for scope in (STREET, DISTRICT, CITY):
        let_in(store, EVERYWHERE, role="reviewer", scope=scope)
    store.close()


@pytest.fixture
def store(guangdong: Path, tmp_path: Path, days: Days, english: None) -> Iterator[Store]:
    opened = Store.open(Path(shutil.copy(guangdong, tmp_path / "green.duckdb")))
    yield opened
    opened.close()


@pytest.fixture
def programme() -> Programme:
    return loader.programme(QINGYUAN)


@pytest.fixture
def case(store: Store, programme: Programme) -> Case:
    return communities(store, programme)[0]


def communities(store: Store, programme: Programme) -> list[Case]:
    """All communities of the street, in code order."""
    with store.read() as query:
        rows = query.rows(
            "select code from community where code like $scope order by code", scope=STREET + "%"
        )
        return [
            open_case(
                programme, community_by_code(query, row[0], date(2024, 3, 1)), date(2024, 3, 1)
            )
            for row in rows
        ]


def answered(store: Store, case: Case, **changed: object) -> None:
    """Take part, and answer everything as met but what is `changed`, by item id."""
    enrol(store, case, OFFICER)
    for (item, field), value in all_met(case.standard).items():
        save(store, case, item, field, changed.get(item, value), None, OFFICER)
    for one in case.standard.items:
        save(store, case, one.id, "note", "见台账。", None, OFFICER)


def handed_in(store: Store, case: Case) -> Submission:
    answered(store, case)
    return hand_in(store, case, OFFICER)
