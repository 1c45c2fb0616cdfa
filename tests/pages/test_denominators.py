"""The page Official figures: recorded by whom it is up to, beside the list, with a document."""

from __future__ import annotations

from datetime import date

import pytest

from green.assessment.enrolment import enrol
from green.people.model import Actor
from green.progress.denominating import record
from green.store import Store
from tests.database import JIEFANGQIAO, QINGDAO, case_of, let_in, rows
from tests.pages.administration import (
    ADMIN,
    DISTRICT,
    ELSEWHERE,
    FIGURES,
    LIXIA,
    OFFICER,
    Open,
    logged,
    open_as,
    people,
)
from tests.pages.visit import Visit, read_back

__all__ = ["open_as", "people"]
DAY, SOURCE = date(2024, 1, 31), "鲁建城建字〔2024〕3号"
REVIEWER, VIEWER = Actor("reviewer"), Actor("viewer")
LETTERS = "<b>粗</b> **x** '; drop table denominator; -- 𠮷 \u202e反"


def text(page: Visit) -> str:
    return read_back("\n".join(page.words()))


def filled(page: Visit, count: int = 100, source: str = SOURCE) -> Visit:
    page.widget("official.count").set_value(count)
    page.widget("official.day").set_value(DAY)
    page.widget("official.source").set_value(source)
    return page.press("record")


def official(store: Store) -> list[tuple[str, int, str]]:
    return rows(
        store, "select scope, communities, person from denominator where basis = 'official'"
    )


@pytest.mark.parametrize("actor", [OFFICER, ELSEWHERE, VIEWER])
def test_officers_and_viewers_are_refused_and_that_is_logged(
    open_as: Open, store: Store, actor: Actor
) -> None:
    let_in(store, VIEWER, role="viewer", scope=LIXIA)
    page = open_as(actor, FIGURES)
    assert "Recording official denominators is a task for:" in page.errors()[0]
    assert not page.has("official.count")
    assert [row[0] for row in logged(store, "refuse")] == [actor.person]


def test_a_reviewer_records_the_figure_of_their_district(open_as: Open, store: Store) -> None:
    let_in(store, REVIEWER, role="reviewer", scope=LIXIA)
    page = filled(open_as(REVIEWER, FIGURES))
    assert not page.errors()
    assert official(store) == [(LIXIA, 100, "reviewer")]
    assert [row[:2] for row in logged(store, "record_denominator")] == [("reviewer", LIXIA)]
    assert SOURCE in text(page)
    assert "100" in page.app.metric[0].value
    assert page.widget("official.count").value is None


def test_the_difference_to_the_list_is_shown(open_as: Open, store: Store) -> None:
    page = open_as(DISTRICT, FIGURES)
    assert page.app.metric[0].value == "–"
    listed = int(page.app.metric[1].value)
    filled(page, listed - 7)
    assert page.app.metric[2].value == "-7"


@pytest.mark.parametrize("scope", ["", "37", "3701", "3702", QINGDAO[:6]])
def test_a_widgets_value_cannot_record_outside_the_scope(
    open_as: Open, store: Store, scope: str
) -> None:
    page = open_as(DISTRICT, FIGURES)
    page.app.session_state["official.place"] = scope
    filled(page.run())
    assert page.errors()
    assert official(store) == []
    assert [row[:2] for row in logged(store, "refuse")] == [("lixia", scope)]


def test_a_figure_below_its_numerator_is_refused_and_what_was_typed_stays(
    open_as: Open, store: Store
) -> None:
    with store.write() as query:
        query.run("update role_grant set scope = '370102' where holder = 'wang'")
    for code in (JIEFANGQIAO, "370102001003"):
        enrol(store, case_of(store, code), OFFICER)
    page = filled(open_as(DISTRICT, FIGURES), 1)
    assert "2 communities of 历下区 took part: more than 1" in page.errors()[0]
    assert official(store) == []
    assert page.widget("official.count").value == 1


@pytest.mark.parametrize(("count", "source"), [(100, ""), (100, "  ")])
def test_a_figure_without_a_document_is_refused(
    open_as: Open, store: Store, count: int, source: str
) -> None:
    page = filled(open_as(DISTRICT, FIGURES), count, source)
    assert page.errors()[0].startswith("Document: ")
    assert official(store) == []


def test_a_form_left_blank_says_what_is_missing(open_as: Open, store: Store) -> None:
    page = open_as(DISTRICT, FIGURES).press("record")
    assert "a number, a day and a document" in page.errors()[0]
    assert official(store) == []


def test_the_document_is_shown_letter_for_letter(open_as: Open, store: Store) -> None:
    record(store, DISTRICT, LIXIA, 100, DAY, LETTERS)
    page = open_as(DISTRICT, FIGURES)
    assert LETTERS in text(page)
    assert not any(LETTERS in words for words in page.words())


def test_the_administrator_of_everything_chooses_a_place_first(open_as: Open) -> None:
    page = open_as(ADMIN, FIGURES)
    assert not page.has("official.count")
    page.give("official.place.text", "历下区").press("official.place.choose.370102")
    assert page.has("official.count")
    page.press("official.place.clear")
    assert not page.has("official.count")
