"""Taking part in a programme, and leaving it (参与创建、退出创建)."""

from __future__ import annotations

from datetime import date

from green import clock
from green.assessment import records, submission_records
from green.assessment.model import Case
from green.assessment.states import participates, state_of
from green.errors import NotPossible, Problem
from green.people.guard import acting
from green.people.model import Action, Actor
from green.registry.records import is_there
from green.store import Query, Store
from green.texts import lazy


def enrol(store: Store, case: Case, actor: Actor, day: date | None = None) -> None:
    """Take part from that day (default today); raises `NotPossible`."""
    day = day or clock.today()
    with acting(store, actor, Action.TAKE_PART, case.community.code, "enrol", day=day) as query:
        check_day(query, case, day)
        if _participates(query, case, day):
            raise NotPossible(
                Problem(
                    lazy("{name} takes part already.", name=case.community.short_name),
                    mend=lazy("Go on with the self-assessment."),
                )
            )
        records.add_enrolment(query, case, "enrol", day, query.at, actor)


def withdraw(store: Store, case: Case, actor: Actor, day: date | None = None) -> None:
    """Leave the programme; what was handed in no longer stands. Raises `NotPossible`."""
    day = day or clock.today()
    with acting(store, actor, Action.TAKE_PART, case.community.code, "withdraw", day=day) as query:
        check_day(query, case, day)
        need_participation(query, case, day)
        if state_of(query, case.programme, case.community.id, day, query.at).attained:
            raise NotPossible(
                Problem(
                    lazy("A community that has attained the standard cannot leave the programme."),
                    mend=(
                        lazy("Ask the office that recognised it to revoke the recognition first.")
                        if case.programme.rule == "decided"
                        else lazy("Recall the self-assessment first.")
                    ),
                )
            )
        for submission in submission_records.submissions(
            query, case.programme.id, case.community.id
        ):
            if submission.stands:
                submission_records.add_event(query, submission.id, "recall", day, actor.person)
        records.add_enrolment(query, case, "withdraw", day, query.at, actor)


def need_participation(query: Query, case: Case, day: date) -> None:
    """Raises `NotPossible` for a community that does not take part."""
    if not _participates(query, case, day):
        raise NotPossible(
            Problem(
                lazy("{name} does not take part yet.", name=case.community.short_name),
                mend=lazy("Press “Take part” on the page My community first."),
            )
        )


def _participates(query: Query, case: Case, day: date) -> bool:
    return participates(query, case.programme, case.community.id, day, query.at)


def need_same(query: Query, case: Case) -> None:
    """Raises `NotPossible` if the database is another than the one the case was read from."""
    if not is_there(query, case.community):
        raise NotPossible(
            Problem(
                lazy("The database was exchanged or removed meanwhile."),
                mend=lazy("Load the page again; nothing of this step was stored."),
            )
        )


def check_day(query: Query, case: Case, day: date) -> None:
    """Steps follow each other and lie between the cycle's opening and today; `NotPossible`."""
    need_same(query, case)
    if day > clock.today() or not case.cycle.is_open(day):
        raise NotPossible(
            Problem(
                lazy("{day} is outside the open cycle.", day=day.isoformat()),
                mend=lazy(
                    "Choose a day from {opens} to today.", opens=case.cycle.opens.isoformat()
                ),
            )
        )
    gone = case.community.valid_to
    if gone is not None and day >= gone:
        raise NotPossible(
            Problem(
                lazy(
                    "{name} has not existed since {day}.",
                    name=case.community.short_name,
                    day=gone.isoformat(),
                ),
                mend=lazy("Look for the community it was merged into."),
            )
        )
    steps = records.history(query, case.programme.id, case.community.id)
    last = max((step.effective_on for step in steps), default=day)
    if day < last:
        raise NotPossible(
            Problem(
                lazy("There is a later step already, of {day}.", day=last.isoformat()),
                mend=lazy("Choose that day or a later one."),
            )
        )
