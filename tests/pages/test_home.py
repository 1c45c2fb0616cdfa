"""My community: finding it, taking part, its profile, handing in, recalling, leaving."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from green import clock
from green.assessment import submission
from green.assessment.model import Case
from green.assessment.profiles import save_profile
from green.assessment.states import state_of
from green.registry.model import Profile
from green.registry.records import profile
from green.store import Store
from green.ui import place
from tests.database import JIEFANGQIAO, LISHANLU, LOCAL, QINGDAO, answer_all, case_of, rows
from tests.pages.visit import HOME, PROGRESS, WALK, Visit

Open = Callable[..., Visit]
SEARCH = "find_community"


def state(store: Store, case: Case) -> Any:
    with store.read() as query:
        return state_of(query, case.programme, case.community.id, clock.today(), clock.now())


def known(store: Store, case: Case) -> Profile:
    with store.read() as query:
        return profile(query, case.community.id)


def offered(page: Visit) -> list[str]:
    return [one.key.removeprefix("choose_") for one in page.app.button if one.key[:7] == "choose_"]


@pytest.mark.parametrize("page", [HOME, WALK])
def test_with_nothing_chosen_there_is_only_the_search(visit: Open, page: str) -> None:
    found = visit(page, community=None)
    assert found.has(SEARCH)
    assert not found.app.error
    assert offered(found) == []
    assert not any(found.has(key) for key in ("enrol", "another", "area", "hand_in", "withdraw"))


@pytest.mark.parametrize("text", ["解放桥", "历下 解放桥", "解放路街道", JIEFANGQIAO, "370102001"])
def test_a_community_is_found_by_its_name_its_place_and_its_code(visit: Open, text: str) -> None:
    found = visit(community=None).give(SEARCH, text)
    assert JIEFANGQIAO in offered(found)
    assert QINGDAO not in offered(found)


@pytest.mark.parametrize("text", ["没有这个社区", "3799", "%", "' or 1 = 1 --"])
def test_what_is_not_found_is_said_and_nothing_is_offered(visit: Open, text: str) -> None:
    found = visit(community=None).give(SEARCH, text)
    assert offered(found) == []
    assert place._heading(0) in found.words()


def test_blanks_are_no_search(visit: Open) -> None:
    found = visit(community=None).give(SEARCH, "   ")
    assert offered(found) == []
    assert place._heading(0) not in found.words()


def test_of_many_communities_the_first_are_offered_and_it_is_said(visit: Open) -> None:
    found = visit(community=None).give(SEARCH, "37")
    assert len(offered(found)) == place._MOST_FOUND
    assert place._heading(place._MOST_FOUND + 1) in found.words()


def test_a_community_chosen_stays_chosen_over_pages_and_in_the_address(visit: Open) -> None:
    found = visit(community=None).give(SEARCH, "解放桥").press(f"choose_{JIEFANGQIAO}")
    for page in (HOME, WALK, PROGRESS, HOME):
        found.go(page)
        assert found.app.query_params["community"] == JIEFANGQIAO
    assert found.has("enrol")
    assert not found.has(SEARCH)


def test_another_community_may_be_chosen_and_the_first_leaves_the_address(visit: Open) -> None:
    found = visit().press("another")
    assert "community" not in found.app.query_params
    assert found.has(SEARCH)
    found.give(SEARCH, LISHANLU).press(f"choose_{LISHANLU}")
    assert found.app.query_params["community"] == LISHANLU
    assert JIEFANGQIAO not in " ".join(found.words())


def test_what_was_last_worked_on_is_offered_before_anything_is_typed(
    visit: Open, enrolled: Case
) -> None:
    assert offered(visit(community=None)) == [JIEFANGQIAO]


@pytest.mark.parametrize("code", ["370102999999", "not-a-code", "<b>370102001002</b>", "%"])
def test_an_unknown_code_in_the_address_gets_a_sentence_and_the_search(
    visit: Open, code: str
) -> None:
    found = visit(community=code)
    assert len(found.errors()) == 1
    assert code in found.errors()[0]
    assert found.has(SEARCH)
    assert not found.has("enrol")


def test_taking_part_is_one_press_and_hands_nothing_in(
    visit: Open, store: Store, case: Case
) -> None:
    found = visit()
    assert not state(store, case).participating
    found.press("enrol")
    now = state(store, case)
    assert now.participating
    assert not now.submitted
    assert not found.has("enrol")
    assert found.has("go_on")
    assert rows(store, "select kind, person from enrolment_event") == [("enrol", "local")]


def test_taking_part_twice_from_two_windows_is_refused_the_second_time(
    visit: Open, store: Store
) -> None:
    first, second = visit(), visit()
    first.press("enrol")
    second.press("enrol")
    assert len(second.errors()) == 1
    assert len(rows(store, "select * from enrolment_event")) == 1


def test_every_unanswered_item_leads_to_its_place_in_the_walk(visit: Open, enrolled: Case) -> None:
    found = visit()
    for item in enrolled.standard.items:
        assert found.has(f"to_item_{item.ref}")
    found.press("to_item_12")
    assert found.has("item-12")
    assert not found.has("item-1")


def test_handing_in_is_closed_until_everything_is_answered(
    visit: Open, store: Store, enrolled: Case
) -> None:
    assert visit().widget("hand_in").proto.disabled
    answer_all(store, enrolled)
    assert not visit().widget("hand_in").proto.disabled


def test_handing_in_freezes_what_was_answered_and_recalling_opens_it(
    visit: Open, store: Store, enrolled: Case
) -> None:
    answer_all(store, enrolled)
    found = visit().press("hand_in")
    assert state(store, enrolled).attained
    assert not found.has("hand_in")
    ((snapshot,),) = rows(store, "select snapshot from submission")
    assert len(json.loads(snapshot)["answers"]) == 16
    found.press("recall")
    now = state(store, enrolled)
    assert now.participating
    assert not now.submitted
    assert not found.widget("hand_in").proto.disabled
    assert rows(store, "select snapshot from submission") == [(snapshot,)]


def test_what_is_not_met_can_be_handed_in_and_does_not_count_as_attained(
    visit: Open, store: Store, enrolled: Case
) -> None:
    answer_all(store, enrolled, noise="partly")
    visit().press("hand_in")
    now = state(store, enrolled)
    assert now.submitted
    assert not now.attained


def test_a_self_assessment_handed_in_meanwhile_is_not_handed_in_twice(
    visit: Open, store: Store, enrolled: Case
) -> None:
    answer_all(store, enrolled)
    first, second = visit(), visit()
    first.press("hand_in")
    second.press("hand_in")
    assert len(rows(store, "select * from submission")) == 1
    assert len(second.errors()) == 1


def test_the_history_has_no_column_for_snapshots_before_there_is_one(
    visit: Open,
) -> None:
    visit().press("enrol")
    assert "申报快照" not in visit().app.table[0].value.columns


def test_the_history_has_every_step_and_every_snapshot(
    visit: Open, store: Store, enrolled: Case
) -> None:
    answer_all(store, enrolled)
    found = visit().press("hand_in").press("recall").press("hand_in")
    assert len(found.app.table[0].value) == 4
    ids = [row[0] for row in rows(store, "select id from submission")]
    assert len(ids) == 2
    assert all(found.has(f"snapshot_{one}") for one in ids)


def test_who_has_attained_cannot_leave_and_is_told_what_to_do_first(
    visit: Open, store: Store, enrolled: Case
) -> None:
    answer_all(store, enrolled)
    found = visit().press("hand_in").press("withdraw")
    assert len(found.errors()) == 1
    assert state(store, enrolled).participating


def test_leaving_keeps_the_answers_and_ends_taking_part(
    visit: Open, store: Store, enrolled: Case
) -> None:
    answer_all(store, enrolled)
    before = rows(store, "select count(*) from answer_event")
    found = visit().press("hand_in").press("recall").press("withdraw")
    assert not found.app.error
    assert not state(store, enrolled).participating
    assert rows(store, "select count(*) from answer_event") == before
    assert found.has("enrol")


def test_the_profile_is_stored_as_it_is_filled(visit: Open, store: Store, enrolled: Case) -> None:
    def key(name: str) -> str:
        return f"profile.{enrolled.community.id}.{name}"

    found = (
        visit().give(key("quarters"), 12).give(key("built_from"), 1985).give(key("kind"), "mixed")
    )
    assert known(store, enrolled) == Profile(quarters=12, built_from=1985, kind="mixed")
    found.give(key("built_from"), None)
    assert known(store, enrolled) == Profile(quarters=12, kind="mixed")


@pytest.mark.parametrize(
    ("name", "value"), [("quarters", 0), ("households", -5), ("built_to", 1900), ("built_to", 2999)]
)
def test_a_profile_that_cannot_be_is_refused_beside_the_fields(
    visit: Open, store: Store, enrolled: Case, name: str, value: int
) -> None:
    before = Profile(quarters=12, built_from=1985)
    save_profile(store, enrolled.community, before, LOCAL)
    found = visit().give(f"profile.{enrolled.community.id}.{name}", value)
    assert len(found.errors()) == 1
    assert known(store, enrolled) == before
    # What was typed stays before the eyes until it is mended.
    assert found.widget(f"profile.{enrolled.community.id}.{name}").value == value


def test_what_was_handed_in_is_named_by_its_hash_and_said_to_be_unchanged(
    visit: Open, store: Store, enrolled: Case
) -> None:
    answer_all(store, enrolled)
    one = submission.hand_in(store, enrolled, LOCAL)
    assert one.sha256[:12] in visit(HOME).app.success[0].value


def test_a_snapshot_altered_behind_the_apps_back_is_said_to_be_altered(
    visit: Open, store: Store, enrolled: Case
) -> None:
    answer_all(store, enrolled)
    submission.hand_in(store, enrolled, LOCAL)
    assert not visit(HOME).app.error
    with store.write() as query:
        query.run("update submission set snapshot = replace(snapshot, 'meets', 'MEETS')")
    assert len(visit(HOME).errors()) == 1


def test_two_communities_of_one_name_are_told_apart(visit: Open, store: Store) -> None:
    ((name, first, second),) = rows(
        store,
        """
        select name, min(code), max(code) from community
        group by name having count(*) > 1 order by name limit 1
        """,
    )
    page = visit(community=None).give("find_community", name)
    assert case_of(store, first).community.where != case_of(store, second).community.where
    assert page.widget(f"choose_{first}").label != page.widget(f"choose_{second}").label


def test_where_communities_declare_themselves_nothing_of_a_chain_is_shown(
    visit: Open, store: Store, enrolled: Case
) -> None:
    answer_all(store, enrolled, noise="partly")
    page = visit()
    assert not page.has("outlook")
    page.press("hand_in")
    assert not page.has("course")
    assert page.has("recall")
