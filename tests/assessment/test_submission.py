"""Handing in and recalling: a snapshot that proves itself and never changes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date, datetime, timedelta
from threading import Barrier

import pytest

from green import clock
from green.assessment import records, submission_records
from green.assessment.answering import NewEvidence, attach_evidence, detach_evidence
from green.assessment.enrolment import enrol
from green.assessment.model import Case, State, Submission
from green.assessment.profiles import save_profile
from green.assessment.states import state_of
from green.assessment.submission import hand_in, recall
from green.errors import NotPossible
from green.people.model import Actor
from green.registry.model import Profile
from green.standard import loader
from green.standard.document import Document
from green.standard.model import Standard
from green.standard.validator import read_answers
from green.standard.verdict import judge
from green.store import Store
from tests.database import (
    JIEFANGQIAO,
    LISHANLU,
    LOCAL,
    SELF_DECLARED,
    Days,
    answer,
    answer_all,
    case_of,
    draft_of,
    morning,
    rows,
)

DAY = date(2024, 3, 1)
LATER = morning(date(2030, 1, 1))


@pytest.fixture
def case(store: Store, case: Case) -> Case:
    """It takes part and has answered everything as met."""
    enrol(store, case, LOCAL)
    answer_all(store, case)
    return case


def state(store: Store, case: Case, day: date = DAY) -> State:
    with store.read() as query:
        return state_of(query, case.programme, case.community.id, day, LATER)


def submissions(store: Store, case: Case) -> list[Submission]:
    with store.read() as query:
        return submission_records.submissions(query, case.programme.id, case.community.id)


def test_who_meets_every_item_has_attained_with_handing_in(store: Store, case: Case) -> None:
    submission = hand_in(store, case, LOCAL)
    assert submission.outcome == "meets"
    assert state(store, case) == State(participating=True, submitted=True, attained=True)
    assert state(store, case, DAY - timedelta(days=1)) == State()


@pytest.mark.parametrize("status", ["unmet", "partly"])
def test_who_misses_one_item_has_handed_in_but_not_attained(
    store: Store, case: Case, status: str
) -> None:
    answer(store, case, "noise", "status", status)
    submission = hand_in(store, case, LOCAL)
    assert submission.outcome == "does_not_meet"
    assert state(store, case) == State(participating=True, submitted=True)


def test_an_item_that_does_not_apply_does_not_stand_in_the_way(store: Store, case: Case) -> None:
    answer(store, case, "heritage", "status", {"status": "not_applicable", "reason": "none here"})
    assert hand_in(store, case, LOCAL).outcome == "meets"


def test_nobody_is_named_while_communities_declare_themselves(store: Store, case: Case) -> None:
    hand_in(store, case, LOCAL)
    assert state(store, case).named is None


def test_what_is_not_fully_answered_cannot_be_handed_in(store: Store, case: Case) -> None:
    answer(store, case, "co-creation", "status", None)
    answer(store, case, "roads-sponge-waste", "waste", None)
    with pytest.raises(NotPossible) as refused:
        hand_in(store, case, LOCAL)
    assert str(refused.value) == (
        "Not everything is answered yet: item 1, 5. Answer what is missing, then hand in."
    )
    assert submissions(store, case) == []
    assert rows(store, "select count(*) from standard_text") == [(0,)]
    assert state(store, case) == State(participating=True)


def test_who_does_not_take_part_cannot_hand_in(store: Store, case: Case) -> None:
    other = case_of(store, LISHANLU)
    with pytest.raises(NotPossible, match="历山路社区 does not take part yet"):
        hand_in(store, other, LOCAL)


def test_who_has_handed_in_cannot_hand_in_again(store: Store, case: Case) -> None:
    hand_in(store, case, LOCAL)
    with pytest.raises(NotPossible) as refused:
        hand_in(store, case, LOCAL)
    assert str(refused.value) == (
        "The self-assessment is handed in already. Recall it first to hand in another."
    )
    assert len(submissions(store, case)) == 1


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (date(2024, 3, 2), "2024-03-02 is outside the open cycle"),
        (date(2021, 12, 31), "2021-12-31 is outside the open cycle"),
        (date(2024, 2, 29), "There is a later step already, of 2024-03-01"),
    ],
)
def test_a_day_that_cannot_be_is_refused(
    store: Store, case: Case, day: date, sentence: str
) -> None:
    with pytest.raises(NotPossible, match=sentence):
        hand_in(store, case, LOCAL, day)
    assert submissions(store, case) == []


def test_a_recall_takes_back_submitted_and_attained_but_not_taking_part(
    store: Store, case: Case, days: Days
) -> None:
    submission = hand_in(store, case, LOCAL)
    days.go_to(DAY + timedelta(days=5))
    recall(store, case, submission.id, LOCAL)
    assert state(store, case, DAY + timedelta(days=4)).attained
    assert state(store, case, DAY + timedelta(days=5)) == State(participating=True)


def test_a_submission_cannot_be_recalled_twice(store: Store, case: Case) -> None:
    submission = hand_in(store, case, LOCAL)
    recall(store, case, submission.id, LOCAL)
    with pytest.raises(NotPossible) as refused:
        recall(store, case, submission.id, LOCAL)
    assert str(refused.value) == ("This self-assessment was recalled already. Load the page again.")
    assert rows(store, "select count(*) from submission_event") == [(1,)]


def test_an_old_page_cannot_recall_a_submission_it_does_not_show(store: Store, case: Case) -> None:
    first = hand_in(store, case, LOCAL)
    recall(store, case, first.id, LOCAL)
    hand_in(store, case, LOCAL)
    with pytest.raises(NotPossible):
        recall(store, case, first.id, LOCAL)
    assert state(store, case).attained


def test_a_submission_of_another_community_cannot_be_recalled(store: Store, case: Case) -> None:
    submission = hand_in(store, case, LOCAL)
    other = case_of(store, LISHANLU)
    enrol(store, other, LOCAL)
    with pytest.raises(NotPossible):
        recall(store, other, submission.id, LOCAL)
    assert state(store, case).attained


def test_a_recall_of_a_day_before_handing_in_is_refused(store: Store, case: Case) -> None:
    submission = hand_in(store, case, LOCAL)
    with pytest.raises(NotPossible, match="There is a later step already"):
        recall(store, case, submission.id, LOCAL, DAY - timedelta(days=1))
    assert state(store, case).submitted


def test_after_a_recall_a_better_one_can_be_handed_in_on_the_same_day(
    store: Store, case: Case
) -> None:
    answer(store, case, "noise", "status", "unmet")
    first = hand_in(store, case, LOCAL)
    recall(store, case, first.id, LOCAL)
    answer(store, case, "noise", "status", "met")
    second = hand_in(store, case, LOCAL)
    assert state(store, case).attained
    assert [one.id for one in submissions(store, case)] == [first.id, second.id]
    assert [one.recalled_on for one in submissions(store, case)] == [DAY, None]


# The snapshot


def test_the_snapshot_has_the_sha_256_of_its_bytes(store: Store, case: Case) -> None:
    submission = hand_in(store, case, LOCAL)
    assert submission.sha256 == hashlib.sha256(submission.snapshot.encode("utf-8")).hexdigest()
    assert submission.is_intact


def test_a_snapshot_that_was_tampered_with_is_not_intact(store: Store, case: Case) -> None:
    hand_in(store, case, LOCAL)
    with store.write() as query:
        query.run("update submission set snapshot = replace(snapshot, '\"met\"', '\"unmet\"')")
    (found,) = submissions(store, case)
    assert not found.is_intact


def test_the_snapshot_is_canonical_json(store: Store, case: Case) -> None:
    snapshot = hand_in(store, case, LOCAL).snapshot
    again = json.dumps(
        json.loads(snapshot), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    assert snapshot == again


def test_the_snapshot_holds_all_that_a_reviewer_may_want_to_see(store: Store, case: Case) -> None:
    save_profile(store, case.community, Profile(quarters=12, built_from=1986), LOCAL)
    plan = NewEvidence("Minutes of the talk", date(2022, 2, 1), "blue folder")
    attach_evidence(store, case, "noise", plan, LOCAL)
    answer(store, case, "noise", "note", "Quiet since the wall was built.")
    submission = hand_in(store, case, Actor("wang"))
    snapshot = json.loads(submission.snapshot)
    assert snapshot["programme"] == SELF_DECLARED
    assert snapshot["cycle"] == submission.cycle == "2022"
    assert snapshot["standard"] == {
        "id": "cn-green-community-2020",
        "version": "1.0",
        "sha256": case.standard.sha256,
    }
    assert snapshot["community"] == {
        "code": JIEFANGQIAO,
        "name": "解放桥社区居民委员会",
        "place": ["济南市", "历下区", "解放路街道"],
        "profile": {"quarters": 12, "built_from": 1986},
    }
    assert snapshot["evidence"] == [
        {
            "item": "noise",
            "what": "Minutes of the talk",
            "true_as_of": "2022-02-01",
            "kept_at": "blue folder",
        }
    ]
    assert snapshot["outcome"] == "meets"
    assert snapshot["counts"]["met"] == 16
    assert snapshot["answers"]["10"]["note"] == "Quiet since the wall was built."
    assert (snapshot["effective_on"], snapshot["person"]) == ("2024-03-01", "wang")
    assert snapshot["recorded_at"] == clock.write_moment(submission.recorded_at)


def test_the_answers_in_the_snapshot_give_the_same_verdict_again(store: Store, case: Case) -> None:
    answer(store, case, "noise", "status", "partly")
    submission = hand_in(store, case, LOCAL)
    snapshot = json.loads(submission.snapshot)
    as_file = {"standard": snapshot["standard"]["id"], "answers": snapshot["answers"]}
    verdict = judge(case.standard, read_answers(case.standard, Document("snapshot", as_file)))
    assert verdict.outcome == submission.outcome == snapshot["outcome"]
    assert verdict.counts == snapshot["counts"]


def test_the_submission_cites_the_standards_hash_and_its_text_is_kept_once(
    store: Store, case: Case
) -> None:
    first = hand_in(store, case, LOCAL)
    recall(store, case, first.id, LOCAL)
    second = hand_in(store, case, LOCAL)
    assert first.standard_sha256 == second.standard_sha256 == case.standard.sha256
    ((sha256, identity, version, content),) = rows(store, "select * from standard_text")
    assert (sha256, identity, version) == (case.standard.sha256, case.standard.id, "1.0")
    kept = Standard.model_validate(json.loads(content))
    assert kept == loader.standard(case.standard.id)
    assert kept.sha256 == sha256


def test_the_kept_text_of_the_standard_has_the_hash_it_is_kept_under(
    store: Store, case: Case
) -> None:
    """So whoever has the row can prove it without this software."""
    hand_in(store, case, LOCAL)
    ((sha256, content),) = rows(store, "select sha256, content from standard_text")
    assert hashlib.sha256(content.encode()).hexdigest() == sha256


def test_every_item_has_its_status_in_a_row_of_its_own(store: Store, case: Case) -> None:
    answer(store, case, "noise", "status", "partly")
    answer(store, case, "roads-sponge-waste", "waste", {"count": 0, "of": 12})
    submission = hand_in(store, case, LOCAL)
    found = dict(
        rows(
            store,
            "select item, status from submission_item where submission = $id",
            id=submission.id,
        )
    )
    assert set(found) == {item.id for item in case.standard.items}
    assert found["noise"] == "partly"
    assert found["roads-sponge-waste"] == "partly"
    assert found["heritage"] == "met"


def test_what_was_handed_in_does_not_change_with_what_comes_after(store: Store, case: Case) -> None:
    plan = NewEvidence("Minutes", date(2022, 2, 1), "blue folder")
    evidence = attach_evidence(store, case, "noise", plan, LOCAL)
    save_profile(store, case.community, Profile(quarters=12), LOCAL)
    before = hand_in(store, case, LOCAL)
    recall(store, case, before.id, LOCAL)
    answer(store, case, "noise", "status", "unmet")
    detach_evidence(store, case, evidence, LOCAL)
    save_profile(store, case.community, Profile(quarters=99), LOCAL)
    hand_in(store, case, LOCAL)
    after = submissions(store, case)[0]
    assert (after.snapshot, after.sha256, after.outcome) == (
        before.snapshot,
        before.sha256,
        "meets",
    )
    statuses = rows(
        store, "select distinct status from submission_item where submission = $id", id=before.id
    )
    assert statuses == [("met",)]


def test_the_answers_are_still_there_after_handing_in_and_recalling(
    store: Store, case: Case
) -> None:
    before = draft_of(store, case)
    submission = hand_in(store, case, LOCAL)
    recall(store, case, submission.id, LOCAL)
    assert draft_of(store, case) == before


def test_the_history_shows_every_step_the_newest_first(store: Store, case: Case) -> None:
    first = hand_in(store, case, Actor("wang"))
    recall(store, case, first.id, Actor("li"))
    hand_in(store, case, LOCAL)
    with store.read() as query:
        found = records.history(query, case.programme.id, case.community.id)
    assert [step.kind for step in found] == ["hand_in", "recall", "hand_in", "enrol"]
    assert [step.person for step in found] == ["local", "li", "wang", "local"]
    assert found[1].submission == found[2].submission == first.id
    with store.read() as query:
        other = case_of(store, LISHANLU).community.id
        assert records.history(query, case.programme.id, other) == []


# At once


@pytest.fixture
def real_time(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine's own clock, for threads."""
    monkeypatch.undo()


