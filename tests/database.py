"""Fixtures: a real Shandong database, made once and copied for each test, and a clock to turn.

Folders import what they need into their `conftest.py`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher

from green import clock, texts
from green.assessment import answer_records, answering
from green.assessment.model import Case, Draft, open_case
from green.people import records as people
from green.people.model import ROLES, Actor, Role
from green.registry.records import community_by_code
from green.setup import set_up
from green.standard import loader
from green.standard.model import RatioCheck, Standard
from green.standard.programme import Programme
from green.store import Store
from tests.once import once

ROOT = Path(__file__).resolve().parent.parent
GREEN = "cn-green-community-2020"
SHANDONG = "37-green-community"
# The national action, in which communities declare themselves: no chain, and a hand-in counts.
SELF_DECLARED = "cn-green-community"
LOCAL = Actor("local")
PASSWORD = "a sentence to remember"  # noqa: S105 of tests alone
# The cookie of a browser that is signed in already, on the databases of the browser tests.
SESSION = "a-browser-that-is-signed-in-since-yesterday"
# Colleagues who may do the same.
OTHERS = [Actor(name) for name in ("wang", "li", "quick", "slow", "other", "王红")]
# Two communities of one street of Jinan, one of another district, one of Qingdao.
JIEFANGQIAO, LISHANLU = "370102001002", "370102001003"
TIANQIAO, QINGDAO = "370105001008", "370202001001"


@pytest.fixture
def english() -> Iterator[None]:
    """Sentences are compared in English, the language they are written in."""
    texts.use("en")
    yield
    texts.use(texts.DEFAULT)


@pytest.fixture(scope="session")
def shandong(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of Shandong's communities, who declare themselves; copy it, never open it."""
    folder, _ = once(tmp_path_factory, "shandong", _make_shandong)
    return folder / "green.duckdb"


def _make_shandong(folder: Path) -> None:
    path = folder / "green.duckdb"
    set_up(path, programme=SELF_DECLARED)
    store = Store.open(path)
    let_in(store, *OTHERS)
    all_roles(store, LOCAL)
    store.close()


def all_roles(store: Store, actor: Actor) -> None:
    for role in ROLES:
        let_in(store, actor, role=role)


def let_in(store: Store, *actors: Actor, role: Role = "officer", scope: str = "") -> None:
    """Give people an account and a role from the beginning on, like what came with the data."""
    with store.write() as query:
        for actor in actors:
            if people.person(query, actor.person) is None:
                people.add_person(query, actor.person, actor.person, "data")
            people.add_grant(query, actor.person, role, scope, date(2020, 1, 1), "data")


def quick_hash(password: str) -> str:
    """A password's hash like any other, but cheap to compare: what it costs is written in it."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(password)


@pytest.fixture
def database(shandong: Path, tmp_path: Path) -> Path:
    """A database of this test's own. A closed one is a single file."""
    return Path(shutil.copy(shandong, tmp_path / "green.duckdb"))


@pytest.fixture
def store(database: Path) -> Iterator[Store]:
    opened = Store.open(database)
    yield opened
    opened.close()


@pytest.fixture
def programme() -> Programme:
    return self_declared()


def self_declared() -> Programme:
    """The national action as it is in Shandong."""
    return loader.programme(SELF_DECLARED).model_copy(update={"region": "37"})


@pytest.fixture
def standard() -> Standard:
    return loader.standard(GREEN)


def morning(day: date) -> datetime:
    """Nine in the morning of that day in China, as the database stores it."""
    return datetime.combine(day, time(1))


class Days:
    """The clock of a test: it stands on a day, and every look at the time is a second later."""

    def __init__(self, day: date) -> None:
        self._now = morning(day)

    def go_to(self, day: date) -> None:
        self._now = morning(day)

    def now(self) -> datetime:
        self._now += timedelta(seconds=1)
        return self._now

    def today(self) -> date:
        return clock.in_china(self._now).date()


@pytest.fixture
def days(monkeypatch: pytest.MonkeyPatch) -> Days:
    """The application's clock, standing on 1 March 2024 until it is turned."""
    found = Days(date(2024, 3, 1))
    monkeypatch.setattr(clock, "now", found.now)
    monkeypatch.setattr(clock, "today", found.today)
    return found


def case_of(
    store: Store, code: str, programme: Programme | None = None, day: date | None = None
) -> Case:
    """A community's case in the programme's cycle of the day (default today)."""
    day = day or clock.today()
    with store.read() as query:
        community = community_by_code(query, code, day)
    return open_case(programme or self_declared(), community, day)


def all_met(standard: Standard) -> dict[tuple[str, str], Any]:
    """The answers, by item and field, that meet every item."""
    found: dict[tuple[str, str], Any] = {}
    for item in standard.items:
        for check in item.checks:
            is_share = isinstance(check, RatioCheck)
            found[item.id, check.id] = {"count": 12, "of": 12} if is_share else "yes"
        if not item.checks:
            found[item.id, "status"] = {"status": "met"}
    return found


def draft_of(store: Store, case: Case) -> Draft:
    with store.read() as query:
        return answer_records.draft(query, case)


def answer(store: Store, case: Case, item: str, field: str, value: Any) -> None:
    """Answer one field, with its present value before the eyes."""
    seen = draft_of(store, case).event(item, field)
    answering.save(store, case, item, field, value, seen, LOCAL)


def answer_all(store: Store, case: Case, **instead: str) -> None:
    """Answer everything as met; `instead` gives another status by item id (`_` for `-`)."""
    other = {key.replace("_", "-"): status for key, status in instead.items()}
    for (item, field), met in all_met(case.standard).items():
        answer(store, case, item, field, {"status": other[item]} if item in other else met)


def rows(store: Store, sql: str, **params: object) -> list[tuple[Any, ...]]:
    with store.read() as query:
        return query.rows(sql, **params)


def green(*arguments: str | Path, before: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    """`python -m green …` in a process of its own, in Chinese unless --lang says otherwise.

    `before` goes in front of the command, for example to run it with fewer rights.
    """
    surroundings = {k: v for k, v in os.environ.items() if k not in ("GREEN_DB", "GREEN_LANG")}
    return subprocess.run(
        [*before, sys.executable, "-m", "green", *map(str, arguments)],
        cwd=ROOT,
        env=surroundings | {"PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
