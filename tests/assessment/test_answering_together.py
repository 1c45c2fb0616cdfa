"""Two people, or two tabs: nothing is stored over a newer value."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from green.assessment.answering import save
from green.assessment.model import Case, FieldValue, Stale
from green.people.model import Actor
from green.store import Store
from tests.assessment.enrolled import case
from tests.database import (
    JIEFANGQIAO,
    LOCAL,
    all_met,
    case_of,
    draft_of,
    rows,
)

__all__ = ["case"]

MET, UNMET = {"status": "met"}, {"status": "unmet"}
WANG, LI = Actor("wang"), Actor("li", on_behalf_of="wang")


def stored(store: Store) -> list[tuple[Any, ...]]:
    return rows(store, "select item, field, value from answer_event order by id")


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
