"""Two people at one answer: nobody writes over the other without having seen both values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from green.assessment.answering import save
from green.assessment.model import Case
from green.people.model import Actor
from green.store import Store
from tests.database import draft_of, rows
from tests.pages.visit import WALK, Visit, read_back

pytestmark = pytest.mark.usefixtures("enrolled")
Open = Callable[..., Visit]
OTHER = Actor("王红")


def held(store: Store, case: Case, item: str = "co-creation", field: str = "status") -> Any:
    return draft_of(store, case).value(item, field)


def change(store: Store, case: Case, value: Any, item: str = "co-creation", field: str = "status"):
    """What the other does, with the present value before their eyes."""
    save(store, case, item, field, value, draft_of(store, case).event(item, field), OTHER)


def events(store: Store) -> int:
    return len(rows(store, "select * from answer_event"))


@pytest.fixture
def disputed(visit: Open, store: Store, enrolled: Case) -> Visit:
    """A page where "not met" was pressed after somebody else had stored "partly"."""
    found = visit(WALK)
    found.give(found.key("1"), "met")
    change(store, enrolled, "partly")
    return found.give(found.key("1"), "unmet")


def test_the_second_sees_both_values_and_nothing_is_stored(
    disputed: Visit, store: Store, enrolled: Case
) -> None:
    assert held(store, enrolled) == {"status": "partly"}
    assert events(store) == 2
    box = disputed.app.container(key=f"conflict.{disputed.key('1')}")
    said = read_back(" ".join(one.value for one in box.markdown))
    names = dict(
        zip(("met", "partly", "unmet"), disputed.widget(disputed.key("1")).options, strict=True)
    )
    assert names["partly"] in said
    assert names["unmet"] in said
    assert OTHER.person in said
    assert len(box.warning) == 1


def test_nothing_is_decided_by_a_rerun_or_another_answer(
    disputed: Visit, store: Store, enrolled: Case
) -> None:
    disputed.run().give(disputed.key("2"), "met").give("area", "culture").give("area", "mechanism")
    assert held(store, enrolled) == {"status": "partly"}
    assert disputed.has(f"conflict.{disputed.key('1')}")


def test_who_decides_for_their_own_stores_it_on_top_of_what_they_saw(
    disputed: Visit, store: Store, enrolled: Case
) -> None:
    disputed.press(f"mine.{disputed.key('1')}")
    assert held(store, enrolled) == {"status": "unmet"}
    assert not disputed.has(f"conflict.{disputed.key('1')}")
    assert disputed.widget(disputed.key("1")).value == "unmet"
    based_on = rows(store, "select id, based_on from answer_event order by id")
    assert based_on[2][1] == based_on[1][0]


def test_who_decides_for_what_is_stored_keeps_it(
    disputed: Visit, store: Store, enrolled: Case
) -> None:
    disputed.press(f"theirs.{disputed.key('1')}")
    assert held(store, enrolled) == {"status": "partly"}
    assert events(store) == 2
    assert not disputed.has(f"conflict.{disputed.key('1')}")
    assert disputed.widget(disputed.key("1")).value == "partly"


def test_after_a_decision_answers_are_stored_as_before(
    disputed: Visit, store: Store, enrolled: Case
) -> None:
    disputed.press(f"theirs.{disputed.key('1')}").give(disputed.key("1"), "met")
    assert held(store, enrolled) == {"status": "met"}
    assert not disputed.app.error


def test_who_decides_for_their_own_too_late_is_asked_again(
    disputed: Visit, store: Store, enrolled: Case
) -> None:
    change(store, enrolled, "met")
    disputed.press(f"mine.{disputed.key('1')}")
    assert held(store, enrolled) == {"status": "met"}
    assert disputed.has(f"conflict.{disputed.key('1')}")


def test_two_who_give_the_same_answer_have_nothing_to_decide(
    visit: Open, store: Store, enrolled: Case
) -> None:
    found = visit(WALK)
    change(store, enrolled, "met")
    found.give(found.key("1"), "met")
    assert not found.has(f"conflict.{found.key('1')}")
    assert events(store) == 1


def test_what_somebody_else_stored_is_shown_at_the_next_rerun(
    visit: Open, store: Store, enrolled: Case
) -> None:
    found = visit(WALK)
    found.give(found.key("1"), "met")
    change(store, enrolled, "partly")
    assert found.run().widget(found.key("1")).value == "partly"
    # Having seen it, the person may change it.
    found.give(found.key("1"), "unmet")
    assert held(store, enrolled) == {"status": "unmet"}


@pytest.mark.parametrize("letters", ["**粗** <b>x</b> $a$ :material/home:", "[a](http://b) `c`"])
def test_notes_in_dispute_are_shown_letter_for_letter(
    visit: Open, store: Store, enrolled: Case, letters: str
) -> None:
    found = visit(WALK)
    change(store, enrolled, f"他的 {letters}", field="note")
    found.give(found.key("1", "note"), f"我的 {letters}")
    assert held(store, enrolled, field="note") == f"他的 {letters}"
    box = found.app.container(key=f"conflict.{found.key('1', 'note')}")
    said = [one.value for one in box.markdown]
    assert all(letters not in one for one in said)
    assert f"他的 {letters}" in read_back(said[0])
    assert f"我的 {letters}" in read_back(said[1])


@pytest.mark.parametrize(
    ("ref", "field", "theirs", "mine"),
    [("5", "roads", "yes", "no"), ("5", "waste", {"count": 3, "of": 12}, 5)],
)
def test_checks_are_disputed_like_answers(
    visit: Open, store: Store, enrolled: Case, ref: str, field: str, theirs: Any, mine: Any
) -> None:
    found = visit(WALK).area_of(ref)
    key = found.key(ref, field)
    if field == "waste":
        found.give(f"{key}.base.quarters", 12)
    change(store, enrolled, theirs, "roads-sponge-waste", field)
    found.give(key, mine)
    assert held(store, enrolled, "roads-sponge-waste", field) == theirs
    found.press(f"mine.{key}")
    assert held(store, enrolled, "roads-sponge-waste", field) != theirs
    assert found.widget(key).value == mine
