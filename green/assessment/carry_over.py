"""Last time's answers (上次的答案): what they are, which still hold, and storing them anew.

A new cycle opens blank. Nothing is carried by itself: a person says of an item, or of the rest of
an area, that last time's answer is still true, and what is stored then is the same as typed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from green import clock
from green.assessment import answer_records, evidence_records, submission_records
from green.assessment.answering import need_open
from green.assessment.attaching import link, standing_in
from green.assessment.freshness import is_fresh
from green.assessment.model import Case, Draft, Evidence, FieldValue, Stale, Submission
from green.errors import NotPossible, Problem, Refused
from green.people.guard import acting
from green.people.model import Action, Actor
from green.standard.answers import write_item
from green.standard.document import Document
from green.standard.model import Item, Standard
from green.standard.programme import Cycle
from green.standard.validator import read_answers, read_field
from green.store import Query, Store
from green.texts import lazy

Fields = Mapping[str, Any]


class StaleField(Stale):
    """Somebody answered a field differently while last time's answer was before the eyes."""

    def __init__(self, field: str, mine: Any, theirs: FieldValue) -> None:
        super().__init__(mine, theirs)
        self.field = field


@dataclass(frozen=True)
class LastTime:
    """What was handed in last: by item id its fields as the answers file holds them."""

    submission: int
    cycle: Cycle
    items: Mapping[str, Fields]
    evidence: tuple[Evidence, ...]

    def fields(self, item: Item) -> Fields:
        """What was said of the item, its note too; empty if nothing that counts today."""
        return self.items.get(item.id, {})

    def evidence_of(self, item: Item, day: date) -> tuple[list[Evidence], list[Evidence]]:
        """What is still fresh on that day, and what no longer is."""
        mine = [found for found in self.evidence if found.item == item.id]
        fresh = [found for found in mine if is_fresh(item, found, day)]
        return fresh, [found for found in mine if found not in fresh]


def previous(case: Case, submissions: Sequence[Submission]) -> Submission | None:
    """The latest standing submission of an earlier cycle, given oldest first."""
    ids = [cycle.id for cycle in case.programme.cycles]
    earlier = ids[: ids.index(case.cycle.id)]
    return next(
        (one for one in reversed(submissions) if one.recalled_on is None and one.cycle in earlier),
        None,
    )


def items_of(standard: Standard, submission: Submission, old: Standard) -> dict[str, Fields]:
    """The fields by item id that may be said again of `standard`; `old` is what was answered.

    An item counts if it still exists with the same checks and its answer is still allowed.
    """
    data = {"standard": old.id, "answers": json.loads(submission.snapshot)["answers"]}
    answers = read_answers(old, Document("", data))
    found: dict[str, Fields] = {}
    for item in standard.items:
        before = old.item(item.id)
        if before is None or before.id != item.id or item.id not in answers.items:
            continue
        if _asked(before) != _asked(item):
            continue
        written = write_item(answers.items[item.id])
        fields = dict(written.get("checks", {}))
        if "status" in written:
            fields["status"] = {k: written[k] for k in ("status", "reason") if k in written}
        if fields and "note" in written:
            fields["note"] = written["note"]
        if fields and _allowed(item, fields):
            found[item.id] = fields
    return found


def last_time(
    query: Query, case: Case, submissions: Sequence[Submission] | None = None
) -> LastTime | None:
    """What the community handed in last, in an earlier cycle; None if it did not."""
    if submissions is None:
        submissions = submission_records.submissions(query, case.programme.id, case.community.id)
    found = previous(case, submissions)
    if found is None:
        return None
    old = _standard_of(query, case, found)
    if old is None:
        return None
    cycle = next(one for one in case.programme.cycles if one.id == found.cycle)
    # Handed in, the evidence of a cycle is closed: what is linked there is what was handed in.
    evidence = evidence_records.evidence(query, replace(case, cycle=cycle))
    items = items_of(case.standard, found, old)
    return LastTime(found.id, cycle, items, tuple(standing_in(query, case, evidence)))


def is_blank(draft: Draft, item: Item) -> bool:
    """Whether nothing of the item is answered in this cycle; a note alone is no answer."""
    return all(draft.value(item.id, field) is None for field in answer_fields(item))


