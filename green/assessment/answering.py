"""Storing one field of one item the moment it is given, and never over a newer value."""

from __future__ import annotations

from typing import Any

from green import clock
from green.assessment import answer_records, submission_records
from green.assessment.enrolment import need_participation, need_same
from green.assessment.model import Case, FieldValue, Stale, is_closed, returned
from green.errors import NotFound, NotPossible, Problem
from green.people.guard import acting
from green.people.model import Action, Actor
from green.standard.model import Item
from green.standard.validator import read_field
from green.store import Query, Store
from green.texts import lazy


def save(
    store: Store,
    case: Case,
    item_key: str,
    field: str,
    value: Any,
    based_on: int | None,
    actor: Actor,
) -> FieldValue:
    """Store a field and return what it holds now.

    `based_on` is the row the person saw (None: they saw a blank). Raises `Refused` for a value
    the standard does not allow, `Stale` when somebody else was quicker with another value, and
    `NotPossible` for a community that does not take part or has handed in.
    """
    item = item_of(case, item_key)
    value = read_field(item, field, value)
    day = clock.today()
    place = case.community.code
    with acting(store, actor, Action.ANSWER, place, item=item.ref, field=field) as query:
        at = query.at
        need_open(query, case, item)
        now = answer_records.latest(query, case, item.id, field)
        if now is not None and now.value == value:
            return now
        if now is None and value is None:
            return FieldValue(0, None, actor.person, at, actor.on_behalf_of)
        if now is not None and now.event != based_on:
            raise Stale(value, now)
        event = answer_records.add_answer(
            query, case, item.id, field, value, based_on, day, at, actor
        )
    return FieldValue(event, value, actor.person, at, actor.on_behalf_of)


def need_open(query: Query, case: Case, item: Item) -> None:
    """Raises `NotPossible` unless the community takes part and can still change the item.

    After a return only the items that came back are open.
    """
    need_same(query, case)
    need_participation(query, case, clock.today())
    found = submission_records.submissions(query, case.programme.id, case.community.id)
    if is_closed(found, case.cycle):
        raise NotPossible(
            Problem(
                lazy("The self-assessment is handed in, so its answers are closed."),
                mend=lazy("Recall it on the page My community to change something."),
            )
        )
    back = returned(found, case.cycle)
    if back is not None and item.id not in back.returned:
        raise NotPossible(
            Problem(
                lazy("Item {ref} did not come back, so it stays as handed in.", ref=item.ref),
                mend=lazy("Change the items that were returned, then hand in again."),
            )
        )


def item_of(case: Case, key: str) -> Item:
    """An item of the case's standard by its ref or id; raises `NotFound`."""
    item = case.standard.item(key)
    if item is None:
        raise NotFound(
            Problem(
                lazy("The standard has no item “{key}”.", key=key),
                mend=lazy("Load the page again."),
            )
        )
    return item
