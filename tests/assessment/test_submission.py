"""Handing in and recalling the self-assessment."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from green.assessment.enrolment import enrol
from green.assessment.model import Case, State
from green.assessment.states import state_of
from green.assessment.submission import hand_in, recall
from green.errors import NotPossible
from green.store import Store
from tests.assessment.answered import case, submissions
from tests.database import (
    LISHANLU,
    LOCAL,
    Days,
    answer,
    case_of,
    morning,
    rows,
)

__all__ = ["case"]

DAY = date(2024, 3, 1)
LATER = morning(date(2030, 1, 1))


def state(store: Store, case: Case, day: date = DAY) -> State:
    with store.read() as query:
        return state_of(query, case.programme, case.community.id, day, LATER)


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
