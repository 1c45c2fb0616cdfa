"""The yearly re-check (复核) of recognised communities: pass, rectify by a day, or revoke.

It is done by the level that made them attained. Until it passes or is revoked, what is to be
rectified stays due; a re-check never unsets that a community has handed in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from green import clock
from green.assessment.enrolment import need_same
from green.assessment.model import Case
from green.assessment.recognition_records import NewRecognition, add_recognition
from green.assessment.states import state_of
from green.errors import NotPossible, Problem, Refused
from green.people import policy
from green.people.guard import acting
from green.people.model import Action, Actor
from green.people.records import grants_of, place_name
from green.registry.model import CODE_LENGTH
from green.review import recheck_records as records
from green.review.recheck_records import Recheck, RecheckOutcome
from green.standard.chain import Step
from green.standard.programme import Programme
from green.standard.validator import read_line
from green.store import Query, Store
from green.texts import lazy


@dataclass(frozen=True)
class NewRecheck:
    """A re-check as a form gives it; `reason` is asked for unless it passes."""

    year: int
    outcome: RecheckOutcome
    reason: str = ""
    rectify_by: date | None = None
    document: str = ""


def record(store: Store, actor: Actor, case: Case, new: NewRecheck) -> int:
    """Record what a year's re-check came to, as of today; returns its id.

    Raises `Refused` with every value that cannot be, `NotPossible` for a community that is not
    recognised or whose year is done already, `NotAllowed`.
    """
    day = clock.today()
    reason, document = _check(new, day)
    details = {"year": new.year, "outcome": new.outcome}
    with acting(store, actor, Action.REVIEW, case.community.code, "recheck", **details) as query:
        need_same(query, case)
        need_office(query, actor, attaining(case.programme), case.community.code)
        if not state_of(query, case.programme, case.community.id, day, query.at).attained:
            raise NotPossible(
                Problem(
                    lazy("{name} is not recognised at present.", name=case.community.short_name),
                    mend=lazy("Only recognised communities are re-checked."),
                )
            )
        found = records.rechecks(query, case.programme.id, case.community.id)
        if any(one.year == new.year and one.outcome == "pass" for one in found):
            raise NotPossible(
                Problem(
                    lazy("The re-check of {year} is passed already.", year=str(new.year)),
                    mend=lazy("Choose another year."),
                )
            )
        identity = records.add_recheck(
            query,
            case.programme.id,
            case.community.id,
            new.year,
            new.outcome,
            reason,
            new.rectify_by if new.outcome == "rectify" else None,
            document,
            day,
            actor.person,
        )
        if new.outcome == "revoke":
            revoked = NewRecognition(
                case.community.id, "revoke", day, document=document, reason=reason
            )
            add_recognition(query, case.programme.id, revoked, actor.person)
        return identity


def due(found: Sequence[Recheck]) -> Recheck | None:
    """What is still to be rectified, of re-checks given oldest first."""
    last = found[-1] if found else None
    return last if last is not None and last.outcome == "rectify" else None


def attaining(programme: Programme) -> Step:
    """The step whose level makes a community attained; raises `NotPossible` without a chain."""
    step = next((step for step in programme.chain if step.makes == "attained"), None)
    if step is None:
        raise NotPossible(
            Problem(
                lazy("In this programme communities declare themselves; nobody recognises them."),
                mend=lazy("It needs a review chain first."),
            )
        )
    return step


def need_office(query: Query, actor: Actor, step: Step, place: str) -> str:
    """The scope in which the actor decides for the step's level; raises `NotPossible`."""
    office = policy.office(grants_of(query, actor.person, clock.today()), step.level, place)
    if office is None or len(office) < CODE_LENGTH[step.level]:
        raise NotPossible(
            Problem(
                lazy(
                    "“{step}” is decided by the reviewers of {place}.",
                    step=step.title,
                    place=place_name(query, place[: CODE_LENGTH[step.level]]),
                ),
                mend=lazy("Ask them to do it."),
            )
        )
    return office


def _check(new: NewRecheck, day: date) -> tuple[str | None, str | None]:
    """Reason and document as they are stored; raises `Refused` with all that cannot be."""
    problems: list[Problem] = []
    reason = document = None
    if not 2020 <= new.year <= day.year:
        problems.append(
            Problem(
                lazy("{year} cannot be the year of a re-check.", year=str(new.year)),
                lazy("Year"),
                lazy("Choose a year from 2020 to {year}.", year=str(day.year)),
            )
        )
    if new.outcome != "pass" or new.reason.strip():
        try:
            reason = read_line(new.reason, lazy("Reason"))
        except Refused as refused:
            problems += refused.problems
    if new.document.strip():
        try:
            document = read_line(new.document, lazy("Document"))
        except Refused as refused:
            problems += refused.problems
    if new.outcome == "rectify" and (new.rectify_by is None or new.rectify_by <= day):
        problems.append(
            Problem(
                lazy("There is no day to come until which it is to be rectified."),
                lazy("Rectify by"),
                lazy("Choose a day after today."),
            )
        )
    if problems:
        raise Refused(*problems)
    return reason, document
