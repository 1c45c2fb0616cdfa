"""Recording what was decided outside: lists on paper with their document, and revocations.

A list is checked line by line first; it is recorded whole, in one unit of work, or not at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from green.assessment.recognition_records import NewRecognition, RecognitionKind
from green.errors import NotPossible, Problem, Refused
from green.people import guard
from green.people.guard import acting
from green.people.model import Action, Actor
from green.review import decision_list_records as records
from green.review.matching import Directory, Known, Match, Row
from green.review.paper import Paper, need_deciding, need_level, read_paper, why_not_on
from green.review.sequence import ORDER, Told, told
from green.review.wording import digits
from green.standard.programme import Programme
from green.store import Query, Store
from green.texts import Text, lazy

Outcome = Literal["new", "already", "repeated", "left_out", "doubtful", "impossible"]


@dataclass(frozen=True)
class Line:
    """What would become of a line. `why` says it for all outcomes but `new`."""

    row: Row
    match: Match
    outcome: Outcome
    kind: RecognitionKind
    day: date
    batch: str | None
    why: Text | None = None


@dataclass(frozen=True)
class Checked:
    """A list as it would be recorded, in the order of its lines."""

    paper: Paper
    lines: tuple[Line, ...]
    choices: Mapping[int, int | None] = field(default_factory=dict)

    @property
    def counts(self) -> dict[Outcome, int]:
        """How many lines of each outcome; those that there are none of are left out."""
        return dict(Counter(line.outcome for line in self.lines))

    @property
    def open_lines(self) -> tuple[Line, ...]:
        """What keeps the list from being recorded."""
        return tuple(line for line in self.lines if line.outcome in ("doubtful", "impossible"))

    @property
    def new(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.outcome == "new")


def check(
    query: Query,
    actor: Actor,
    programme: Programme,
    scope: str,
    paper: Paper,
    rows: Sequence[Row],
    choices: Mapping[int, int | None] | None = None,
) -> Checked:
    """What would be recorded of a list for a scope; nothing is stored.

    `choices` says by line number which community a doubtful line means, None to leave it out.
    Raises `NotAllowed` outside of what the actor may, `NotPossible` for a programme in which
    nobody decides and for somebody of too low a level, and `Refused` for a wrong heading.
    """
    guard.need(query, actor, Action.RECORD_DECISIONS, scope)
    need_deciding(programme)
    heading = read_paper(programme, paper, rows)
    for kind in sorted({row.kind or paper.kind for row in rows}):
        need_level(query, actor, programme, scope, kind)
    chosen = choices or {}
    codes = [code for code in (digits(row.code) for row in rows) if code]
    region = scope if scope.startswith(programme.region) else programme.region
    directory = Directory(records.known(query, region, codes), scope)
    lines = [_matched(directory, programme, scope, heading, row, chosen) for row in rows]
    lines = _in_sequence(query, programme, lines)
    return Checked(heading, tuple(lines), chosen)


def apply(
    store: Store,
    actor: Actor,
    programme: Programme,
    scope: str,
    paper: Paper,
    rows: Sequence[Row],
    choices: Mapping[int, int | None] | None = None,
) -> Checked:
    """Record a list whole; it is checked again in the same unit of work. Returns what was done.

    Raises as `check`, and `Refused` with every line that is doubtful or impossible, and
    `NotPossible` if nothing in it is new.
    """
    details: dict[str, object] = {"document": paper.document, "day": paper.day.isoformat()}
    with guard.logging_refusals(store), store.read() as query:
        counted = check(query, actor, programme, scope, paper, rows, choices)
        details |= {"lines": len(rows), "recorded": len(counted.new)}
    revokes = all((row.kind or paper.kind) == "revoke" for row in rows)
    verb = "revoke" if revokes else "record_decisions"
    with acting(store, actor, Action.RECORD_DECISIONS, scope, verb, **details) as query:
        found = check(query, actor, programme, scope, paper, rows, choices)
        if found.open_lines:
            raise Refused(*map(as_problem, found.open_lines))
        if not found.new:
            raise NotPossible(
                Problem(
                    lazy("Everything in this list is recorded already."),
                    mend=lazy("Nothing more is to be done."),
                )
            )
        if len(found.new) != details["recorded"]:
            raise NotPossible(
                Problem(
                    lazy("Something was recorded in the meantime."),
                    mend=lazy("Check the list again."),
                )
            )
        ordered = sorted(found.new, key=lambda line: (line.day, ORDER[line.kind], line.row.number))
        new = [_recognition(found.paper, line) for line in ordered]
        records.add_recognitions(query, programme.id, new, actor.person)
    return found


def as_problem(line: Line) -> Problem:
    """Why a line cannot be recorded, with its number."""
    mend = (
        lazy("Choose one of: {names}.", names=_names(line.match.candidates))
        if line.match.candidates
        else lazy("Correct the line, or leave it out.")
    )
    what = line.why or lazy("This line is doubtful.")
    return Problem(
        what, lazy("Line {n} ({text})", n=line.row.number, text=line.row.words[:60]), mend
    )


def _names(candidates: Sequence[Known]) -> str:
    return "、".join(f"{one.where} {one.code}" for one in candidates)


def _matched(
    directory: Directory,
    programme: Programme,
    scope: str,
    paper: Paper,
    row: Row,
    choices: Mapping[int, int | None],
) -> Line:
    kind, day = row.kind or paper.kind, row.day or paper.day
    batch = row.batch or paper.batch or None
    match = directory.match(row, day)

    def line(outcome: Outcome, why: Text | None = None) -> Line:
        return Line(row, match, outcome, kind, day, batch, why)

    if row.number in choices:
        chosen = choices[row.number]
        if chosen is None:
            return line("left_out", lazy("Left out."))
        candidate = next((one for one in match.candidates if one.id == chosen), None)
        if candidate is not None:
            match = Match(candidate, "choice", match.candidates, match.why)
    found = match.community
    if found is None:
        return line("doubtful" if match.candidates else "impossible", match.why)
    where = found.where
    if not found.code.startswith(programme.region):
        return line("impossible", lazy("{name} is outside the programme's region.", name=where))
    if not found.code.startswith(scope):
        return line("impossible", lazy("{place} is outside your scope.", place=where))
    problem = why_not_on(programme, day)
    if problem is not None:
        return line("impossible", problem.what)
    return line("new")


def _in_sequence(query: Query, programme: Programme, lines: Sequence[Line]) -> list[Line]:
    """The lines with what the states before them make of them."""
    asked = [
        (line.match.community.id, line.day)
        for line in lines
        if line.outcome == "new" and line.match.community is not None
    ]
    states = records.states_at(query, programme, asked) if asked else {}
    entries = {
        place: Told(line.match.community.id, line.kind, line.day, line.batch, line.row.number)
        for place, line in enumerate(lines)
        if line.outcome == "new" and line.match.community is not None
    }
    judged = told(entries, states)
    result = []
    for place, line in enumerate(lines):
        outcome, why = judged.get(place, (line.outcome, line.why))
        result.append(Line(line.row, line.match, outcome, line.kind, line.day, line.batch, why))
    return result


def _recognition(paper: Paper, line: Line) -> NewRecognition:
    assert line.match.community is not None, "a new line has its community"
    return NewRecognition(
        line.match.community.id,
        line.kind,
        line.day,
        None,
        paper.document,
        line.batch,
        paper.reason if line.kind == "revoke" else None,
    )
