"""Evidence as a reference: what it is, as of when, where it is kept."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count

import pytest

from green.assessment import evidence_records
from green.assessment.answering import save
from green.assessment.attaching import NewEvidence, attach_evidence, detach_evidence
from green.assessment.enrolment import enrol
from green.assessment.model import Case, Evidence
from green.assessment.submission import hand_in
from green.errors import NotFound, NotPossible, Refused
from green.people.model import Actor
from green.store import Store
from tests.assessment.enrolled import case
from tests.database import (
    LISHANLU,
    LOCAL,
    answer_all,
    case_of,
    rows,
)

__all__ = ["case"]

DAY = date(2024, 3, 1)
WANG, LI = Actor("wang"), Actor("li", on_behalf_of="wang")
PLAN = NewEvidence("Minutes of the talk", date(2022, 2, 1), "blue folder, shelf 2")


def evidence_of(store: Store, case: Case) -> list[Evidence]:
    with store.read() as query:
        return evidence_records.evidence(query, case)


def test_evidence_is_noted_with_what_it_is_its_date_and_where_it_is(
    store: Store, case: Case
) -> None:
    found = attach_evidence(store, case, "10", PLAN, WANG)
    assert evidence_of(store, case) == [found]
    assert (found.item, found.person) == ("noise", "wang")
    assert (found.what, found.true_as_of, found.kept_at) == (
        "Minutes of the talk",
        date(2022, 2, 1),
        "blue folder, shelf 2",
    )


def test_evidence_that_was_taken_off_is_gone_from_its_item_but_not_from_the_record(
    store: Store, case: Case
) -> None:
    first = attach_evidence(store, case, "noise", PLAN, LOCAL)
    second = attach_evidence(store, case, "noise", PLAN, LOCAL)
    detach_evidence(store, case, first, LOCAL)
    assert evidence_of(store, case) == [second]
    kinds = rows(store, "select kind from evidence_link_event order by id")
    assert kinds == [("attach",), ("attach",), ("detach",)]
    assert rows(store, "select count(*) from evidence") == [(2,)]


def test_evidence_cannot_be_taken_off_twice(store: Store, case: Case) -> None:
    found = attach_evidence(store, case, "noise", PLAN, LOCAL)
    detach_evidence(store, case, found, LOCAL)
    with pytest.raises(NotPossible) as refused:
        detach_evidence(store, case, found, LOCAL)
    assert str(refused.value) == "This evidence was taken off already. Load the page again."


def test_one_communitys_evidence_cannot_be_taken_off_by_another(store: Store, case: Case) -> None:
    found = attach_evidence(store, case, "noise", PLAN, LOCAL)
    other = case_of(store, LISHANLU)
    enrol(store, other, LOCAL)
    with pytest.raises(NotPossible):
        detach_evidence(store, other, found, LOCAL)
    assert evidence_of(store, case) == [found]
    assert evidence_of(store, other) == []


def test_evidence_is_closed_while_handed_in(store: Store, case: Case) -> None:
    found = attach_evidence(store, case, "noise", PLAN, LOCAL)
    answer_all(store, case)
    hand_in(store, case, LOCAL)
    with pytest.raises(NotPossible, match="answers are closed"):
        detach_evidence(store, case, found, LOCAL)
    assert evidence_of(store, case) == [found]


def test_evidence_of_today_is_accepted_and_of_tomorrow_refused(store: Store, case: Case) -> None:
    attach_evidence(store, case, "noise", NewEvidence("Paper", DAY, "here"), LOCAL)
    tomorrow = NewEvidence("Paper", DAY + timedelta(days=1), "here")
    with pytest.raises(Refused) as refused:
        attach_evidence(store, case, "noise", tomorrow, LOCAL)
    assert str(refused.value) == (
        "True as of: The date lies in the future. Choose the day on the paper, today at the latest."
    )
    assert len(evidence_of(store, case)) == 1


@pytest.mark.parametrize(
    ("what", "kept_at", "sentence"),
    [
        ("", "here", "What it is: This is blank. Write a few words."),
        (" \n", "here", "What it is: This is blank. Write a few words."),
        ("Paper", "　", "Where it is kept: This is blank. Write a few words."),
        ("x" * 501, "here", "What it is: The text has 501 characters"),
    ],
)
def test_evidence_without_its_two_texts_is_refused_and_not_stored(
    store: Store, case: Case, what: str, kept_at: str, sentence: str
) -> None:
    with pytest.raises(Refused) as refused:
        attach_evidence(store, case, "noise", NewEvidence(what, DAY, kept_at), LOCAL)
    assert str(refused.value).startswith(sentence)
    assert rows(store, "select count(*) from evidence") == [(0,)]


def test_evidence_for_an_item_that_does_not_exist_is_refused(store: Store, case: Case) -> None:
    with pytest.raises(NotFound, match="The standard has no item “0”"):
        attach_evidence(store, case, "0", PLAN, LOCAL)


def test_ids_of_answers_only_grow(store: Store, case: Case) -> None:
    numbers = count(1)
    events = [
        save(store, case, item.id, "note", f"note {next(numbers)}", None, LOCAL).event
        for item in case.standard.items
    ]
    assert events == sorted(set(events))
