"""What simulated communities hand in is what real ones would: complete, hashed, judged again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from green import clock
from green.registry.model import Profile
from green.registry.records import communities_within
from green.standard import loader
from green.standard.document import Document
from green.standard.validator import read_answers
from green.standard.verdict import Verdict, judge
from tests.simulation.worlds import WORLDS, World

Find = Callable[[str, int], World]
worlds = st.sampled_from(WORLDS)
once_each = settings(max_examples=len(WORLDS))
PROFILES = """
    select community, quarters, households, residents, floor_area, built_from, built_to, kind
    from profile_event
"""


def judged_again(world: World, snapshot: str) -> Verdict:
    """The verdict on a snapshot's own answers, through the one validator."""
    content = json.loads(snapshot)
    answers = {"standard": content["standard"]["id"], "answers": content["answers"]}
    return judge(world.standard, read_answers(world.standard, Document("snapshot", answers)))


def draft_at(world: World, submission: int) -> dict[tuple[str, str], Any]:
    """Every field as it was when the submission was handed in, from the rows of answers."""
    one = world.submissions[submission]
    life = world.lives[one.community]
    (hand_in,) = [event for event in life if event.id == submission]
    return {
        (str(event.item), str(event.field)): event.content
        for event in life
        if event.kind == "answer" and event.cycle == hand_in.cycle and event.id < submission
    }


@once_each
@given(one=worlds)
def test_every_snapshot_has_the_hash_it_is_stored_with(world: Find, one: tuple) -> None:
    found = world(*one).submissions.values()
    assert found
    for submission in found:
        text = submission.snapshot.encode()
        assert hashlib.sha256(text).hexdigest() == submission.sha256
    assert len({submission.sha256 for submission in found}) == len(found)


@once_each
@given(one=worlds)
def test_every_outcome_is_what_its_own_answers_are_judged_again(world: Find, one: tuple) -> None:
    found = world(*one)
    statuses = dict[int, dict[str, str]]()
    for submission, item, status in found.rows("select * from submission_item"):
        assert item not in statuses.setdefault(submission, {})
        statuses[submission][item] = status
    for number, submission in found.submissions.items():
        verdict = judged_again(found, submission.snapshot)
        content = json.loads(submission.snapshot)
        assert verdict.outcome == submission.outcome == content["outcome"]
        assert verdict.counts == content["counts"]
        assert {judged.item.id: judged.status for judged in verdict.items} == statuses[number]
    assert set(statuses) == set(found.submissions)


@once_each
@given(one=worlds)
def test_nothing_incomplete_is_handed_in(world: Find, one: tuple) -> None:
    found = world(*one)
    for submission in found.submissions.values():
        assert not judged_again(found, submission.snapshot).unanswered
        assert submission.outcome in ("meets", "does_not_meet")


@once_each
@given(one=worlds)
def test_a_snapshot_holds_what_was_answered_and_nothing_else(world: Find, one: tuple) -> None:
    found = world(*one)
    for number, submission in found.submissions.items():
        answers: dict[str, dict[str, Any]] = {}
        for (item_id, field), value in draft_at(found, number).items():
            item = found.standard.item(item_id)
            assert item is not None
            written = answers.setdefault(item.ref, {})
            if field == "status":
                written.update(value)
            elif field == "note":
                written["note"] = value
            else:
                written.setdefault("checks", {})[field] = value
        assert json.loads(submission.snapshot)["answers"] == answers


@once_each
@given(one=worlds)
def test_a_snapshot_names_its_community_cycle_day_and_moment(world: Find, one: tuple) -> None:
    found = world(*one)
    with found.read() as query:
        places = {one.id: one for one in communities_within(query, "")}
        profiles = {row[0]: Profile(*row[1:]) for row in query.rows(PROFILES)}
    for number, submission in found.submissions.items():
        content = json.loads(submission.snapshot)
        community = places[submission.community]
        (event,) = [event for event in found.lives[community.id] if event.id == number]
        assert content["programme"] == found.programme.id == event.programme
        assert content["cycle"] == event.cycle
        assert content["effective_on"] == event.day.isoformat()
        assert content["recorded_at"] == clock.write_moment(event.at)
        assert content["community"] == {
            "code": community.code,
            "name": community.name,
            "place": list(community.place),
            "profile": {key: value for key, value in vars(profiles[community.id]).items() if value},
        }


@once_each
@given(one=worlds)
def test_a_snapshot_lists_the_evidence_attached_in_its_cycle(world: Find, one: tuple) -> None:
    found = world(*one)
    papers = {
        row[0]: row[1:]
        for row in found.rows("select id, what, true_as_of, kept_at from evidence order by id")
    }
    listed = 0
    for number, submission in found.submissions.items():
        life = found.lives[submission.community]
        (hand_in,) = [event for event in life if event.id == number]
        expected = []
        for event in life:
            if event.kind == "attach" and event.cycle == hand_in.cycle and event.id < number:
                what, true_as_of, kept_at = papers[event.about or 0]
                paper = {"what": what, "true_as_of": true_as_of.isoformat(), "kept_at": kept_at}
                expected.append({"item": event.item} | paper)
        assert json.loads(submission.snapshot)["evidence"] == expected
        listed += len(expected)
    assert listed


@once_each
@given(one=worlds)
def test_the_exact_text_of_the_standard_is_kept_beside_what_was_handed_in(
    world: Find, one: tuple
) -> None:
    found = world(*one)
    kept = dict(found.rows("select sha256, content from standard_text"))
    named = {submission.standard_sha256 for submission in found.submissions.values()}
    assert named == {found.standard.sha256}
    assert set(kept) == named
    assert hashlib.sha256(kept[found.standard.sha256].encode()).hexdigest() in kept
    assert loader.standard(found.programme.standard).text == kept[found.standard.sha256]


@once_each
@given(one=worlds)
def test_no_snapshot_says_anything_but_that_it_is_simulated(world: Find, one: tuple) -> None:
    for submission in world(*one).submissions.values():
        content = json.loads(submission.snapshot)
        assert content["simulated"] is True
        assert content["person"] == "simulated"
