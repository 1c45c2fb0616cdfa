"""Self-assessment: every field is stored as it is given, and nothing that is refused."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from green.assessment import submission
from green.assessment.model import Case
from green.assessment.profiles import save_profile
from green.registry.model import Profile
from green.registry.records import profile
from green.standard.model import Standard
from green.standard.validator import LONGEST_NOTE
from green.standard.verdict import judge
from green.store import Store
from tests.database import JIEFANGQIAO, LISHANLU, LOCAL, answer, answer_all, draft_of, rows
from tests.pages.visit import WALK, Visit

pytestmark = pytest.mark.usefixtures("enrolled")
Open = Callable[..., Visit]
COUNT = "select count(*) from answer_event"


def held(store: Store, case: Case, ref: str, field: str = "status") -> Any:
    item = case.standard.item(ref)
    assert item is not None
    return draft_of(store, case).value(item.id, field)


def has_quarters(store: Store, case: Case, quarters: int = 12) -> None:
    save_profile(store, case.community, Profile(quarters=quarters), LOCAL)


@contextmanager
def full_disk() -> Iterator[None]:
    """No file of this process may grow, as on a full disk; what is there can be read."""
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_all_sixteen_items_are_answered_through_the_fields(
    visit: Open, store: Store, enrolled: Case, standard: Standard
) -> None:
    found = visit(WALK)
    waste, coverage = found.key("5", "waste"), found.key("12", "coverage")
    for item in standard.items:
        found.area_of(item.ref)
        if not item.checks and item.ref != "16":
            found.give(found.key(item.ref), "met")
    found.area_of("5").give(found.key("5", "roads"), "yes").give(found.key("5", "sponge"), "yes")
    found.give(f"{waste}.base.quarters", 12).press(f"{waste}.all")
    found.area_of("12").give(f"{coverage}.basis", "households")
    found.give(f"{coverage}.base.households", 1000).give(f"{coverage}.households", 300)
    found.area_of("16").give(found.key("16"), "not_applicable")
    found.give(f"{found.key('16')}.reason", "没有登记的资源")

    draft = draft_of(store, enrolled)
    assert judge(standard, draft.answers(enrolled)).outcome == "meets"
    assert {(standard.items.index(found.item(item)) + 1, field): one.value
            for (item, field), one in draft.fields.items()} == {
        **{(n, "status"): {"status": "met"} for n in range(1, 16) if n not in (5, 12)},
        (5, "roads"): "yes",
        (5, "sponge"): "yes",
        (5, "waste"): {"count": 12, "of": 12, "basis": "quarters"},
        (12, "coverage"): {"count": 300, "of": 1000, "basis": "households"},
        (16, "status"): {"status": "not_applicable", "reason": "没有登记的资源"},
    }  # fmt: skip
    with store.read() as query:
        assert profile(query, enrolled.community.id) == Profile(quarters=12, households=1000)
    assert not found.has("next_unanswered")
    assert not found.app.error


def test_the_steps_say_how_far_each_area_is_and_the_address_says_which_is_open(
    visit: Open, standard: Standard
) -> None:
    found = visit(WALK)
    first, second = standard.areas[:2]
    assert [one[-3:] for one in found.widget("area").options][:2] == ["0/3", "0/3"]
    found.give(found.key("1"), "unmet")
    assert [one[-3:] for one in found.widget("area").options][:2] == ["1/3", "0/3"]
    assert "area" not in found.app.query_params
    found.give("area", second.id)
    assert found.app.query_params["area"] == second.id
    assert [item.ref for item in second.items if found.has(f"item-{item.ref}")] == ["4", "5", "6"]
    assert not any(found.has(f"item-{item.ref}") for item in first.items)


def test_an_unknown_area_in_the_address_opens_the_first(visit: Open) -> None:
    found = visit(WALK, area="no-such-area")
    assert found.has("item-1")
    assert "area" not in found.app.query_params


def test_an_area_in_the_address_is_opened(visit: Open) -> None:
    assert visit(WALK, area="culture").has("item-16")


def test_the_next_unanswered_item_is_one_press_away_also_in_another_area(
    visit: Open, store: Store, enrolled: Case
) -> None:
    answer_all(store, enrolled)
    answer(store, enrolled, "noise", "status", None)
    found = visit(WALK).press("next_unanswered")
    assert found.has("item-10")
    found.give(found.key("10"), "met")
    assert not found.has("next_unanswered")


def test_an_answer_taken_back_is_blank_again_and_not_no(
    visit: Open, store: Store, enrolled: Case
) -> None:
    found = visit(WALK)
    found.give(found.key("1"), "unmet").give(found.key("1"), None)
    assert held(store, enrolled, "1") is None
    assert (
        judge(enrolled.standard, draft_of(store, enrolled).answers(enrolled)).counts["unmet"] == 0
    )
    assert rows(store, COUNT) == [(2,)]


def test_a_rerun_without_a_change_stores_nothing(visit: Open, store: Store) -> None:
    found = visit(WALK)
    found.give(found.key("1"), "met").run().run()
    assert rows(store, COUNT) == [(1,)]


def test_a_note_is_sent_while_it_is_typed_and_stored_as_it_is(
    visit: Open, store: Store, enrolled: Case
) -> None:
    found = visit(WALK)
    key = found.key("1", "note")
    assert found.widget(key).proto.HasField("live_debounce_ms")
    found.give(key, "居民和物业")
    assert held(store, enrolled, "1", "note") == "居民和物业"
    found.give(key, "")
    assert held(store, enrolled, "1", "note") is None
    assert held(store, enrolled, "1") is None


def test_a_note_may_be_as_long_as_may_be_stored_and_no_longer(
    visit: Open, store: Store, enrolled: Case
) -> None:
    found = visit(WALK)
    key = found.key("1", "note")
    assert found.widget(key).proto.max_chars == LONGEST_NOTE
    found.give(key, "长" * LONGEST_NOTE)
    assert held(store, enrolled, "1", "note") == "长" * LONGEST_NOTE
    assert not found.app.error


def test_signs_that_no_reader_sees_are_not_stored(
    visit: Open, store: Store, enrolled: Case
) -> None:
    found = visit(WALK)
    found.give(found.key("1", "note"), " 响\x07铃 ")
    assert held(store, enrolled, "1", "note") == "响铃"


def test_not_applicable_is_stored_with_a_reason_and_not_without(
    visit: Open, store: Store, enrolled: Case
) -> None:
    found = visit(WALK).area_of("16")
    key = found.key("16")
    found.give(key, "met").give(key, "not_applicable")
    assert held(store, enrolled, "16") == {"status": "met"}
    found.give(f"{key}.reason", "   ")
    assert held(store, enrolled, "16") == {"status": "met"}
    found.give(f"{key}.reason", "没有登记的资源")
    assert held(store, enrolled, "16") == {"status": "not_applicable", "reason": "没有登记的资源"}
    assert not found.app.error


def test_the_usual_reason_is_one_press(visit: Open, store: Store, enrolled: Case) -> None:
    found = visit(WALK).area_of("5")
    key = found.key("5", "sponge")
    found.give(key, "not_applicable").press(f"{key}.reason.usual")
    check = found.item("5").check("sponge")
    assert held(store, enrolled, "5", "sponge") == {
        "not_applicable": str(check.not_applicable.when)
    }


def test_only_items_that_may_not_apply_offer_it(visit: Open, standard: Standard) -> None:
    found = visit(WALK)
    for item in standard.items:
        found.area_of(item.ref)
        options = None if item.checks else len(found.widget(found.key(item.ref)).options)
        assert options == (None if item.checks else 4 if item.not_applicable else 3), item.ref


def test_a_count_above_its_base_is_refused_beside_its_field(
    visit: Open, store: Store, enrolled: Case
) -> None:
    has_quarters(store, enrolled)
    found = visit(WALK).area_of("5")
    key = found.key("5", "waste")
    found.give(key, 12).give(key, 13)
    assert held(store, enrolled, "5", "waste")["count"] == 12
    assert len(found.card("5").error) == 1
    assert len(found.app.error) == 1
    assert found.widget(key).value == 13
    found.give(key, 11)
    assert held(store, enrolled, "5", "waste")["count"] == 11
    assert not found.app.error


def test_a_base_that_cannot_be_is_refused_beside_it_and_the_profile_keeps_its_own(
    visit: Open, store: Store, enrolled: Case
) -> None:
    has_quarters(store, enrolled)
    found = visit(WALK).area_of("5")
    found.give(f"{found.key('5', 'waste')}.base.quarters", 10**12)
    assert len(found.card("5").error) == 1
    with store.read() as query:
        assert profile(query, enrolled.community.id) == Profile(quarters=12)


def test_a_count_is_not_asked_before_its_base_is_known(visit: Open) -> None:
    found = visit(WALK).area_of("5")
    key = found.key("5", "waste")
    assert found.widget(key).proto.disabled
    assert not found.has(f"{key}.all")


def test_a_base_changed_later_is_said_and_the_answer_stays_as_it_was_given(
    visit: Open, store: Store, enrolled: Case
) -> None:
    has_quarters(store, enrolled)
    found = visit(WALK).area_of("5")
    key = found.key("5", "waste")
    before = len(found.press(f"{key}.all").card("5").caption)
    found.give(f"{key}.base.quarters", 13)
    assert held(store, enrolled, "5", "waste") == {"count": 12, "of": 12, "basis": "quarters"}
    assert len(found.card("5").caption) == before + 1


def test_another_base_asks_for_the_count_again_and_keeps_what_is_stored(
    visit: Open, store: Store, enrolled: Case
) -> None:
    has_quarters(store, enrolled)
    found = visit(WALK).area_of("12")
    key = found.key("12", "coverage")
    found.give(key, 4).give(f"{key}.basis", "floor_area")
    assert found.widget(f"{key}.floor_area").value is None
    assert held(store, enrolled, "12", "coverage") == {"count": 4, "of": 12, "basis": "quarters"}
    found.give(f"{key}.base.floor_area", 100_000).give(f"{key}.floor_area", 30_000)
    assert held(store, enrolled, "12", "coverage") == {
        "count": 30_000,
        "of": 100_000,
        "basis": "floor_area",
    }


def test_what_is_handed_in_can_be_read_and_not_changed(
    visit: Open, store: Store, enrolled: Case, standard: Standard
) -> None:
    has_quarters(store, enrolled)
    answer_all(store, enrolled)
    submission.hand_in(store, enrolled, LOCAL)
    found = visit(WALK)
    prefix = f"a.{enrolled.community.id}."
    for area in standard.areas:
        found.give("area", area.id)
        fields = [one for one in _keyed(found.app.main) if one.key.startswith(prefix)]
        assert fields
        assert all(one.proto.disabled for one in fields)
        assert not any(found.has(f"evidence.{enrolled.community.id}.{item.id}.what.add")
                       for item in area.items)  # fmt: skip


def test_an_answer_to_what_was_handed_in_meanwhile_is_refused(
    visit: Open, store: Store, enrolled: Case
) -> None:
    answer_all(store, enrolled)
    found = visit(WALK)
    submission.hand_in(store, enrolled, LOCAL)
    before = rows(store, COUNT)
    found.give(found.key("1"), "unmet")
    assert len(found.card("1").error) == 1
    assert rows(store, COUNT) == before
    assert found.widget(found.key("1")).value == "met"


def test_recalling_opens_the_answers_again(visit: Open, store: Store, enrolled: Case) -> None:
    answer_all(store, enrolled)
    handed_in = submission.hand_in(store, enrolled, LOCAL)
    submission.recall(store, enrolled, handed_in.id, LOCAL)
    found = visit(WALK)
    found.give(found.key("1"), "partly")
    assert held(store, enrolled, "1") == {"status": "partly"}


def test_who_does_not_take_part_can_enrol_and_not_answer(visit: Open) -> None:
    found = visit(WALK, community=LISHANLU)
    assert found.has("enrol")
    assert not found.has("area")
    found.press("enrol")
    assert found.has("item-1")


def test_two_communities_in_one_session_keep_their_answers_apart(
    visit: Open, store: Store, enrolled: Case
) -> None:
    found = visit(WALK)
    found.give(found.key("1"), "met")
    found.app.query_params["community"] = LISHANLU
    found.run().press("enrol")
    assert not any(one.value == "met" for one in found.app.get("segmented_control"))
    found.app.query_params["community"] = JIEFANGQIAO
    found.run()
    assert found.widget(found.key("1")).value == "met"


@pytest.mark.skipif(os.name != "posix", reason="a limit on the size of files is set by POSIX")
def test_on_a_full_disk_the_answer_is_said_not_to_be_saved_and_can_be_given_again(
    visit: Open, store: Store, enrolled: Case
) -> None:
    found = visit(WALK)
    key = found.key("1")
    found.give(key, "met")
    with full_disk():
        found.give(key, "partly")
    assert len(found.card("1").error) == 1
    assert str(store.path) in found.errors()[0]
    assert os.strerror(errno.ENOSPC) not in found.errors()[0]
    assert held(store, enrolled, "1") == {"status": "met"}
    found.give(key, "unmet")
    assert held(store, enrolled, "1") == {"status": "unmet"}
    assert not found.app.error


def _keyed(block: Any) -> Iterator[Any]:
    return (one for one in block if getattr(one, "key", None) and hasattr(one, "proto"))
