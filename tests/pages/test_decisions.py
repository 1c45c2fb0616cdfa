"""The page Decisions taken outside: checked, asked, recorded; by the deciding level alone."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from green import texts
from green.people.model import ROLES, Actor, Role
from green.standard import loader
from green.store import Store, shared
from green.store.store import _opened
from tests.database import Days, case_of, days, let_in, rows
from tests.pages.conftest import Somebody
from tests.pages.visit import Visit, read_back
from tests.review.conftest import CITY, CITY_REVIEWER, DISTRICT_REVIEWER, QINGYUAN, guangdong

__all__ = ["days", "guangdong"]
PAGE = "review/decisions.py"
FIRST, SECOND = "441802006001", "441802006002"
DAY = date(2022, 6, 30)
LETTERS = "<b>粗</b> **x** '; drop table recognition_event; -- 𠮷 \u202e反"
Open = Callable[..., Visit]


@pytest.fixture
def store(
    guangdong: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, days: Days
) -> Iterator[Store]:
    path = Path(shutil.copy(guangdong, tmp_path / "green.duckdb"))
    monkeypatch.setenv("GREEN_DB", str(path))
    yield shared(path)
    _opened.pop(path).close()


@pytest.fixture
def open_as(store: Store, here: Somebody) -> Iterator[Open]:
    def open_page(actor: Actor, **address: str) -> Visit:
        here.person = actor.person
        found = Visit(case_of(store, FIRST, loader.programme(QINGYUAN)))
        for name, value in address.items():
            found.app.query_params[name] = value
        found.app.switch_page(PAGE)
        return found.run().speak("en")

    yield open_page
    texts.use(texts.DEFAULT)


def text(page: Visit) -> str:
    return read_back("\n".join(page.words()))


def checked(page: Visit, pasted: str, document: str = "清创〔2022〕1号") -> Visit:
    page.widget("decisions.document").set_value(document)
    page.widget("decisions.day").set_value(DAY)
    page.widget("decisions.text.0").set_value(pasted)
    return page.press("decisions.check")


def events(store: Store) -> list[tuple[Any, ...]]:
    return rows(
        store,
        "select community.code, event.kind, event.effective_on, event.document, event.person "
        "from recognition_event as event join community on community.id = event.community "
        "order by event.id",
    )


def test_a_list_is_checked_first_and_recorded_by_a_second_press(
    open_as: Open, store: Store
) -> None:
    page = checked(open_as(CITY_REVIEWER), f"{FIRST}\n{SECOND}")
    assert not page.errors()
    assert events(store) == []
    page.press("decisions.record")
    assert not page.errors()
    assert events(store) == [
        (code, "attain", DAY, "清创〔2022〕1号", "city") for code in (FIRST, SECOND)
    ]
    assert not page.has("decisions.record")
    assert page.widget("decisions.document").value == ""


def test_a_doubtful_line_is_asked_and_keeps_the_list_from_being_recorded(
    open_as: Open, store: Store
) -> None:
    page = checked(open_as(CITY_REVIEWER), f"{FIRST}\n凤城街道 鹤唐社区")
    assert not page.has("decisions.record")
    ((second,),) = rows(store, "select id from community where code = $code", code=SECOND)
    page.give("decisions.choice.1.2", second)
    page.press("decisions.record")
    assert [row[0] for row in events(store)] == [FIRST, SECOND]


def test_a_line_that_means_nothing_is_left_out_only_when_somebody_says_so(
    open_as: Open, store: Store
) -> None:
    page = checked(open_as(CITY_REVIEWER), f"{FIRST}\n441802006999")
    assert not page.has("decisions.record")
    page.give("decisions.choice.1.2", 0).press("decisions.record")
    assert [row[0] for row in events(store)] == [FIRST]


def test_a_spreadsheet_is_checked_and_comes_back_where_it_is_wrong(
    open_as: Open, store: Store
) -> None:
    book = Workbook()
    assert book.active is not None
    for line in (("代码", "状态"), (FIRST, "命名"), (SECOND, "=1+1")):
        book.active.append(list(line))
    out = io.BytesIO()
    book.save(out)
    page = open_as(CITY_REVIEWER)
    page.widget("decisions.document").set_value("一")
    page.widget("decisions.day").set_value(DAY)
    page.widget("decisions.file.0").set_value(("list.xlsx", out.getvalue(), "x"))
    page.run()
    assert any("Cell B3" in one for one in page.errors())
    assert page.has("decisions.marked")
    assert not page.has("decisions.record")
    assert events(store) == []


@pytest.mark.parametrize("role", [role for role in ROLES if role != "reviewer"])
def test_other_roles_are_refused_and_that_is_logged(
    open_as: Open, store: Store, role: Role
) -> None:
    let_in(store, Actor("zhao"), role=role, scope=CITY)
    page = open_as(Actor("zhao"))
    assert page.errors()
    assert not page.has("decisions.check")
    assert [row[0] for row in rows(store, "select person from log where action = 'refuse'")][
        :1
    ] == ["zhao"]


def test_a_reviewer_of_a_level_below_sees_who_decides_and_records_nothing(
    open_as: Open, store: Store
) -> None:
    page = open_as(DISTRICT_REVIEWER)
    assert "is decided by the reviewers of" in page.errors()[0]
    assert not page.has("decisions.check")


def test_what_somebody_may_no_more_is_not_recorded_by_a_late_press(
    open_as: Open, store: Store
) -> None:
    page = checked(open_as(CITY_REVIEWER), FIRST)
    with store.write() as query:
        query.run("update role_grant set role = 'viewer' where holder = 'city'")
    page.press("decisions.record")
    assert page.errors()
    assert events(store) == []


def test_without_date_or_document_nothing_is_offered(open_as: Open, store: Store) -> None:
    page = open_as(CITY_REVIEWER)
    page.widget("decisions.text.0").set_value(FIRST)
    page.press("decisions.check")
    assert "date is missing" in page.errors()[0]
    page.widget("decisions.day").set_value(DAY)
    page.run()
    assert page.errors()[0].startswith("Document")
    assert not page.has("decisions.record")


def test_recorded_lists_are_shown_letter_for_letter_with_their_document(
    open_as: Open, store: Store
) -> None:
    checked(open_as(CITY_REVIEWER), FIRST, LETTERS).press("decisions.record")
    page = open_as(CITY_REVIEWER, part="recorded")
    assert LETTERS in text(page)
    assert not any(LETTERS in words for words in page.words())


def test_a_recognition_is_revoked_with_document_day_and_reason(open_as: Open, store: Store) -> None:
    checked(open_as(CITY_REVIEWER), FIRST).press("decisions.record")
    page = open_as(CITY_REVIEWER, part="one")
    page.app.session_state["revoke.place"] = FIRST
    page.run()
    page.widget("revoke.document").set_value("清撤1号")
    page.widget("revoke.day").set_value(date(2023, 5, 1))
    page.press("revoke")
    assert page.errors()[0].startswith("Reason")
    page.widget("revoke.reason").set_value("复查不合格")
    page.press("revoke")
    assert not page.errors()
    assert [row[1] for row in events(store)] == ["attain", "revoke"]
    assert "复查不合格" in text(page)


def test_a_widgets_value_cannot_revoke_outside_the_scope(open_as: Open, store: Store) -> None:
    page = open_as(CITY_REVIEWER, part="one")
    page.app.session_state["revoke.place"] = "440103001001"
    page.run()
    assert page.errors()
    assert not page.has("revoke")