def answer_fields(item: Item) -> tuple[str, ...]:
    return tuple(check.id for check in item.checks) or ("status",)


def has_changed(draft: Draft, item: Item, last: LastTime) -> bool:
    """Whether an answer of this cycle differs from last time's; what is blank does not yet."""
    before = last.fields(item)
    return bool(before) and any(
        (now := draft.value(item.id, field)) is not None and now != before.get(field)
        for field in answer_fields(item)
    )


def to_confirm(draft: Draft, items: Sequence[Item], last: LastTime | None) -> list[Item]:
    """Of these items the blank ones that were answered last time."""
    if last is None:
        return []
    return [item for item in items if last.fields(item) and is_blank(draft, item)]


def still_true(store: Store, case: Case, submission: int, item: Item, actor: Actor) -> list[str]:
    """Say last time's answer of one item again; ids of the items that were stored.

    The person saw a blank and last time's answer from `submission`. Raises `StaleField` when
    somebody answered differently meanwhile, `NotPossible` when the answers are closed or what was
    handed in last is something else by now.
    """
    return _carry(store, case, submission, [item], actor, one=True)


def all_still_true(
    store: Store, case: Case, submission: int, items: Sequence[Item], actor: Actor
) -> list[str]:
    """Say last time's answers again for all of these items that are blank; all or nothing.

    What somebody answered meanwhile stays as it is. Raises as `still_true`, but never `StaleField`.
    """
    return _carry(store, case, submission, items, actor, one=False)


def _carry(
    store: Store, case: Case, submission: int, items: Sequence[Item], actor: Actor, *, one: bool
) -> list[str]:
    # Filled below with what was stored: what somebody else answered meanwhile is not ours.
    refs: list[str] = []
    with acting(
        store, actor, Action.ANSWER, case.community.code, items=refs, carried_from=submission
    ) as query:
        for item in items:
            need_open(query, case, item)
        last = last_time(query, case)
        if last is None or last.submission != submission:
            raise NotPossible(
                Problem(
                    lazy("Last time's answers are no longer what they were on the page."),
                    mend=lazy("Load the page again."),
                )
            )
        draft = answer_records.draft(query, case)
        if one:
            _need_blank(draft, items[0], last)
        stored = to_confirm(draft, items, last)
        for item in stored:
            _store(query, case, draft, item, last, actor)
            refs.append(item.ref)
    return [item.id for item in stored]


def _need_blank(draft: Draft, item: Item, last: LastTime) -> None:
    for field in answer_fields(item):
        now, mine = draft.fields.get((item.id, field)), last.fields(item).get(field)
        if now is not None and now.value is not None and now.value != mine:
            raise StaleField(field, mine, now)


def _store(
    query: Query, case: Case, draft: Draft, item: Item, last: LastTime, actor: Actor
) -> None:
    """The item's fields and its fresh evidence as rows of this cycle."""
    day = clock.today()
    for field, value in last.fields(item).items():
        seen = draft.event(item.id, field)
        # A note of this cycle stays, also one that was cleared.
        if field == "note" and seen is not None:
            continue
        answer_records.add_answer(query, case, item.id, field, value, seen, day, query.at, actor)
    link(query, case, last.evidence_of(item, day)[0], actor)


def _standard_of(query: Query, case: Case, submission: Submission) -> Standard | None:
    """The text of the standard that was answered; None for another one, or one unreadable."""
    now = case.standard
    if submission.standard_sha256 == now.sha256:
        return now
    old = submission_records.kept_standard(query, submission.standard_sha256)
    return old if old is not None and old.id == now.id else None


def _asked(item: Item) -> list[tuple[object, ...]]:
    """What decides whether two texts of an item ask for the same kind of answer."""
    return [
        (check.id, check.kind, getattr(check, "bases", None), getattr(check, "at_least_percent", 0))
        for check in item.checks
    ]


def _allowed(item: Item, fields: Fields) -> bool:
    try:
        return all(read_field(item, field, value) == value for field, value in fields.items())
    except Refused:
        return False
