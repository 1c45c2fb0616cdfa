"""Objections (异议): what anybody may say against a list on public notice, and the answer."""

from __future__ import annotations

from datetime import timedelta

from green import clock
from green.errors import NotFound, NotPossible, Problem
from green.log import records as log
from green.people.model import Actor
from green.review import notice_records, objection_records, records
from green.review.noticing import acting_on
from green.standard.programme import Programme
from green.standard.validator import read_line
from green.store import Store
from green.texts import lazy

# Nobody shall bury an office, or the objections of others, under a flood of them.
MOST, WITHIN = 30, timedelta(hours=1)


class TooManyObjections(NotPossible):
    """A list has got as many objections within the hour as it takes."""


def object_to(
    store: Store, notice_id: int, submission: int, text: str, name: str = "", contact: str = ""
) -> int:
    """What anybody may say against a community on public notice, without signing in.

    Raises `Refused` for blanks and over-long lines, `NotPossible` outside the notice's days, and
    `TooManyObjections`.
    """
    line = read_line(text, lazy("What is not right"))
    name_line = read_line(name, lazy("Your name")) if name.strip() else None
    contact_line = read_line(contact, lazy("How to reach you")) if contact.strip() else None
    today = clock.today()
    with store.write() as query:
        notice = notice_records.notice(query, notice_id)
        if notice is None or not notice.is_on(today):
            raise NotPossible(
                Problem(
                    lazy("This public notice is over."),
                    mend=lazy("Turn to the office that the notice names."),
                )
            )
        row = next(
            (
                row
                for row in notice_records.listed(query, notice_id)
                if row.submission == submission
            ),
            None,
        )
        if row is None:
            raise NotFound(
                Problem(
                    lazy("This community is not on the list."),
                    mend=lazy("Load the page again and choose one of the list."),
                )
            )
        if objection_records.number_since(query, notice_id, query.at - WITHIN) >= MOST:
            raise TooManyObjections(
                Problem(
                    lazy("Too many objections to this list have arrived within an hour."),
                    mend=lazy("Send it again later, or turn to the office that the notice names."),
                )
            )
        identity = objection_records.add_objection(
            query, notice_id, submission, line, name_line, contact_line
        )
        log.add(query, "nobody", "object", row.code, notice=notice_id, objection=identity)
        return identity


def answer(
    store: Store, actor: Actor, programme: Programme, objection_id: int, text: str, *, upheld: bool
) -> None:
    """Answer an objection. If it is upheld, the step is decided anew and the list goes on without
    this community."""
    line = read_line(text, lazy("Answer"))
    with store.read() as query:
        found = objection_records.objection(query, objection_id)
    if found is None or found.answer is not None:
        raise NotPossible(
            Problem(lazy("This objection is answered already."), mend=lazy("Load the page again."))
        )
    with acting_on(store, actor, programme, found.notice, "answer_objection") as (
        query,
        notice,
        step,
    ):
        now = objection_records.objection(query, objection_id)
        if now is None or now.answer is not None:
            raise NotPossible(Problem(lazy("This objection is answered already.")))
        objection_records.add_answer(query, objection_id, line, actor.person, upheld=upheld)
        if upheld:
            row = next(
                row
                for row in notice_records.listed(query, notice.id)
                if row.submission == found.submission
            )
            if row.is_agreed:
                records.add_decision(
                    query,
                    row.submission,
                    step.id,
                    "reopen",
                    row.sha256,
                    line,
                    notice.scope,
                    clock.today(),
                    actor.person,
                )
