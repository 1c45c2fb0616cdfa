"""Deciding a step of the chain: judging items, agreeing, returning. All permissions are asked here.

What a reviewer says is stored the moment it is said; the step is done when it is agreed to or
returned as a whole. Whoever comes second is told who was first.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from green import clock
from green.assessment import submission_records
from green.assessment.model import Case
from green.assessment.recognition_records import NewRecognition, add_recognition
from green.errors import NotFound, NotPossible, Problem
from green.people.guard import acting
from green.people.model import Action, Actor
from green.review import flags, records
from green.review.matter import Matter, earlier, matter_of
from green.review.model import KINDS, DecisionKind, Outcome
from green.review.snapshot import read_snapshot
from green.standard.validator import read_line
from green.store import Query, Store
from green.texts import lazy, listing


def mark(
    store: Store,
    actor: Actor,
    case: Case,
    submission: int,
    step: str,
    item: str,
    outcome: Outcome,
    reason: str | None = None,
) -> None:
    """Say something to an item; "none" takes it back. The first word opens the submission.

    Raises `NotAllowed`, `NotPossible` if it is not this step's turn, `Refused` for a return
    without a reason.
    """
    if outcome in ("return", "not_as_stated"):
        reason = read_line(reason or "", lazy("Reason"))
    else:
        reason = read_line(reason, lazy("Note")) if reason and reason.strip() else None
    with _deciding(store, actor, case, submission, step, "mark_item", item=item) as (query, matter):
        found = matter.standard.item(item)
        if found is None:
            raise NotFound(
                Problem(
                    lazy("The standard has no item “{key}”.", key=item),
                    mend=lazy("Load the page again."),
                )
            )
        _begin(query, matter, actor)
        records.add_mark(query, submission, step, found.id, outcome, reason, actor.person)


def begin(store: Store, actor: Actor, case: Case, submission: int, step: str) -> None:
    """Open a submission for this step: from here on it can no longer be recalled."""
    with _deciding(store, actor, case, submission, step, "begin_review") as (query, matter):
        _begin(query, matter, actor)


def agree_rest(store: Store, actor: Actor, case: Case, submission: int, step: str) -> int:
    """Agree at once to all items not judged yet that have no flag; returns how many.

    What was found on site not to be as stated is left for a look of its own.
    """
    with _deciding(store, actor, case, submission, step, "mark_item", bulk=True) as (query, matter):
        _begin(query, matter, actor)
        flagged, found = _flags(query, matter), records.visits(query, submission)
        contradicted = {key for key, one in found.items() if one.outcome == "not_as_stated"}
        rest = [
            item.id
            for item in matter.standard.items
            if matter.judgement.outcome(item.id) == "none"
            and not flags.needs_a_look(flagged[item.id])
            and item.id not in contradicted
        ]
        for item in rest:
            records.add_mark(query, submission, step, item, "agree", None, actor.person, bulk=True)
        return len(rest)


def agree(
    store: Store,
    actor: Actor,
    case: Case,
    submission: int,
    step: str,
    note: str = "",
    document: str = "",
) -> None:
    """Finish the step: every item is agreed to, and the next level has its turn.

    A step with a public notice takes effect when its list is published; another that makes a
    community attained or named does so at once, by the `document`.
    """
    day = clock.today()
    note_line = read_line(note, lazy("Note")) if note.strip() else None
    with _deciding(store, actor, case, submission, step, "agree") as (query, matter):
        _need_all_agreed(matter)
        doing = matter.step
        if doing.makes and matter.submission.outcome != "meets":
            raise NotPossible(
                Problem(
                    lazy("What was handed in does not meet the standard."),
                    mend=lazy("Return the items that are not met."),
                )
            )
        _begin(query, matter, actor)
        _add(query, matter, actor, "agree", note_line, day)
        if doing.makes and doing.notice is None:
            new = NewRecognition(
                case.community.id,
                KINDS[doing.makes],
                day,
                submission,
                read_line(document, lazy("Document")) if document.strip() else None,
            )
            add_recognition(query, case.programme.id, new, actor.person)


def send_back(
    store: Store, actor: Actor, case: Case, submission: int, step: str, note: str = ""
) -> None:
    """Return it to the community: the items marked open again there, each with its reason."""
    day = clock.today()
    note_line = read_line(note, lazy("Note")) if note.strip() else None
    with _deciding(store, actor, case, submission, step, "return") as (query, matter):
        returned = matter.judgement.returned
        if not returned:
            raise NotPossible(
                Problem(
                    lazy("No item is marked to go back."),
                    mend=lazy("Mark at least one, and say why."),
                )
            )
        _begin(query, matter, actor)
        _add(query, matter, actor, "return", note_line, day)
        submission_records.add_event(query, submission, "return", day, actor.person)
        for item, reason in returned.items():
            submission_records.add_returned_item(query, submission, item, reason)


@contextmanager
def _deciding(
    store: Store, actor: Actor, case: Case, submission: int, step: str, verb: str, **details: object
) -> Iterator[tuple[Query, Matter]]:
    place = case.community.code
    with acting(
        store, actor, Action.REVIEW, place, verb, submission=submission, step=step, **details
    ) as query:
        yield query, matter_of(query, actor, case, submission, step)


def _begin(query: Query, matter: Matter, actor: Actor) -> None:
    if matter.position.phase == "waiting":
        _add(query, matter, actor, "begin", None, clock.today())


def _add(
    query: Query, matter: Matter, actor: Actor, kind: DecisionKind, note: str | None, day: date
) -> None:
    records.add_decision(
        query,
        matter.submission.id,
        matter.step.id,
        kind,
        matter.submission.sha256,
        note,
        matter.office,
        day,
        actor.person,
    )


def _need_all_agreed(matter: Matter) -> None:
    open_items = [
        item.ref for item in matter.standard.items if matter.judgement.outcome(item.id) != "agree"
    ]
    if open_items:
        raise NotPossible(
            Problem(
                lazy("Not agreed to yet: item {refs}.", refs=listing(open_items)),
                mend=lazy("Agree to each, or return what is not right."),
            )
        )


def _flags(query: Query, matter: Matter) -> dict[str, list[flags.Flag]]:
    handed_in = submission_records.submissions(
        query, matter.case.programme.id, matter.case.community.id
    )
    before = earlier(handed_in, matter.submission)
    return flags.snapshot_flags(
        read_snapshot(query, matter.submission),
        read_snapshot(query, before) if before else None,
        matter.submission.effective_on,
    )
