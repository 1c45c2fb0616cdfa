"""The head of a list that was decided outside: what it may say, and who may record it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from green import clock
from green.assessment.recognition_records import RecognitionKind
from green.errors import NotPossible, Problem, Refused
from green.people import policy
from green.people.model import Action, Actor
from green.people.records import grants_of, place_name
from green.registry.model import CODE_LENGTH
from green.review.matching import Row
from green.review.model import KINDS
from green.standard.chain import Step
from green.standard.programme import Programme
from green.standard.validator import read_line
from green.store import Query
from green.texts import Text, lazy

MOST_ROWS = 20_000


@dataclass(frozen=True)
class Paper:
    """What stands at the head of a list; `kind` and `day` hold for lines without their own."""

    document: str
    day: date
    kind: RecognitionKind
    batch: str = ""
    reason: str = ""


def need_deciding(programme: Programme) -> None:
    if programme.rule != "decided":
        raise NotPossible(
            Problem(
                lazy("In this programme communities declare by themselves what they attained."),
                mend=lazy("Decisions are recorded in programmes with a review chain."),
            )
        )


def deciding(programme: Programme, kind: RecognitionKind) -> Step:
    """The step of the chain whose level makes a recognition of this kind."""
    making = [step for step in programme.chain if step.makes]
    # A revocation ends both states, so it is up to the level that made the first one.
    return next((one for one in making if KINDS[one.makes or "attained"] == kind), making[0])


def need_level(
    query: Query, actor: Actor, programme: Programme, scope: str, kind: RecognitionKind
) -> None:
    """The level that makes the state records it. So does a wider one: what it holds in its files
    are decisions of that level, published long ago, and it decides nothing in its stead."""
    step = deciding(programme, kind)
    most = CODE_LENGTH[step.level]
    held = policy.scopes(grants_of(query, actor.person, clock.today()), Action.RECORD_DECISIONS)
    if not any(scope.startswith(own) and len(own) <= most for own in held):
        raise NotPossible(
            Problem(
                lazy(
                    "“{step}” is decided by the reviewers of {place}.",
                    step=step.title,
                    place=place_name(query, scope[:most]),
                ),
                mend=lazy("Ask them to record it."),
            )
        )


def read_paper(programme: Programme, paper: Paper, rows: Sequence[Row]) -> Paper:
    """The heading as it is stored; raises `Refused` with all that cannot be."""
    problems: list[Problem] = []

    def line(text: str, label: Text, *, needed: bool) -> str:
        if not needed and not text.strip():
            return ""
        try:
            return read_line(text, label)
        except Refused as refused:
            problems.extend(refused.problems)
            return ""

    revokes = any((row.kind or paper.kind) == "revoke" for row in rows)
    document = line(paper.document, lazy("Document"), needed=True)
    batch = line(paper.batch, lazy("Batch"), needed=False)
    reason = line(paper.reason, lazy("Reason"), needed=revokes)
    problem = why_not_on(programme, paper.day)
    if problem is not None:
        problems.append(problem)
    if not 1 <= len(rows) <= MOST_ROWS:
        problems.append(
            Problem(
                lazy("A list has from 1 to {most} lines.", most=MOST_ROWS),
                lazy("List"),
                lazy("Paste it, or hand in a file."),
            )
        )
    if problems:
        raise Refused(*problems)
    return Paper(document, paper.day, paper.kind, batch, reason)


def why_not_on(programme: Programme, day: date) -> Problem | None:
    if programme.opens <= day <= clock.today():
        return None
    return Problem(
        lazy("{day} cannot be the day of a decision.", day=day.isoformat()),
        lazy("Effective date"),
        lazy(
            "Choose a day from {first}, when the programme began, to today.",
            first=programme.opens.isoformat(),
        ),
    )