def test_of_two_handing_in_at_once_one_is_stored_and_one_is_told(
    store: Store, case: Case, real_time: None
) -> None:
    together = Barrier(2)

    def try_it(person: str) -> str:
        together.wait(10)
        try:
            hand_in(store, case, Actor(person))
        except NotPossible as refused:
            return type(refused).__name__
        return "stored"

    with ThreadPoolExecutor(2) as people:
        said = sorted(people.map(try_it, ["wang", "li"]))
    assert len(submissions(store, case)) == 1
    assert said == ["NotPossible", "stored"]


Step = Callable[[Store, Case, Actor], object]


class Quicker:
    """Another one who takes a step while the first has looked at the clock and not yet written.

    Where the clock is read only once nobody else can write, the other one comes afterwards.
    """

    def __init__(self, store: Store, days: Days, step: Callable[[], object]) -> None:
        self._store, self._days, self._step = store, days, step
        self.done = False

    def now(self) -> datetime:
        at = self._days.now()
        if not self._store._writing.locked():
            self.come()
        return at

    def come(self) -> None:
        if not self.done:
            self.done = True
            self._step()


@pytest.mark.parametrize(("step", "table"), [(hand_in, "submission"), (enrol, "enrolment_event")])
def test_who_looked_at_the_clock_first_but_comes_second_is_told(
    store: Store, days: Days, monkeypatch: pytest.MonkeyPatch, step: Step, table: str
) -> None:
    case = case_of(store, LISHANLU)
    if step is hand_in:
        enrol(store, case, LOCAL)
        answer_all(store, case)
    before = rows(store, f"select count(*) from {table}")[0][0]
    quicker = Quicker(store, days, lambda: step(store, case, Actor("quick")))
    monkeypatch.setattr(clock, "now", quicker.now)
    with suppress(NotPossible):
        step(store, case, Actor("slow"))
        quicker.come()
    assert rows(store, f"select count(*) from {table}")[0][0] == before + 1


def test_rows_are_recorded_in_the_order_of_their_times(
    store: Store, days: Days, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a figure known at a moment changes when a row of an earlier moment arrives."""
    other = case_of(store, LISHANLU)
    quicker = Quicker(store, days, lambda: enrol(store, other, LOCAL))
    monkeypatch.setattr(clock, "now", quicker.now)
    hand_in(store, case, LOCAL)
    quicker.come()
    found = rows(
        store,
        """
        select recorded_at from (
            select id, recorded_at from enrolment_event
            union all select id, recorded_at from submission
        ) as step
        order by id
        """,
    )
    assert found == sorted(found)
