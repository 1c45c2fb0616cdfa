"""What is handed in: a snapshot that proves itself and never changes."""

from __future__ import annotations

import hashlib
import json
from datetime import date

from green import clock
from green.assessment import records
from green.assessment.attaching import NewEvidence, attach_evidence, detach_evidence
from green.assessment.model import Case
from green.assessment.profiles import save_profile
from green.assessment.submission import hand_in, recall
from green.people.model import Actor
from green.registry.model import Profile
from green.standard import loader
from green.standard.document import Document
from green.standard.model import Standard
from green.standard.validator import read_answers
from green.standard.verdict import judge
from green.store import Store
from tests.assessment.answered import case, submissions
from tests.database import (
    JIEFANGQIAO,
    LISHANLU,
    LOCAL,
    SELF_DECLARED,
    answer,
    case_of,
    draft_of,
    rows,
)

__all__ = ["case"]


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
