"""Public notice (公示): a list for some days, what is said against it, and then its publication.

What a list holds takes effect on the day it is published, by its document; a name comes in a
batch (第一批). A notice with an objection that nobody has answered cannot be published.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from green import clock
from green.assessment.recognition_records import NewRecognition, add_recognition
from green.errors import NotFound, NotPossible, Problem, Refused
from green.people import policy
from green.people.guard import acting
from green.people.model import Action, Actor
from green.people.records import grants_of, place_name
from green.registry.model import CODE_LENGTH
from green.review import notice_records as records
from green.review import objection_records
from green.review.calendar import last_day
from green.review.model import KINDS
from green.review.notice_records import Notice
from green.standard.chain import Step
from green.standard.programme import Programme
from green.standard.validator import read_line
from green.store import Query, Store
from green.texts import lazy, listing


@dataclass(frozen=True)
class NewNotice:
    """A notice as a form gives it; `contact` says where and how to object."""

    title: str
    contact: str
    starts_on: date


def open_notice(
    store: Store,
    actor: Actor,
    programme: Programme,
    step_id: str,
    scope: str,
    submissions: Sequence[int],
    new: NewNotice,
) -> int:
    """Put what a step has agreed to on public notice; returns the notice's id.

    Raises `Refused` for blanks and a day in the past, `NotPossible` for a submission that does
    not wait for a notice of this step, and `NotAllowed`.
    """
    step = _step(programme, step_id)
    title, contact = read_line(new.title, lazy("Title")), read_line(new.contact, lazy("Contact"))
    if step.notice is None:
        raise NotPossible(Problem(lazy("“{step}” has no public notice.", step=step.title)))
    if new.starts_on < clock.today():
        raise Refused(
            Problem(
                lazy("A notice cannot begin in the past."),
                lazy("First day"),
                lazy("Choose today or a later day."),
            )
        )
    ends_on = last_day(step.notice, new.starts_on)
    with acting(store, actor, Action.REVIEW, scope, "open_notice", step=step_id) as query:
        _need_office(query, actor, step, scope)
        waiting = {row.submission for row in records.noticeable(query, programme, step_id, scope)}
        if not submissions or not set(submissions) <= waiting:
            raise NotPossible(
                Problem(
                    lazy("Some of these do not wait for a public notice any more."),
                    mend=lazy("Load the page again and choose anew."),
                )
            )
        return records.add_notice(
            query,
            programme.id,
            step_id,
            scope,
            title,
            contact,
            new.starts_on,
            ends_on,
            list(dict.fromkeys(submissions)),
            actor.person,
        )


def publish(
    store: Store,
    actor: Actor,
    programme: Programme,
    notice_id: int,
    document: str,
    batch: str = "",
    day: date | None = None,
) -> int:
    """Let the list take effect on `day` (default today); returns how many were recognised.

    Raises `NotPossible` before the notice has ended and while an objection waits for its answer.
    Those whose step was reopened are left out: they go on a later list.
    """
    today = clock.today()
    day = day or today
    line = read_line(document, lazy("Document"))
    batch_line = read_line(batch, lazy("Batch")) if batch.strip() else None
    with acting_on(store, actor, programme, notice_id, "publish") as (query, notice, step):
        if not notice.ends_on < day <= today:
            raise NotPossible(
                Problem(
                    lazy("The notice lasts until {day}.", day=notice.ends_on.isoformat()),
                    mend=lazy("Publish it on a later day, and not ahead of that day."),
                )
            )
        open_ones = [
            one for one in objection_records.objections(query, notice.id) if one.answer is None
        ]
        if open_ones:
            raise NotPossible(
                Problem(
                    lazy(
                        "Objections wait for an answer: {names}.",
                        names=listing(dict.fromkeys(one.community for one in open_ones)),
                    ),
                    mend=lazy("Answer them first."),
                )
            )
        rows = [row for row in records.listed(query, notice.id) if row.is_agreed]
        assert step.makes is not None, "only a step that makes something has a notice"
        for row in rows:
            new = NewRecognition(
                row.community, KINDS[step.makes], day, row.submission, line, batch_line
            )
            add_recognition(query, programme.id, new, actor.person)
        records.add_notice_event(query, notice.id, "publish", line, batch_line, day, actor.person)
        return len(rows)


def withdraw(store: Store, actor: Actor, programme: Programme, notice_id: int) -> None:
    """Take a list off public notice; what it held waits for another."""
    with acting_on(store, actor, programme, notice_id, "withdraw_notice") as (
        query,
        notice,
        _step,
    ):
        day = clock.today()
        records.add_notice_event(query, notice.id, "withdraw", None, None, day, actor.person)


@contextmanager
def acting_on(
    store: Store, actor: Actor, programme: Programme, notice_id: int, verb: str
) -> Iterator[tuple[Query, Notice, Step]]:
    """A unit of work about a notice that is neither published nor withdrawn, by its office."""
    with store.read() as query:
        found = records.notice(query, notice_id)
    if found is None or found.programme != programme.id:
        raise NotFound(Problem(lazy("There is no such notice."), mend=lazy("Load the page again.")))
    with acting(store, actor, Action.REVIEW, found.scope, verb, notice=notice_id) as query:
        step = _step(programme, found.step)
        _need_office(query, actor, step, found.scope)
        now = records.notice(query, notice_id)
        if now is None or now.published_on or now.withdrawn_on:
            raise NotPossible(
                Problem(
                    lazy("This notice is published or withdrawn already."),
                    mend=lazy("Load the page again."),
                )
            )
        yield query, now, step


def _need_office(query: Query, actor: Actor, step: Step, scope: str) -> None:
    grants = grants_of(query, actor.person, clock.today())
    if policy.office(grants, step.level, scope) != scope or len(scope) != CODE_LENGTH[step.level]:
        raise NotPossible(
            Problem(
                lazy(
                    "“{step}” is decided by the reviewers of {place}.",
                    step=step.title,
                    place=place_name(query, scope),
                ),
                mend=lazy("Ask them to do it."),
            )
        )


def _step(programme: Programme, step_id: str) -> Step:
    found = programme.step(step_id)
    if found is None:
        raise NotFound(
            Problem(
                lazy("The programme's chain has no step “{step}”.", step=step_id),
                mend=lazy("Load the page again."),
            )
        )
    return found
