"""A community's way through the chain, its changes after a return, and its history in words."""

from __future__ import annotations

from datetime import timedelta

import pytest

from green import clock
from green.assessment import answer_records, records
from green.assessment.answering import save
from green.assessment.model import Case
from green.assessment.submission import hand_in, recall
from green.assessment.submission_records import submissions
from green.review.changes import changes
from green.review.course import Course, read_course
from green.review.deciding import mark, send_back
from green.review.history import told
from green.review.noticing import publish
from green.review.snapshot import Proof
from green.standard.answers import ItemAnswer, NotApplicable, Share, YesNo
from green.store import Store
from tests.database import Days
from tests.review.conftest import CITY_REVIEWER, OFFICER, STREET_REVIEWER, handed_in
from tests.review.test_chain_walked import shown, to_notice


def course_of(store: Store, case: Case) -> Course:
    with store.read() as query:
        ours = submissions(query, case.programme.id, case.community.id)
        found = read_course(query, case, ours)
    assert found is not None
    return found


def steps(store: Store, case: Case) -> list[str]:
    with store.read() as query:
        ours = submissions(query, case.programme.id, case.community.id)
    return [one.where for one in course_of(store, case).steps(ours[-1])]


def history(store: Store, case: Case) -> list[str]:
    found = course_of(store, case)
    with store.read() as query:
        events = records.history(query, case.programme.id, case.community.id)
    return [one.text for one in told(events, found)]


def returned(store: Store, case: Case) -> None:
    submission = handed_in(store, case).id
    mark(store, STREET_REVIEWER, case, submission, "street", "9", "return", "坡道没有扶手。")
    send_back(store, STREET_REVIEWER, case, submission, "street", "请补充。")


def test_the_steps_are_done_here_and_to_come_and_all_done_once_published(
    store: Store, case: Case, days: Days
) -> None:
    submission = to_notice(store, case)
    assert steps(store, case) == ["done", "done", "here"]
    listed = shown(store, case, submission)
    days.go_to(clock.today() + timedelta(days=8))
    assert steps(store, case) == ["done", "done", "here"]
    publish(store, CITY_REVIEWER, case.programme, listed, "清建〔2024〕1号")
    with store.read() as query:
        (ours,) = submissions(query, case.programme.id, case.community.id)
    *_before, city = course_of(store, case).steps(ours)
    assert (city.where, city.since) == ("done", clock.today())
    assert city.office == "广东省清远市"
    words = history(store, case)
    assert any("Published: 清建〔2024〕1号" in one for one in words)
    assert "Recognised: attained" in words


def test_a_return_stands_in_the_history_once_with_its_office_and_note(
    store: Store, case: Case
) -> None:
    returned(store, case)
    words = history(store, case)
    assert words == [
        "Recommendation by the street: returned, 清城区凤城街道. “请补充。”",
        "Recommendation by the street: review begun, 清城区凤城街道.",
        "Handed in the self-assessment",
        "Took part",
    ]


def test_a_draft_is_held_beside_what_came_back_and_not_beside_what_was_recalled(
    store: Store, case: Case
) -> None:
    assert course_of(store, case).before is None
    recall(store, case, handed_in(store, case).id, OFFICER)
    assert course_of(store, case).before is None
    with store.read() as query:
        held = answer_records.draft(query, case).event("ageing-access", "note")
    submission = hand_in(store, case, OFFICER).id
    assert course_of(store, case).before is None
    mark(store, STREET_REVIEWER, case, submission, "street", "9", "return", "坡道没有扶手。")
    send_back(store, STREET_REVIEWER, case, submission, "street")
    before = course_of(store, case).before
    assert before is not None
    assert before.submission.id == submission
    save(store, case, "9", "note", "扶手已补装。", held, OFFICER)
    hand_in(store, case, OFFICER)
    again = course_of(store, case).before
    assert again is not None
    assert again.submission.id == submission


@pytest.mark.usefixtures("english")
def test_changes_are_said_one_by_one_and_nothing_where_nothing_changed(case: Case) -> None:
    roads, nine = case.standard.item("5"), case.standard.item("9")
    assert roads is not None
    assert nine is not None
    old, new = ItemAnswer("met", note="见台账。"), ItemAnswer("partly", note="扶手已补装。")
    paper = Proof("照片", clock.today(), "办公室")
    assert changes(nine, old, old, (paper,), (paper,)) == []
    assert [str(one) for one in changes(nine, old, new, (), (paper,))] == [
        "Answer: Met → Partly met",
        "Note: “见台账。” → “扶手已补装。”",
        "Evidence added: 照片",
    ]
    assert [str(one) for one in changes(nine, old, replace_note(old), (paper,), ())] == [
        "Note: “见台账。” → nothing",
        "Evidence taken off: 照片",
    ]
    first, second, third = (check.id for check in roads.checks)
    before = ItemAnswer(checks={first: YesNo(True), third: Share(3, 12)})
    after = ItemAnswer(
        checks={first: YesNo(False), second: NotApplicable("无"), third: Share(4, 12)}
    )
    found = [str(one) for one in changes(roads, before, after)]
    assert [one.split(": ", 1)[1] for one in found] == [
        "Yes → No",
        "Unanswered → Not applicable (无)",
        "3/12 → 4/12",
    ]


def replace_note(answer: ItemAnswer) -> ItemAnswer:
    return ItemAnswer(answer.status, answer.reason, "", answer.checks)
