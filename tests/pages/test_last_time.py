"""A second year at the pages: last time's answers are shown, said again or changed, by role."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from green.assessment.attaching import NewEvidence, attach_evidence
from green.assessment.enrolment import enrol
from green.assessment.model import Case
from green.assessment.submission import hand_in
from green.people.model import Actor, Role
from green.standard.model import Standard
from green.store import Store
from tests.database import (
    JIEFANGQIAO,
    LOCAL,
    Days,
    answer,
    answer_all,
    case_of,
    draft_of,
    let_in,
    rows,
)
from tests.pages.conftest import Somebody
from tests.pages.visit import HOME, WALK, Visit, read_back

Open = Callable[..., Visit]
COUNT = "select count(*) from answer_event where cycle = '2022'"


@pytest.fixture
def case(store: Store, days: Days, english: None) -> Case:
    """In 2022, of a community that handed in everything as met in 2021."""
    days.go_to(date(2021, 6, 1))
    before = case_of(store, JIEFANGQIAO)
    enrol(store, before, LOCAL)
    answer_all(store, before)
    answer(store, before, before.standard.items[0].id, "note", "居民一起")
    attach_evidence(
        store, before, before.standard.items[0].id,
        NewEvidence("很旧的名单", date(2020, 1, 1), "办公室"), LOCAL,
    )  # fmt: skip
    hand_in(store, before, LOCAL)
    days.go_to(date(2022, 3, 1))
    return case_of(store, JIEFANGQIAO)


def area(found: Visit, number: int) -> str:
    return f"still_true.area.{found.case.standard.areas[number].id}"


def read(found: Visit) -> str:
    return read_back("\n".join(found.words()))


def test_the_home_page_says_how_many_answers_are_still_to_be_confirmed(visit: Open) -> None:
    found = visit(HOME).speak("en")
    assert "16 are still to be confirmed" in read(found)


def test_last_times_answer_stands_beside_the_blank_and_nothing_is_stored(
    visit: Open, store: Store
) -> None:
    found = visit(WALK).speak("en")
    said = read(found)
    assert "Last time (Creation 2021): Met" in said
    assert "note: 居民一起" in said
    assert "No longer fresh, not taken along: 很旧的名单" in said
    assert found.widget(found.key("1")).value is None
    assert rows(store, COUNT) == [(0,)]


def test_one_press_stores_an_item_and_shows_it(visit: Open, store: Store, case: Case) -> None:
    found = visit(WALK)
    first = case.standard.items[0]
    found.press(f"still_true.{first.id}")
    assert found.widget(found.key("1")).value == "met"
    assert found.widget(found.key("1", "note")).value == "居民一起"
    assert not found.has(f"still_true.{first.id}")
    assert rows(store, COUNT) == [(2,)]
    assert not found.errors()


def test_five_presses_of_the_areas_answer_everything_and_the_presses_go(
    visit: Open, store: Store, case: Case, standard: Standard
) -> None:
    found = visit(WALK).speak("en")
    for number, one in enumerate(standard.areas):
        found.give("area", one.id).press(area(found, number))
        assert not found.has(area(found, number))
    assert not found.has("next_unanswered")
    found.go(HOME)
    assert not found.widget("hand_in").disabled
    found.press("hand_in")
    assert rows(store, "select outcome from submission where cycle = '2022'") == [("meets",)]


def test_another_answer_is_marked_as_changed_and_is_not_overwritten(
    visit: Open, store: Store, case: Case
) -> None:
    found = visit(WALK).speak("en")
    found.give(found.key("1"), "unmet")
    assert "Changed since last time" in read(found)
    found.press(area(found, 0))
    assert draft_of(store, case).value(case.standard.items[0].id, "status") == {"status": "unmet"}


def test_who_was_overtaken_sees_both_answers(visit: Open, store: Store, case: Case) -> None:
    found, first = visit(WALK), case.standard.items[0]
    answer(store, case, first.id, "status", "partly")
    found.press(f"still_true.{first.id}")
    key = found.key("1")
    assert found.has(f"mine.{key}")
    assert draft_of(store, case).value(first.id, "status") == {"status": "partly"}
    found.press(f"mine.{key}")
    assert draft_of(store, case).value(first.id, "status") == {"status": "met"}


@pytest.mark.parametrize("role", ["viewer", "reviewer"])
def test_who_only_looks_sees_last_times_answers_and_gets_no_press(
    visit: Open, store: Store, here: Somebody, role: Role
) -> None:
    let_in(store, Actor("zhao"), role=role, scope="370102")
    here.person = "zhao"
    found = visit(WALK).speak("en")
    assert "Last time (Creation 2021)" in read(found)
    assert not found.has(area(found, 0))
    assert not found.has(f"still_true.{found.case.standard.items[0].id}")
    assert "still to be confirmed" not in read(found.go(HOME))
