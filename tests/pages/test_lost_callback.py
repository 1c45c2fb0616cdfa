"""A press whose callback was broken off by the next one is stored when the page is drawn."""

from __future__ import annotations

from green.assessment.answering import save
from green.assessment.model import Case
from green.people.model import Actor
from green.store import Store
from tests.pages.test_assessment import Open, held
from tests.pages.visit import WALK


def test_what_a_field_holds_and_nobody_stored_is_stored_with_the_next_run(
    visit: Open, store: Store, enrolled: Case
) -> None:
    found = visit(WALK)
    found.app.session_state[found.key("1")] = "met"
    found.run()
    assert held(store, enrolled, "1") == {"status": "met"}
    assert held(store, enrolled, "2") is None


def test_a_field_changed_by_somebody_else_is_not_stored_back(
    visit: Open, store: Store, enrolled: Case
) -> None:
    found = visit(WALK).give(visit(WALK).key("1"), "met")
    item = found.item("1")
    before = found.app.session_state[f"seen.{found.key('1')}"]
    save(store, enrolled, item.id, "status", "unmet", before, Actor("other"))
    found.run()
    assert held(store, enrolled, "1") == {"status": "unmet"}
    assert found.widget(found.key("1")).value == "unmet"


def test_what_a_field_held_is_stored_also_when_its_area_was_left_at_once(
    visit: Open, store: Store, enrolled: Case
) -> None:
    found = visit(WALK)
    found.app.session_state[found.key("1")] = "met"
    found.give("area", "culture")
    assert held(store, enrolled, "1") == {"status": "met"}
    # Going to and fro changes nothing more.
    for area in ("mechanism", "culture", "mechanism"):
        found.give("area", area)
    assert held(store, enrolled, "1") == {"status": "met"}
    assert found.widget(found.key("1")).value == "met"


def test_a_field_filled_in_by_a_press_is_not_overwritten_by_what_it_held_before(
    visit: Open, store: Store, enrolled: Case
) -> None:
    found = visit(WALK, area="infrastructure")
    found.give(f"{found.key('5', 'waste')}.base.quarters", 12)
    found.press(f"{found.key('5', 'waste')}.all")
    for area in ("culture", "infrastructure", "culture"):
        found.give("area", area)
    assert held(store, enrolled, "5", "waste") == {"count": 12, "of": 12, "basis": "quarters"}
