"""When answers can be given: while one takes part and has not handed in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from green.assessment.answering import save
from green.assessment.attaching import NewEvidence, attach_evidence
from green.assessment.enrolment import enrol, withdraw
from green.assessment.model import Case
from green.assessment.submission import hand_in, recall
from green.errors import NotPossible
from green.store import Store
from tests.assessment.enrolled import case
from tests.database import (
    JIEFANGQIAO,
    LISHANLU,
    LOCAL,
    Days,
    answer_all,
    case_of,
    rows,
)

__all__ = ["case"]

PLAN = NewEvidence("Minutes of the talk", date(2022, 2, 1), "blue folder, shelf 2")


def stored(store: Store) -> list[tuple[Any, ...]]:
    return rows(store, "select item, field, value from answer_event order by id")


def save_one(store: Store, case: Case) -> None:
    save(store, case, "noise", "note", "new", None, LOCAL)


def attach_one(store: Store, case: Case) -> None:
    attach_evidence(store, case, "noise", PLAN, LOCAL)


Change = Callable[[Store, Case], None]


CHANGES = pytest.mark.parametrize("change", [save_one, attach_one])


@CHANGES
def test_who_does_not_take_part_cannot_answer(store: Store, days: Days, change: Change) -> None:
    other = case_of(store, LISHANLU)
    with pytest.raises(NotPossible) as refused:
        change(store, other)
    assert str(refused.value) == (
        "历山路社区 does not take part yet. Press “Take part” on the page My community first."
    )
    assert rows(store, "select count(*) from answer_event") == [(0,)]
    assert rows(store, "select count(*) from evidence") == [(0,)]


@CHANGES
def test_who_left_cannot_answer(store: Store, case: Case, change: Change) -> None:
    withdraw(store, case, LOCAL)
    with pytest.raises(NotPossible, match="does not take part yet"):
        change(store, case)


@CHANGES
def test_answers_are_closed_while_handed_in_and_open_again_after_a_recall(
    store: Store, case: Case, change: Change
) -> None:
    answer_all(store, case)
    submission = hand_in(store, case, LOCAL)
    before = stored(store)
    with pytest.raises(NotPossible) as refused:
        change(store, case)
    assert str(refused.value) == (
        "The self-assessment is handed in, so its answers are closed. "
        "Recall it on the page My community to change something."
    )
    assert stored(store) == before
    recall(store, case, submission.id, LOCAL)
    change(store, case)


def test_a_new_cycle_has_open_answers_although_the_last_one_was_handed_in(
    store: Store, days: Days
) -> None:
    """Answers and submissions belong to a cycle; what stands from the last one still counts."""
    then = date(2021, 5, 1)
    last_year = case_of(store, JIEFANGQIAO, day=then)
    enrol(store, last_year, LOCAL, then)
    answer_all(store, last_year)
    hand_in(store, last_year, LOCAL, then)
    this_year = case_of(store, JIEFANGQIAO)
    answer_all(store, this_year)
    assert hand_in(store, this_year, LOCAL).cycle == "2022"
