"""Every field stored the moment it is given, and never over a newer value."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from green.assessment import evidence_records
from green.assessment.answering import NewEvidence, attach_evidence, detach_evidence, save
from green.assessment.enrolment import enrol, withdraw
from green.assessment.model import Case, Evidence, FieldValue, Stale
from green.assessment.submission import hand_in, recall
from green.errors import NotFound, NotPossible, Refused
from green.people.model import Actor
from green.standard.verdict import judge
from green.store import Store
from tests.database import (
    JIEFANGQIAO,
    LISHANLU,
    LOCAL,
    Days,
    all_met,
    answer,
    answer_all,
    case_of,
    draft_of,
    rows,
)

DAY = date(2024, 3, 1)
MET, UNMET = {"status": "met"}, {"status": "unmet"}
WANG, LI = Actor("wang"), Actor("li", on_behalf_of="wang")
PLAN = NewEvidence("Minutes of the talk", date(2022, 2, 1), "blue folder, shelf 2")


@pytest.fixture
def case(store: Store, case: Case) -> Case:
    """It takes part already."""
    enrol(store, case, LOCAL)
    return case


def stored(store: Store) -> list[tuple[Any, ...]]:
    return rows(store, "select item, field, value from answer_event order by id")


def evidence_of(store: Store, case: Case) -> list[Evidence]:
    with store.read() as query:
        return evidence_records.evidence(query, case)


# One field


def test_an_answer_is_stored_with_who_when_for_which_day_and_on_what_it_was_based(
    store: Store, case: Case
) -> None:
    first = save(store, case, "noise", "status", "met", None, WANG)
    second = save(store, case, "noise", "status", "unmet", first.event, LI)
    found = rows(
        store,
        """
        select id, programme, cycle, community, value, based_on, effective_on, person,
            on_behalf_of, recorded_at
        from answer_event order by id
        """,
    )
    shared = (case.programme.id, "2022", case.community.id)
    assert [row[:-1] for row in found] == [
        (first.event, *shared, '{"status": "met"}', None, DAY, "wang", None),
        (second.event, *shared, '{"status": "unmet"}', first.event, DAY, "li", "wang"),
    ]
    assert [row[-1] for row in found] == [first.recorded_at, second.recorded_at]


def test_a_field_holds_what_was_saved_last(store: Store, case: Case) -> None:
    answer(store, case, "noise", "status", "unmet")
    answer(store, case, "noise", "status", "met")
    assert draft_of(store, case).value("noise", "status") == MET


def test_an_item_can_be_named_by_its_number_or_its_id(store: Store, case: Case) -> None:
    answer(store, case, "10", "status", "met")
    assert draft_of(store, case).value("noise", "status") == MET


def test_fields_of_an_item_are_stored_apart(store: Store, case: Case) -> None:
    answer(store, case, "roads-sponge-waste", "roads", "yes")
    answer(store, case, "roads-sponge-waste", "note", "The road was done in 2019.")
    draft = draft_of(store, case)
    assert draft.value("roads-sponge-waste", "roads") == "yes"
    assert draft.value("roads-sponge-waste", "note") == "The road was done in 2019."
    assert draft.value("roads-sponge-waste", "waste") is None


def test_a_field_can_be_cleared_and_its_history_stays(store: Store, case: Case) -> None:
    answer(store, case, "noise", "status", "met")
    answer(store, case, "noise", "status", None)
    assert draft_of(store, case).value("noise", "status") is None
    assert draft_of(store, case).answers(case).items == {}
    assert len(stored(store)) == 2


def test_clearing_what_was_never_answered_stores_nothing(store: Store, case: Case) -> None:
    assert save(store, case, "noise", "note", None, None, LOCAL).value is None
    assert save(store, case, "noise", "note", "  ", None, LOCAL).value is None
    assert stored(store) == []


def test_saving_what_is_there_already_stores_nothing(store: Store, case: Case) -> None:
    first = save(store, case, "noise", "status", "met", None, LOCAL)
    again = save(store, case, "noise", "status", "met", first.event, LOCAL)
    assert again == first
    assert len(stored(store)) == 1


def test_the_time_of_the_last_saving_is_known(store: Store, case: Case) -> None:
    assert draft_of(store, case).saved_at is None
    answer(store, case, "noise", "status", "met")
    last = save(store, case, "training", "status", "met", None, LOCAL)
    assert draft_of(store, case).saved_at == last.recorded_at


def test_an_answer_of_one_community_or_cycle_is_no_answer_of_another(
    store: Store, case: Case, days: Days
) -> None:
    answer(store, case, "noise", "status", "met")
    assert draft_of(store, case_of(store, LISHANLU)).fields == {}
    assert draft_of(store, case_of(store, JIEFANGQIAO, day=date(2021, 5, 1))).fields == {}


@pytest.mark.parametrize(
    ("item", "field", "value"),
    [
        ("noise", "status", "fine"),
        ("noise", "status", {"status": "not_applicable", "reason": "quiet"}),
        ("heritage", "status", "not_applicable"),
        ("heritage", "status", {"status": "met", "reason": "why"}),
        ("noise", "note", "x" * 501),
        ("noise", "roads", "yes"),
        ("roads-sponge-waste", "status", "met"),
        ("roads-sponge-waste", "roads", "perhaps"),
        ("roads-sponge-waste", "waste", {"count": 13, "of": 12}),
        ("roads-sponge-waste", "waste", {"count": 1, "of": 0}),
        ("roads-sponge-waste", "waste", {"count": 1.5, "of": 2}),
        ("roads-sponge-waste", "roads", {"not_applicable": "no road"}),
        ("property-management", "coverage", {"count": 1, "of": 2, "basis": "trees"}),
    ],
)
def test_a_value_that_the_standard_does_not_allow_is_refused_and_not_stored(
    store: Store, case: Case, item: str, field: str, value: Any
) -> None:
    with pytest.raises(Refused):
        save(store, case, item, field, value, None, LOCAL)
    assert stored(store) == []


def test_an_item_that_the_standard_does_not_have_is_refused(store: Store, case: Case) -> None:
    with pytest.raises(NotFound, match="The standard has no item “17”"):
        save(store, case, "17", "status", "met", None, LOCAL)


def test_all_answers_together_meet_the_standard(store: Store, case: Case) -> None:
    answer_all(store, case)
    verdict = judge(case.standard, draft_of(store, case).answers(case))
    assert verdict.outcome == "meets"
    assert verdict.counts["met"] == 16


@given(data=st.data())
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_is_saved_comes_back_as_it_was(
    store: Store, case: Case, data: st.DataObject
) -> None:
    text = st.text(st.characters(exclude_categories=["C"]), max_size=500).map(str.strip)
    share = st.integers(1, 10**9).flatmap(
        lambda of: st.fixed_dictionaries({"count": st.integers(0, of), "of": st.just(of)})
    )
    values: dict[tuple[str, str], st.SearchStrategy[Any]] = {
        ("noise", "note"): text.map(lambda note: note or None),
        ("noise", "status"): st.sampled_from([MET, UNMET, {"status": "partly"}, None]),
        ("heritage", "status"): text.filter(bool).map(
            lambda reason: {"status": "not_applicable", "reason": reason}
        ),
        ("roads-sponge-waste", "waste"): share | st.none(),
    }
    item, field = data.draw(st.sampled_from(sorted(values)))
    value = data.draw(values[item, field])
    answer(store, case, item, field, value)
    assert draft_of(store, case).value(item, field) == value


# Two people, or two tabs


def test_who_saw_an_older_value_is_shown_both_and_nothing_is_stored(
    store: Store, case: Case
) -> None:
    first = save(store, case, "noise", "status", "met", None, WANG)
    theirs = save(store, case, "noise", "status", "partly", first.event, WANG)
    with pytest.raises(Stale) as stale:
        save(store, case, "noise", "status", "unmet", first.event, LI)
    assert stale.value.mine == UNMET
    assert stale.value.theirs == FieldValue(
        theirs.event, {"status": "partly"}, "wang", theirs.recorded_at
    )
    assert str(stale.value) == (
        "Somebody changed this answer in the meantime. Look at both and decide."
    )
    assert draft_of(store, case).value("noise", "status") == {"status": "partly"}
    assert len(stored(store)) == 2


def test_who_saw_a_blank_that_was_filled_in_the_meantime_is_shown_both(
    store: Store, case: Case
) -> None:
    save(store, case, "noise", "note", "ours", None, WANG)
    with pytest.raises(Stale) as stale:
        save(store, case, "noise", "note", "mine", None, LI)
    assert (stale.value.mine, stale.value.theirs.value) == ("mine", "ours")


def test_a_clearing_does_not_sweep_away_a_newer_value(store: Store, case: Case) -> None:
    first = save(store, case, "noise", "note", "old", None, WANG)
    save(store, case, "noise", "note", "new", first.event, WANG)
    with pytest.raises(Stale):
        save(store, case, "noise", "note", None, first.event, LI)
    assert draft_of(store, case).value("noise", "note") == "new"


def test_two_people_with_the_same_value_do_not_disagree(store: Store, case: Case) -> None:
    first = save(store, case, "noise", "status", "met", None, WANG)
    assert save(store, case, "noise", "status", "met", None, LI) == first
    assert len(stored(store)) == 1


def test_after_seeing_both_the_second_can_decide(store: Store, case: Case) -> None:
    save(store, case, "noise", "status", "met", None, WANG)
    with pytest.raises(Stale) as stale:
        save(store, case, "noise", "status", "unmet", None, LI)
    save(store, case, "noise", "status", "unmet", stale.value.theirs.event, LI)
    assert draft_of(store, case).value("noise", "status") == UNMET


def test_two_people_in_two_fields_do_not_disturb_each_other(store: Store, case: Case) -> None:
    save(store, case, "noise", "status", "met", None, WANG)
    save(store, case, "noise", "note", "quiet at night", None, LI)
    save(store, case, "training", "status", "met", None, LI)
    assert len(draft_of(store, case).fields) == 3


def test_eight_people_saving_different_fields_lose_nothing(
    store: Store, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()  # threads look at the real clock
    case = case_of(store, JIEFANGQIAO)
    fields = {
        **all_met(case.standard),
        **{(item.id, "note"): f"note of {item.ref}" for item in case.standard.items},
    }
    parts = [list(fields.items())[start::8] for start in range(8)]

    def fill(part: list[tuple[tuple[str, str], Any]]) -> None:
        for (item, field), value in part:
            save(store, case, item, field, value, None, LOCAL)

    with ThreadPoolExecutor(8) as people:
        for done in [people.submit(fill, part) for part in parts]:
            done.result()
    draft = draft_of(store, case)
    assert {key: found.value for key, found in draft.fields.items()} == fields
    assert len(stored(store)) == len(fields)


def test_of_eight_people_filling_one_blank_one_is_stored_and_seven_are_told(
    store: Store, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    case = case_of(store, JIEFANGQIAO)

    def fill(number: int) -> bool:
        try:
            save(store, case, "noise", "note", f"note {number}", None, LOCAL)
        except Stale:
            return False
        return True

    with ThreadPoolExecutor(8) as people:
        stored_or_told = list(people.map(fill, range(8)))
    assert sorted(stored_or_told) == [False] * 7 + [True]
    assert draft_of(store, case).value("noise", "note") == f"note {stored_or_told.index(True)}"
    assert len(stored(store)) == 1


# When answers are open


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


# Evidence


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
