"""Qingyuan's chain from the hand-in to the figures: every step, and every step out of turn."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from green import clock
from green.assessment.answering import save
from green.assessment.enrolment import withdraw
from green.assessment.model import Case, State
from green.assessment.states import state_of
from green.assessment.submission import hand_in, recall
from green.assessment.submission_records import submissions
from green.errors import NotPossible, Refused
from green.people.guard import NotAllowed
from green.people.model import Actor
from green.progress.figures import progress
from green.review import objecting, queue_records
from green.review.deciding import agree, agree_rest, mark, send_back
from green.review.matter import position_of
from green.review.model import Position
from green.review.notice_records import notice
from green.review.noticing import NewNotice, open_notice, publish
from green.store import Store
from tests.database import Days
from tests.review.conftest import (
    CHAIN,
    CITY,
    CITY_REVIEWER,
    DISTRICT_REVIEWER,
    EVERYWHERE,
    OFFICER,
    SECOND_CITY_REVIEWER,
    STREET_REVIEWER,
    handed_in,
)


def state(store: Store, case: Case, day: date | None = None) -> State:
    with store.read() as query:
        found = day or clock.today()
        return state_of(query, case.programme, case.community.id, found, query.at)


def place(store: Store, case: Case) -> Position:
    with store.read() as query:
        found = submissions(query, case.programme.id, case.community.id)[-1]
        return position_of(query, case, found)


def all_agreed(store: Store, case: Case, submission: int, step: str, actor: Actor) -> None:
    for item in case.standard.items:
        mark(store, actor, case, submission, step, item.id, "agree")
    agree(store, actor, case, submission, step)


def to_notice(store: Store, case: Case) -> int:
    """Handed in and agreed to by every level; returns the submission's id."""
    submission = handed_in(store, case).id
    for step, actor in CHAIN.items():
        all_agreed(store, case, submission, step, actor)
    return submission


def shown(store: Store, case: Case, submission: int) -> int:
    new = NewNotice("清远市绿色社区公示名单", "市住房城乡建设局 0763-0000000", clock.today())
    return open_notice(store, CITY_REVIEWER, case.programme, "city", CITY, [submission], new)


def attained(store: Store, case: Case) -> int:
    with store.read() as query:
        return progress(query, case.programme).total.standing.counts.attained


def test_a_community_goes_through_the_chain_and_is_counted_from_its_publication_on(
    store: Store, case: Case, days: Days
) -> None:
    submission = to_notice(store, case)
    assert place(store, case).phase == "noticeable"
    listed = shown(store, case, submission)
    with store.read() as query:
        found = notice(query, listed)
    assert found is not None
    assert (found.ends_on - found.starts_on).days == 6
    assert state(store, case) == State(True, True, False, False)
    with pytest.raises(NotPossible, match="lasts until"):
        publish(store, CITY_REVIEWER, case.programme, listed, "清建〔2024〕1号")
    published = found.ends_on + timedelta(days=1)
    days.go_to(published)
    assert attained(store, case) == 0
    assert publish(store, CITY_REVIEWER, case.programme, listed, "清建〔2024〕1号") == 1
    assert attained(store, case) == 1
    assert state(store, case) == State(True, True, True, False)
    assert not state(store, case, found.ends_on).attained
    assert place(store, case).phase == "done"
    with pytest.raises(NotPossible, match="published or withdrawn"):
        publish(store, CITY_REVIEWER, case.programme, listed, "清建〔2024〕1号")
    with pytest.raises(NotPossible, match="revoke the recognition first"):
        withdraw(store, case, OFFICER)


def test_only_the_returned_item_opens_again_and_the_next_hand_in_begins_the_chain_anew(
    store: Store, case: Case
) -> None:
    submission = handed_in(store, case).id
    all_agreed(store, case, submission, "street", STREET_REVIEWER)
    mark(store, DISTRICT_REVIEWER, case, submission, "district", "9", "return", "坡道没有扶手。")
    agree_rest(store, DISTRICT_REVIEWER, case, submission, "district")
    with pytest.raises(NotPossible, match="item 9"):
        agree(store, DISTRICT_REVIEWER, case, submission, "district")
    send_back(store, DISTRICT_REVIEWER, case, submission, "district")
    assert place(store, case).phase == "returned"
    assert state(store, case) == State(True, False, False, False)
    with store.read() as query:
        back = submissions(query, case.programme.id, case.community.id)[-1]
    assert back.returned == {"ageing-access": "坡道没有扶手。"}
    with pytest.raises(NotPossible, match="did not come back"):
        save(store, case, "1", "note", "另有补充。", None, OFFICER)
    with store.read() as query:
        from green.assessment.answer_records import draft

        held = draft(query, case).event("ageing-access", "note")
    save(store, case, "9", "note", "扶手已补装。", held, OFFICER)
    again = hand_in(store, case, OFFICER)
    assert place(store, case).step == case.programme.step("street")
    with pytest.raises(NotPossible, match="handed in a newer"):
        mark(store, STREET_REVIEWER, case, submission, "street", "1", "agree")
    all_agreed(store, case, again.id, "street", STREET_REVIEWER)


