"""Storing one field of one item the moment it is given, and never over a newer value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from green import clock
from green.assessment import answer_records, evidence_records, submission_records
from green.assessment.enrolment import need_participation, need_same
from green.assessment.model import Case, Evidence, FieldValue, Stale, is_closed, returned
from green.errors import NotFound, NotPossible, Problem, Refused
from green.people.guard import acting
from green.people.model import Action, Actor
from green.standard.model import Item
from green.standard.validator import read_field, read_line
from green.store import Query, Store
from green.texts import lazy


@dataclass(frozen=True)
class NewEvidence:
    """A reference as a form gives it."""

    what: str
    true_as_of: date
    kept_at: str


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
    item = _item(case, item_key)
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


def attach_evidence(
    store: Store, case: Case, item_key: str, new: NewEvidence, actor: Actor
) -> Evidence:
    """Note where a proof is kept; raises `Refused` for blanks and dates in the future."""
    item = _item(case, item_key)
    day = clock.today()
    what = read_line(new.what, lazy("What it is"))
    kept_at = read_line(new.kept_at, lazy("Where it is kept"))
    if new.true_as_of > day:
        raise Refused(
            Problem(
                lazy("The date lies in the future."),
                lazy("True as of"),
                lazy("Choose the day on the paper, today at the latest."),
            )
        )
    place = case.community.code
    with acting(store, actor, Action.ANSWER, place, "attach", item=item.ref) as query:
        at = query.at
        need_open(query, case, item)
        identity = evidence_records.add_evidence(
            query, case, what, new.true_as_of, kept_at, at, actor
        )
        evidence_records.add_evidence_link(query, case, identity, item.id, "attach", day, at, actor)
    return Evidence(identity, item.id, what, new.true_as_of, kept_at, actor.person)


def detach_evidence(store: Store, case: Case, evidence: Evidence, actor: Actor) -> None:
    """Take a reference off its item; what was handed in with it keeps it."""
    day = clock.today()
    place = case.community.code
    with acting(store, actor, Action.ANSWER, place, "detach", evidence=evidence.id) as query:
        at = query.at
        need_open(query, case, _item(case, evidence.item))
        if evidence not in evidence_records.evidence(query, case):
            raise NotPossible(
                Problem(
                    lazy("This evidence was taken off already."),
                    mend=lazy("Load the page again."),
                )
            )
        evidence_records.add_evidence_link(
            query, case, evidence.id, evidence.item, "detach", day, at, actor
        )


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


def _item(case: Case, key: str) -> Item:
    item = case.standard.item(key)
    if item is None:
        raise NotFound(
            Problem(
                lazy("The standard has no item “{key}”.", key=key),
                mend=lazy("Load the page again."),
            )
        )
    return item
