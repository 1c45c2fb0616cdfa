"""A submission in a reviewer's hands: whose turn it is, and why somebody cannot decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from green import clock
from green.assessment import submission_records
from green.assessment.enrolment import need_same
from green.assessment.model import Case, Submission, standing
from green.errors import NotPossible, Problem
from green.people import policy
from green.people.model import Actor, Grant
from green.people.records import grants_of, place_name
from green.registry.model import CODE_LENGTH
from green.review import records
from green.review.model import Judgement, Position, position
from green.standard.chain import Step
from green.standard.model import Standard
from green.store import Query
from green.texts import lazy


@dataclass(frozen=True)
class Matter:
    """A submission in one reviewer's hands, as the unit of work found it."""

    case: Case
    submission: Submission
    position: Position
    step: Step
    office: str
    judgement: Judgement
    standard: Standard


def position_of(query: Query, case: Case, submission: Submission) -> Position:
    """Where a submission stands in its chain."""
    return position(
        case.programme,
        submission,
        records.decisions(query, submission.id),
        records.notices_of(query, submission.id),
    )


def why_not(
    query: Query, grants: Sequence[Grant], actor: Actor, case: Case, place: Position
) -> Problem | None:
    """Why this person cannot decide what stands next, in a sentence; None if they can."""
    step = place.step
    if step is None or place.phase in ("noticeable", "on_notice"):
        return _not_now(place)
    code = case.community.code
    if policy.office(grants, step.level, code) is None:
        where = place_name(query, code[: CODE_LENGTH[step.level]])
        return Problem(
            lazy("“{step}” is decided by the reviewers of {place}.", step=step.title, place=where),
            mend=lazy("It appears in your queue once it is your turn."),
        )
    if place.last is not None and place.last.person == actor.person:
        return Problem(
            lazy("You decided the step before; two in a row need two people."),
            mend=lazy("Ask a colleague of your office."),
        )
    return None


def matter_of(query: Query, actor: Actor, case: Case, submission: int, step_id: str) -> Matter:
    """What the actor is to decide now; raises `NotPossible` with the reason if it is not so."""
    need_same(query, case)
    handed_in = submission_records.submissions(query, case.programme.id, case.community.id)
    found = next((one for one in handed_in if one.id == submission), None)
    step = case.programme.step(step_id)
    if found is None or step is None:
        raise NotPossible(
            Problem(
                lazy("The programme's chain has no such step for this submission."),
                mend=lazy("Load the page again."),
            )
        )
    if standing(handed_in) is not None and standing(handed_in) != found:
        raise NotPossible(
            Problem(
                lazy("The community has handed in a newer self-assessment."),
                mend=lazy("Decide on that one."),
            )
        )
    now = position_of(query, case, found)
    if now.step != step or now.phase not in ("waiting", "begun"):
        raise NotPossible(_not_now(now))
    grants = grants_of(query, actor.person, clock.today())
    problem = why_not(query, grants, actor, case, now)
    if problem is not None:
        raise NotPossible(problem)
    office = policy.office(grants, step.level, case.community.code)
    assert office is not None, "why_not has looked"
    standard = submission_records.kept_standard(query, found.standard_sha256)
    assert standard is not None, "whatever is handed in keeps the text it was handed in under"
    judgement = Judgement(records.marks(query, submission, step.id))
    return Matter(case, found, now, step, office, judgement, standard)


def _not_now(place: Position) -> Problem:
    match place.phase:
        case "recalled":
            what = lazy("The community has recalled it.")
        case "returned":
            what = lazy("It was returned to the community.")
        case "done":
            what = lazy("Its review has come to its end.")
        case "noticeable" | "on_notice":
            what = lazy("It is agreed to and waits for its public notice.")
        case _other:
            what = lazy(
                "Somebody decided in the meantime: its turn is at “{step}”.",
                step=place.step.title if place.step else "",
            )
    return Problem(what, mend=lazy("Load the page again to see where it stands."))


def earlier(handed_in: list[Submission], submission: Submission) -> Submission | None:
    """The hand-in before this one that a reviewer has seen: not one that was recalled."""
    before = [one for one in handed_in if one.id < submission.id and one.recalled_on is None]
    return before[-1] if before else None
