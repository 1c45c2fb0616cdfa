"""Last time's answers: what they are, what is stored when they still hold, and what never is."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from green.assessment import evidence_records
from green.assessment.attaching import NewEvidence, attach_evidence
from green.assessment.carry_over import (
    LastTime,
    StaleField,
    all_still_true,
    has_changed,
    items_of,
    last_time,
    previous,
    still_true,
    to_confirm,
)
from green.assessment.enrolment import enrol
from green.assessment.freshness import is_fresh, months_later
from green.assessment.model import Case, Draft, Evidence, FieldValue, Submission
from green.assessment.submission import hand_in, recall, snapshot
from green.errors import NotPossible
from green.people.guard import NotAllowed
from green.people.model import Actor
from green.registry.model import Community, Profile
from green.registry.records import community_by_code
from green.standard import loader
from green.standard.document import Document
from green.standard.model import Item
from green.standard.validator import read_answers
from green.standard.verdict import judge
from green.store import Store
from tests.database import (
    GREEN,
    JIEFANGQIAO,
    LISHANLU,
    LOCAL,
    Days,
    all_met,
    answer,
    answer_all,
    case_of,
    draft_of,
    let_in,
    morning,
    rows,
)

STANDARD = loader.standard(GREEN)
FIRST, SECOND = date(2021, 6, 1), date(2022, 3, 1)
COUNT = "select count(*) from answer_event where cycle = '2022'"


def item(ref: str) -> Item:
    found = STANDARD.item(ref)
    assert found is not None
    return found


@pytest.fixture
def case(store: Store, days: Days) -> Case:
    """The second year of a community that handed in all as met in the first, with evidence."""
    days.go_to(FIRST)
    before = case_of(store, JIEFANGQIAO)
    enrol(store, before, LOCAL)
    answer_all(store, before, noise="unmet")
    answer(store, before, item("1").id, "note", "居民一起")
    # Item 1: twelve months; item 4 (until something changes): for good.
    for ref, day in (("1", date(2021, 5, 1)), ("1", date(2020, 12, 1)), ("4", date(2015, 1, 1))):
        new = NewEvidence(item(ref).evidence[0].what.zh, day, "办公室")
        attach_evidence(store, before, item(ref).id, new, LOCAL)
    hand_in(store, before, LOCAL)
    days.go_to(SECOND)
    return case_of(store, JIEFANGQIAO)


def last(store: Store, case: Case) -> LastTime | None:
    with store.read() as query:
        return last_time(query, case)


def ready(store: Store, case: Case) -> LastTime:
    found = last(store, case)
    assert found is not None
    return found


def verdict(store: Store, case: Case) -> Any:
    return judge(STANDARD, draft_of(store, case).answers(case))


def test_a_new_cycle_is_blank_until_somebody_says_that_it_still_holds(
    store: Store, case: Case
) -> None:
    assert case.cycle.id == "2022"
    found = ready(store, case)
    assert found.cycle.id == "2021"
    assert set(found.items) == {one.id for one in STANDARD.items}
    assert found.fields(item("1")) == {"status": {"status": "met"}, "note": "居民一起"}
    assert not draft_of(store, case).fields


def test_still_true_stores_the_item_as_if_typed_and_no_other(store: Store, case: Case) -> None:
    before = ready(store, case)
    assert still_true(store, case, before.submission, item("1"), LOCAL) == [item("1").id]
    draft = draft_of(store, case)
    assert {key: one.value for key, one in draft.fields.items()} == {
        (item("1").id, "status"): {"status": "met"},
        (item("1").id, "note"): "居民一起",
    }
    (details,) = rows(store, "select details from log order by id desc limit 1")[0]
    assert json.loads(details) == {"items": ["1"], "carried_from": before.submission}
    assert not has_changed(draft, item("1"), before)


def test_pressing_twice_stores_once(store: Store, case: Case) -> None:
    identity = ready(store, case).submission
    still_true(store, case, identity, item("1"), LOCAL)
    before = rows(store, COUNT), rows(store, "select count(*) from log")
    assert still_true(store, case, identity, item("1"), LOCAL) == []
    assert (rows(store, COUNT), rows(store, "select count(*) from log")) == before


def test_evidence_is_linked_while_fresh_and_never_when_it_is_not(store: Store, case: Case) -> None:
    before = ready(store, case)
    all_still_true(store, case, before.submission, STANDARD.items, LOCAL)
    with store.read() as query:
        found = evidence_records.evidence(query, case)
    # Of December 2020 for twelve months: no longer in March 2022.
    assert {(one.item, one.true_as_of.year) for one in found} == {
        (item("1").id, 2021),
        *([(item("4").id, 2015)] if item("4").evidence[0].fresh.months is None else []),
    }
    fresh, gone = before.evidence_of(item("1"), SECOND)
    assert [one.true_as_of.year for one in fresh] == [2021]
    assert [one.true_as_of.year for one in gone] == [2020]


def test_after_carrying_everything_the_verdict_is_last_times(store: Store, case: Case) -> None:
    all_still_true(store, case, ready(store, case).submission, STANDARD.items, LOCAL)
    again = verdict(store, case)
    assert [one.item.id for one in again.unmet] == ["noise"]
    assert not again.unanswered
    assert hand_in(store, case, LOCAL).outcome == "does_not_meet"


def test_an_answer_given_is_left_as_it_is_and_marked_as_changed(store: Store, case: Case) -> None:
    answer(store, case, item("1").id, "status", "partly")
    before = ready(store, case)
    all_still_true(store, case, before.submission, STANDARD.items, LOCAL)
    draft = draft_of(store, case)
    assert draft.value(item("1").id, "status") == {"status": "partly"}
    assert draft.value(item("1").id, "note") is None
    assert [one.ref for one in STANDARD.items if has_changed(draft, one, before)] == ["1"]


def test_who_was_overtaken_sees_both_answers_and_nothing_is_stored(
    store: Store, case: Case
) -> None:
    identity = ready(store, case).submission
    answer(store, case, item("1").id, "status", "unmet")
    before = rows(store, COUNT)
    with pytest.raises(StaleField) as caught:
        still_true(store, case, identity, item("1"), Actor("wang"))
    assert (caught.value.field, caught.value.mine) == ("status", {"status": "met"})
    assert caught.value.theirs.value == {"status": "unmet"}
    assert rows(store, COUNT) == before


def test_a_handed_in_cycle_and_a_person_without_the_right_are_refused(
    store: Store, case: Case
) -> None:
    identity = ready(store, case).submission
    let_in(store, Actor("zhao"), role="viewer")
    with pytest.raises(NotAllowed):
        still_true(store, case, identity, item("1"), Actor("zhao"))
    assert rows(store, COUNT) == [(0,)]
    all_still_true(store, case, identity, STANDARD.items, LOCAL)
    hand_in(store, case, LOCAL)
    before = rows(store, COUNT)
    with pytest.raises(NotPossible, match="handed in"):
        all_still_true(store, case, identity, STANDARD.items, LOCAL)
    assert rows(store, COUNT) == before


def test_a_recalled_submission_no_longer_counts(store: Store, case: Case) -> None:
    identity = ready(store, case).submission
    recall(store, case, identity, LOCAL)
    assert last(store, case) is None
    with pytest.raises(NotPossible):
        still_true(store, case, identity, item("1"), LOCAL)
    assert rows(store, COUNT) == [(0,)]


def test_nothing_comes_from_another_community_or_programme(store: Store, case: Case) -> None:
    neighbour = case_of(store, LISHANLU)
    enrol(store, neighbour, LOCAL)
    assert last(store, neighbour) is None
    elsewhere = replace(case, programme=case.programme.model_copy(update={"id": "37-other"}))
    assert last(store, elsewhere) is None
    with pytest.raises(NotPossible):
        still_true(store, neighbour, ready(store, case).submission, item("1"), LOCAL)
    assert rows(store, COUNT) == [(0,)]


def test_an_item_asked_with_other_checks_is_blank_and_the_others_are_not(
    store: Store, case: Case
) -> None:
    with store.read() as query:
        text = rows(store, "select snapshot from submission")[0][0]
        assert community_by_code(query, JIEFANGQIAO, SECOND) == case.community
    changed = item("5").model_copy(update={"checks": item("5").checks[:1]})
    areas = tuple(
        area.model_copy(
            update={"items": tuple(changed if one.ref == "5" else one for one in area.items)}
        )
        for area in STANDARD.areas
    )
    now = STANDARD.model_copy(update={"areas": areas})
    handed = Submission(1, "2021", "meets", "", text, "", FIRST, morning(FIRST), "local", None)
    found = items_of(now, handed, STANDARD)
    assert item("5").id not in found
    assert set(found) == {one.id for one in STANDARD.items} - {item("5").id}


@pytest.mark.parametrize(
    ("day", "months", "until"),
    [
        (date(2021, 1, 31), 1, date(2021, 2, 28)),
        (date(2020, 2, 29), 12, date(2021, 2, 28)),
        (date(2021, 6, 15), 24, date(2023, 6, 15)),
    ],
)
def test_evidence_is_good_to_the_day_and_not_a_day_longer(
    day: date, months: int, until: date
) -> None:
    assert months_later(day, months) == until
    fresh = item("1").evidence[0].fresh
    assert fresh.months == 12
    found = Evidence(1, item("1").id, "自己写的", day, "办公室", "local")
    last_day = months_later(day, 12)
    assert is_fresh(item("1"), found, last_day)
    assert not is_fresh(item("1"), found, date.fromordinal(last_day.toordinal() + 1))


_NOWHERE = Community(1, JIEFANGQIAO, "解放桥社区", ())
STATUS = st.sampled_from(["met", "partly", "unmet"]).map(lambda one: {"status": one})
JUDGED = [one for one in STANDARD.items if not one.checks]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    before=st.fixed_dictionaries({one.id: STATUS for one in JUDGED}),
    now=st.dictionaries(st.sampled_from([one.id for one in JUDGED]), STATUS),
)
def test_of_any_answers_only_the_blank_are_asked_for_and_all_together_give_the_same_verdict(
    before: dict[str, Any], now: dict[str, Any]
) -> None:
    raw = {**{key: dict(value) for key, value in before.items()}}
    for (key, field), value in all_met(STANDARD).items():
        if field != "status":
            raw.setdefault(key, {}).setdefault("checks", {})[field] = value
    answers = read_answers(STANDARD, Document("", {"standard": GREEN, "answers": raw}))
    case = Case(loader.programme("37-green-community"), None, _NOWHERE)  # type: ignore[arg-type]
    programme = case.programme
    case = replace(case, cycle=programme.cycles[1])
    text, sha256 = snapshot(
        case, Profile(), answers, [], judge(STANDARD, answers), FIRST, morning(FIRST), LOCAL,
        simulated=False,
    )  # fmt: skip
    handed = Submission(
        7, "2021", "meets", STANDARD.sha256, text, sha256, FIRST, morning(FIRST), "local", None
    )
    later = replace(case, cycle=programme.cycles[2])
    assert previous(later, [handed]) == handed
    assert previous(case, [handed]) is None
    assert previous(later, [replace(handed, recalled_on=SECOND)]) is None
    last = LastTime(7, programme.cycles[1], items_of(STANDARD, handed, STANDARD), ())
    draft = Draft(
        {
            (key, "status"): FieldValue(n, value, "local", morning(SECOND))
            for n, (key, value) in enumerate(now.items(), 1)
        }
    )
    left = to_confirm(draft, STANDARD.items, last)
    assert {one.id for one in left} == {one.id for one in STANDARD.items} - set(now)
    carried = {
        (one.id, field): FieldValue(99, value, "local", morning(SECOND))
        for one in left
        for field, value in last.fields(one).items()
    }
    assert not carried.keys() & draft.fields.keys()
    if all(before[key] == value for key, value in now.items()):
        again = judge(STANDARD, Draft({**draft.fields, **carried}).answers(later))
        expected = judge(STANDARD, answers)
        assert [one.status for one in again.items] == [one.status for one in expected.items]
        assert again.outcome == expected.outcome
