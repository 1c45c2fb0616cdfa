"""Real and simulated data side by side: told apart, and never one written into the other."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from green.assessment.enrolment import enrol
from green.assessment.model import Case
from green.settings import Settings
from green.standard import loader
from green.store import Store, shared
from green.texts import Language
from tests.database import JIEFANGQIAO, LOCAL, SHANDONG, all_met, answer_all, case_of, rows
from tests.pages.apart import (
    NEVER,
    STANDING,
    TABLES,
    content,
    counts,
    one_that,
)
from tests.pages.conftest import Somebody
from tests.pages.visit import HOME, PROGRESS, WALK, Visit, read_back

Open = Callable[..., Visit]
DATA = "admin/data.py"
PAGES = (HOME, WALK, PROGRESS, DATA)
LANGUAGES: tuple[Language, ...] = ("zh_CN", "en")
CHINESE = re.compile(r"[\u3400-\u9fff]")


@pytest.mark.parametrize("community", [None, JIEFANGQIAO])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_every_page_of_simulated_data_says_so_first(
    visit: Open, simulated: Path, path: str, language: Language, community: str | None
) -> None:
    page = visit(community=community, data="simulated").speak(language).go(path)
    assert not page.app.error
    (banner,) = page.app.warning
    assert bool(CHINESE.search(banner.value)) == (language == "zh_CN")
    visible = [
        one.type for one in page.app.main if one.type not in ("main", "flex_container", "html")
    ]
    assert visible[0] == "warning", "it stands above everything else"


@pytest.mark.parametrize("community", [None, JIEFANGQIAO])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_no_page_of_real_data_says_that_it_is_simulated(
    visit: Open, simulated: Path, path: str, language: Language, community: str | None
) -> None:
    page = visit(community=community).speak(language).go(path)
    assert not page.app.warning
    assert "data" not in page.app.query_params


@pytest.mark.parametrize("asked", ["simulated", "real", "SIMULATED", "x", "", "../green"])
@pytest.mark.parametrize("path", PAGES)
def test_without_a_simulated_database_an_address_leads_to_the_real_one(
    visit: Open, store: Store, path: str, asked: str
) -> None:
    page = visit(path, community=None, data=asked)
    assert not page.app.warning
    assert not page.app.error
    assert "data" not in page.app.query_params
    assert not Settings(store.path).simulated.exists()


@pytest.mark.parametrize("asked", ["SIMULATED", "x", "", "real"])
def test_only_the_word_itself_leads_to_the_simulated_data(
    visit: Open, simulated: Path, asked: str
) -> None:
    page = visit(community=None, data=asked)
    assert not page.app.warning
    assert "data" not in page.app.query_params


def test_the_choice_stays_over_pages_and_in_the_address(visit: Open, simulated: Path) -> None:
    page = visit(DATA, community=None).press("open_simulated")
    for path in PAGES:
        page.go(path)
        assert page.app.warning
        assert page.app.query_params["data"] == "simulated"
    page.press("go_real")
    for path in PAGES:
        page.go(path)
        assert not page.app.warning
        assert "data" not in page.app.query_params


def test_the_page_data_names_both_files(visit: Open, store: Store, simulated: Path) -> None:
    captions = read_back(" ".join(one.value for one in visit(DATA, community=None).app.caption))
    assert str(store.path) in captions
    assert str(simulated) in captions


@pytest.mark.parametrize("looked_at", ["real", "simulated"])
def test_the_page_data_says_which_database_is_in_use_and_what_is_in_both(
    visit: Open, case: Case, store: Store, simulated: Path, looked_at: str
) -> None:
    enrol(store, case, LOCAL)
    page = visit(DATA, community=None, data=looked_at)
    said = [one.value.replace("\u00a0", " ") for one in page.app.markdown]
    in_use = [place for place, text in enumerate(said) if "正在使用" in text]
    real, invented = (place for place, text in enumerate(said) if "6,977 个社区" in text)
    assert "曾参与创建 1 个 · 申报 0 次" in said[real]
    ever = rows(shared(simulated), "select count(distinct community) from enrolment_event")[0][0]
    assert f"曾参与创建 {ever:,} 个" in said[invented]
    assert in_use == [real - 1 if looked_at == "real" else invented - 1]


def test_another_window_stays_where_it_is(visit: Open, simulated: Path) -> None:
    other = visit(community=None)
    visit(community=None, data="simulated")
    assert not other.go(PROGRESS).app.warning


def test_a_simulated_session_writes_nothing_into_the_real_database(
    visit: Open, store: Store, simulated: Path
) -> None:
    before = content(store)
    there = counts(shared(simulated))
    code = one_that(simulated, NEVER)
    page = visit(community=code, data="simulated").press("enrol")
    there_case = case_of(shared(simulated), code, loader.programme(SHANDONG))
    page.case = there_case
    page.give(f"profile.{there_case.community.id}.quarters", 12)
    page.go(WALK).give(page.key("1"), "met").give(page.key("1", "note"), "试一试")
    answer_all(shared(simulated), there_case)
    page.go(HOME).press("hand_in").press("recall").press("withdraw")
    page.go(PROGRESS)
    assert not page.app.error
    now = counts(shared(simulated))
    more = {table: now[table] - there[table] for table in TABLES if now[table] != there[table]}
    assert more["enrolment_event"] == 2
    assert more["submission"] == more["submission_event"] == 1
    assert {"answer_event", "profile_event", "submission_item"} <= set(more)
    assert content(store) == before


def test_what_is_done_in_simulated_data_says_so_in_its_rows(
    visit: Open, simulated: Path, here: Somebody
) -> None:
    here.person = "simulated-officer"
    code = one_that(simulated, NEVER)
    store = shared(simulated)
    case = case_of(store, code, loader.programme(SHANDONG))
    page = visit(community=code, data="simulated").press("enrol")
    page.case = case
    page.give(f"profile.{case.community.id}.quarters", 12)
    page.go(WALK)
    for area in case.standard.areas:
        page.give("area", area.id)
        for item in area.items:
            for (met, field), value in all_met(case.standard).items():
                if met == item.id and field == "status":
                    page.give(page.key(item.ref), value["status"])
    answer_the_rest(store, case)
    page.go(HOME).press("hand_in").press("recall")
    assert not page.app.error
    for table in ("enrolment_event", "profile_event", "answer_event", "submission"):
        people = rows(
            store,
            f"select distinct person from {table} where community = $id",
            id=case.community.id,
        )
        assert people == [("simulated-officer",)], table
    ((snapshot,),) = rows(
        store, "select snapshot from submission where community = $id", id=case.community.id
    )
    assert json.loads(snapshot)["simulated"] is True
    assert json.loads(snapshot)["person"] == "simulated-officer"
    assert rows(store, "select person from submission_event order by id desc limit 1") == [
        ("simulated-officer",)
    ]


def answer_the_rest(store: Store, case: Case) -> None:
    """The items with checks, as the simulation would."""
    from green.assessment import answer_records, answering
    from green.people.model import Actor

    for (item, field), value in all_met(case.standard).items():
        with store.read() as query:
            draft = answer_records.draft(query, case)
        if draft.value(item, field) is None:
            answering.save(store, case, item, field, value, None, Actor("simulated-officer"))


def test_what_is_done_for_real_while_another_window_is_simulated_stays_real(
    visit: Open, store: Store, simulated: Path
) -> None:
    before = counts(shared(simulated))
    simulated_page = visit(data="simulated")
    real_page = visit()
    simulated_page.go(PROGRESS)
    real_page.press("enrol")
    assert rows(store, "select person from enrolment_event") == [("local",)]
    assert counts(shared(simulated)) == before


def test_a_simulated_snapshot_says_so_in_the_file_one_takes_along(
    visit: Open, simulated: Path
) -> None:
    code = one_that(simulated, STANDING)
    page = visit(community=code, data="simulated")
    ((number, text),) = rows(
        shared(simulated),
        """
        select id, snapshot from submission
        where community = (select id from community where code = $code)
        order by id desc limit 1
        """,
        code=code,
    )
    assert page.has(f"snapshot_{number}")
    assert json.loads(text)["simulated"] is True
    assert page.has("recall")
