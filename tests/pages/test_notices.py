"""The page of public notices: opened, objected to, answered, withdrawn and published."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from green import clock
from green.assessment.model import Case
from green.review import notice_records, objecting, objection_records
from green.review.notice_records import Notice
from green.standard import loader
from green.store import Store
from tests.database import Days, rows
from tests.pages.conftest import Somebody
from tests.pages.visit import Visit, read_back
from tests.review.conftest import (
    CITY,
    CITY_REVIEWER,
    DISTRICT_REVIEWER,
    OFFICER,
    QINGYUAN,
    communities,
    guangdong,
)
from tests.review.test_chain_walked import shown, state, to_notice
from tests.review.waiting import waiting_for_notice

__all__ = ["guangdong", "waiting_for_notice"]
Open = Callable[..., Visit]
HOSTILE = "消防通道被占。<b>=1+1</b> :red[x] **y**"


@pytest.fixture
def database(waiting_for_notice: Path, tmp_path: Path, days: Days, english: None) -> Path:
    return Path(shutil.copy(waiting_for_notice, tmp_path / "green.duckdb"))


@pytest.fixture
def cases(store: Store) -> list[Case]:
    return communities(store, loader.programme(QINGYUAN))[:2]


@pytest.fixture
def case(cases: list[Case]) -> Case:
    return cases[0]


@pytest.fixture
def waiting(store: Store) -> int:
    """A submission that waits for its public notice."""
    [(found,)] = rows(store, "select id from submission")
    return int(found)


@pytest.fixture
def page(visit: Open, here: Somebody) -> Callable[..., Visit]:
    def opened(person: str = CITY_REVIEWER.person) -> Visit:
        here.person = person
        return visit("review/notices.py", None).speak("en")

    return opened


def said(found: Visit) -> str:
    return read_back("\n".join(found.words()))


def notices(store: Store) -> list[Notice]:
    with store.read() as query:
        return notice_records.notices(query, QINGYUAN, [CITY])


def after_the_notice(days: Days) -> date:
    days.go_to(clock.today() + timedelta(days=7))
    return clock.today()


def test_the_city_puts_on_notice_what_it_agreed_to_all_of_it_unless_it_chooses(
    page: Callable[..., Visit], store: Store, cases: list[Case], waiting: int
) -> None:
    second = to_notice(store, cases[1])
    found = page()
    assert found.widget("notice.chosen").value == [waiting, second]
    found.give("notice.chosen", [second])
    found.give("notice.title", "清远市绿色社区公示名单").give("notice.contact", "0763-0000000")
    found.give("notice.day", date(2024, 3, 4))
    assert "March 10, 2024" in said(found)
    assert notices(store) == []
    found.press("notice_open")
    [kept] = notices(store)
    assert (kept.starts_on, kept.ends_on) == (date(2024, 3, 4), date(2024, 3, 10))
    with store.read() as query:
        assert [row.submission for row in notice_records.listed(query, kept.id)] == [second]
    assert "1 community is on public notice" in said(found)
    assert found.widget("notice.chosen").value == [waiting]
    assert "The public sees it from March 4, 2024 on" in said(found)


@pytest.mark.parametrize("missing", ["title", "contact", "chosen"])
def test_a_notice_that_lacks_something_is_refused_and_nothing_is_shown(
    page: Callable[..., Visit], store: Store, waiting: int, missing: str
) -> None:
    found = page()
    for field, value in {"title": "公示", "contact": "0763", "chosen": [waiting]}.items():
        if field != missing:
            found.give(f"notice.{field}", value)
    if missing == "chosen":
        found.give("notice.chosen", [])
    found.press("notice_open")
    assert found.errors()
    assert notices(store) == []


def test_where_nothing_waits_the_page_says_so_and_offers_no_form(
    page: Callable[..., Visit], store: Store, waiting: int
) -> None:
    with store.write() as query:
        query.run("delete from decision")
    found = page()
    assert "No community waits for a public notice" in said(found)
    assert "No list is on public notice" in said(found)
    assert not found.has("notice_open")


def test_a_list_is_published_after_its_notice_and_not_before(
    page: Callable[..., Visit], store: Store, case: Case, waiting: int, days: Days
) -> None:
    listed = shown(store, case, waiting)
    found = page()
    assert "It can be published from" in said(found)
    assert not found.has(f"publish.{listed}")
    today = after_the_notice(days)
    found = page()
    found.press(f"publish.{listed}")
    assert "Not published" in said(found)
    assert not state(store, case).attained
    found.widget(f"publish.{listed}.document").set_value("清建〔2024〕1号")
    found.widget(f"publish.{listed}.batch").set_value("第一批")
    found.press(f"publish.{listed}")
    assert "1 community is recognised" in said(found)
    [kept] = notices(store)
    assert (kept.published_on, kept.document, kept.batch) == (today, "清建〔2024〕1号", "第一批")
    assert state(store, case).attained
    assert "清建〔2024〕1号" in said(found)


def test_an_objection_holds_the_publication_up_until_it_is_answered(
    page: Callable[..., Visit], store: Store, case: Case, waiting: int, days: Days
) -> None:
    listed = shown(store, case, waiting)
    objection = objecting.object_to(store, listed, waiting, HOSTILE, "<i>王</i>", "139")
    after_the_notice(days)
    found = page()
    assert HOSTILE in said(found)
    assert "1 objection" in said(found)
    assert not found.has(f"publish.{listed}")
    found.widget(f"answer.{objection}.text").set_value("已核实，属实。")
    found.press(f"answer.{objection}")
    assert "Not answered" in said(found)
    found.widget(f"answer.{objection}.outcome").set_value("upheld")
    found.press(f"answer.{objection}")
    with store.read() as query:
        kept = objection_records.objection(query, objection)
    assert kept is not None
    assert (kept.answer, kept.upheld) == ("已核实，属实。", True)
    assert "taken off: decided anew" in said(found)
    found.widget(f"publish.{listed}.document").set_value("清建〔2024〕1号")
    found.press(f"publish.{listed}")
    assert "0 communities are recognised" in said(found)
    assert not state(store, case).attained


def test_a_withdrawn_list_waits_for_another_notice(
    page: Callable[..., Visit], store: Store, case: Case, waiting: int
) -> None:
    listed = shown(store, case, waiting)
    found = page().press(f"withdraw.{listed}")
    assert notices(store)[0].withdrawn_on == clock.today()
    assert found.widget("notice.chosen").value == [waiting]
    assert not found.has(f"withdraw.{listed}")


def test_the_district_is_told_who_does_it_and_cannot_do_it(
    page: Callable[..., Visit], store: Store, case: Case, waiting: int
) -> None:
    listed = shown(store, case, waiting)
    objecting.object_to(store, listed, waiting, HOSTILE, "王先生", "13900000000")
    found = page(DISTRICT_REVIEWER.person)
    assert "by the level that decides" in said(found)
    assert "清远市绿色社区公示名单" in said(found)
    assert "13900000000" not in said(found)
    for key in ("notice_open", f"withdraw.{listed}", f"publish.{listed}"):
        assert not found.has(key)


def test_an_officer_is_refused(page: Callable[..., Visit], store: Store, waiting: int) -> None:
    found = page(OFFICER.person)
    assert "task for: reviewer" in said(found)
    assert not found.has("notice_open")


def test_the_list_can_be_taken_away_as_word_or_excel_here_and_under_forms(
    page: Callable[..., Visit], visit: Open, store: Store, case: Case, waiting: int
) -> None:
    def files(found: Visit) -> list[str]:
        return [str(one.proto.label) for one in found.app.get("download_button")]

    forms = page().go("bureau/forms.py").give("forms.form", "public-notice")
    assert files(forms) == []
    assert "No list of this place" in said(forms)
    listed = shown(store, case, waiting)
    assert files(page()) == ["Word", "Excel"]
    forms.run()
    assert files(forms) == ["Download"]
    assert forms.widget(f"forms.notice.{CITY}").value == listed
