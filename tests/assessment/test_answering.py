"""Every field stored the moment it is given."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from green.assessment.answering import save
from green.assessment.model import Case
from green.errors import NotFound, Refused
from green.people.model import Actor
from green.standard.verdict import judge
from green.store import Store
from tests.assessment.enrolled import case
from tests.database import (
    JIEFANGQIAO,
    LISHANLU,
    LOCAL,
    Days,
    answer,
    answer_all,
    case_of,
    draft_of,
    rows,
)

__all__ = ["case"]

DAY = date(2024, 3, 1)
MET, UNMET = {"status": "met"}, {"status": "unmet"}
WANG, LI = Actor("wang"), Actor("li", on_behalf_of="wang")


def stored(store: Store) -> list[tuple[Any, ...]]:
    return rows(store, "select item, field, value from answer_event order by id")


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