def test_a_step_out_of_turn_is_refused_with_a_sentence(store: Store, case: Case) -> None:
    submission = handed_in(store, case).id
    with pytest.raises(NotPossible, match="its turn is at"):
        mark(store, CITY_REVIEWER, case, submission, "city", "1", "agree")
    with pytest.raises(NotPossible, match="no such step"):
        mark(store, CITY_REVIEWER, case, submission, "province", "1", "agree")
    with pytest.raises(NotPossible, match="decided by the reviewers of"):
        mark(store, CITY_REVIEWER, case, submission, "street", "1", "agree")
    with pytest.raises(NotAllowed):
        mark(store, OFFICER, case, submission, "street", "1", "agree")
    assert place(store, case).phase == "waiting"


def test_it_can_be_recalled_until_the_next_level_has_opened_it(store: Store, case: Case) -> None:
    first = handed_in(store, case).id
    recall(store, case, first, OFFICER)
    second = hand_in(store, case, OFFICER).id
    mark(store, STREET_REVIEWER, case, second, "street", "1", "agree")
    with pytest.raises(NotPossible, match="review has begun"):
        recall(store, case, second, OFFICER)


def test_one_person_cannot_decide_two_steps_in_a_row(store: Store, case: Case) -> None:
    submission = handed_in(store, case).id
    all_agreed(store, case, submission, "street", EVERYWHERE)
    with pytest.raises(NotPossible, match="two in a row"):
        mark(store, EVERYWHERE, case, submission, "district", "1", "agree")
    all_agreed(store, case, submission, "district", DISTRICT_REVIEWER)
    # Not in a row: the district's reviewer lies between.
    all_agreed(store, case, submission, "city", EVERYWHERE)


def test_of_two_reviewers_one_decides_and_the_other_is_told(store: Store, case: Case) -> None:
    submission = handed_in(store, case).id
    all_agreed(store, case, submission, "street", STREET_REVIEWER)
    all_agreed(store, case, submission, "district", DISTRICT_REVIEWER)
    all_agreed(store, case, submission, "city", CITY_REVIEWER)
    with pytest.raises(NotPossible, match="agreed to and waits"):
        agree(store, SECOND_CITY_REVIEWER, case, submission, "city")


def test_a_return_takes_a_reason(store: Store, case: Case) -> None:
    submission = handed_in(store, case).id
    with pytest.raises(Refused):
        mark(store, STREET_REVIEWER, case, submission, "street", "1", "return", " ")
    with pytest.raises(NotPossible, match="No item is marked"):
        send_back(store, STREET_REVIEWER, case, submission, "street")


def test_an_upheld_objection_takes_a_community_off_the_list_and_its_step_is_decided_anew(
    store: Store, case: Case, days: Days
) -> None:
    submission = to_notice(store, case)
    listed = shown(store, case, submission)
    objection = objecting.object_to(store, listed, submission, "消防通道经常被占。")
    days.go_to(clock.today() + timedelta(days=8))
    with pytest.raises(NotPossible, match="Objections wait"):
        publish(store, CITY_REVIEWER, case.programme, listed, "清建〔2024〕1号")
    objecting.answer(
        store, CITY_REVIEWER, case.programme, objection, "已核实，退回整改。", upheld=True
    )
    assert publish(store, CITY_REVIEWER, case.programme, listed, "清建〔2024〕1号") == 0
    assert place(store, case).phase == "begun"
    assert attained(store, case) == 0
    agree(store, SECOND_CITY_REVIEWER, case, submission, "city")
    assert place(store, case).phase == "noticeable"


def test_the_queue_says_of_every_submission_what_the_fold_says(store: Store, case: Case) -> None:
    def queued() -> tuple[str, str] | None:
        with store.read() as query:
            every = [step.id for step in case.programme.chain]
            phases = ("waiting", "begun", "noticeable", "on_notice")
            found = queue_records.queue(query, case.programme, [""], every, phases)
        return (found[0].step, found[0].phase) if found else None

    def folded() -> tuple[str, str] | None:
        now = place(store, case)
        return (now.step.id, now.phase) if now.step else None

    submission = handed_in(store, case).id
    assert queued() == folded() == ("street", "waiting")
    for step, actor in CHAIN.items():
        mark(store, actor, case, submission, step, "1", "agree")
        assert queued() == folded() == (step, "begun")
        all_agreed(store, case, submission, step, actor)
    assert queued() == folded() == ("city", "noticeable")
    shown(store, case, submission)
    assert queued() == folded() == ("city", "on_notice")
