"""The bulletin on the page Progress: offered where figures are seen, made when it is pressed."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

import pytest
from docx import Document

from green import clock, texts
from green.people.model import Actor
from green.store import Store
from green.ui.bureau import bulletin_desk
from tests.database import JIEFANGQIAO, LOCAL, let_in, rows, self_declared
from tests.pages.conftest import Somebody
from tests.pages.visit import PROGRESS, Visit

Open = Callable[..., Visit]
LOGGED = "select person, subject from log where action = 'export'"


def offered(page: Visit) -> list[str]:
    return [str(one.proto.label) for one in page.app.get("download_button")]


@pytest.mark.parametrize("place", ["3701", "370102"])
def test_who_sees_figures_is_offered_the_bulletin_and_looking_exports_nothing(
    visit: Open, store: Store, here: Somebody, place: str
) -> None:
    let_in(store, Actor("viola"), role="viewer", scope="3701")
    here.person = "viola"
    page = visit(PROGRESS, community=None, place=place)
    assert offered(page) == ["Word", "Excel"]
    assert rows(store, LOGGED) == []


def test_an_officer_and_a_street_have_none(visit: Open, store: Store, here: Somebody) -> None:
    assert offered(visit(PROGRESS, community=None, place="370102001")) == []
    let_in(store, Actor("chen"), scope=JIEFANGQIAO)
    here.person = "chen"
    page = visit(PROGRESS, community=None)
    assert page.errors()
    assert offered(page) == []


def test_another_place_is_not_offered(visit: Open, store: Store, here: Somebody) -> None:
    let_in(store, Actor("viola"), role="viewer", scope="3701")
    here.person = "viola"
    page = visit(PROGRESS, community=None, place="3702")
    assert page.errors()
    assert offered(page) == []


def test_the_period_ends_on_the_day_of_the_page_and_begins_where_one_says(visit: Open) -> None:
    page = visit(PROGRESS, community=None, as_of="2022-08-15")
    first = page.widget("bulletin.first.2022-08-15")
    assert first.value == date(2022, 7, 1)
    page.give("bulletin.first.2022-08-15", date(2022, 1, 1))
    assert offered(page) == ["Word", "Excel"]
    # A day after the page's own is not taken.
    page.give("bulletin.first.2022-08-15", date(2022, 9, 1))
    assert page.widget("bulletin.first.2022-08-15").value <= date(2022, 8, 15)
    assert page.errors() == []


def test_a_press_makes_the_file_in_the_language_of_the_page_and_its_row_in_the_log(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulletin_desk, "store", lambda: store)
    monkeypatch.setattr(bulletin_desk, "actor", lambda: LOCAL)
    programme = self_declared()
    period = bulletin_desk.Period(programme.opens, clock.today())
    texts.use("en")
    make = bulletin_desk.maker(programme, "3701", period, "docx", "Bureau")
    texts.use(texts.DEFAULT)
    assert rows(store, LOGGED) == []
    words = [one.text for one in Document(io.BytesIO(make())).paragraphs]
    texts.use(texts.DEFAULT)
    assert "Office: Bureau" in words
    assert rows(store, LOGGED) == [(LOCAL.person, "3701")]
