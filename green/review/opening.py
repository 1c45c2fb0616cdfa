"""A submission opened for review: everything one page shows of it, read in one unit of work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from green import clock
from green.assessment.model import Case, Submission
from green.assessment.programmes import programme_here
from green.assessment.submission_records import community_of, submission_by_id, submissions
from green.errors import NotFound, Problem
from green.people.model import Actor
from green.people.records import grants_of
from green.registry.records import community_by_id
from green.review import records
from green.review.flags import Flag, snapshot_flags
from green.review.matter import earlier, position_of, why_not
from green.review.model import Decision, Judgement, Mark, Position
from green.review.snapshot import Snapshot, read_snapshot
from green.store import Query
from green.texts import lazy


@dataclass(frozen=True)
class Opened:
    """`before` is the hand-in before this one, `last_year` the last of an earlier cycle;
    `problem` says why the person who looks cannot decide."""

    case: Case
    snapshot: Snapshot
    before: Snapshot | None
    last_year: Snapshot | None
    position: Position
    decisions: Sequence[Decision]
    judgement: Judgement
    visits: Mapping[str, Mark]
    flags: Mapping[str, Sequence[Flag]]
    problem: Problem | None

    @property
    def submission(self) -> Submission:
        return self.snapshot.submission


def case_of_submission(query: Query, submission: Submission) -> Case:
    """The community and cycle that something was handed in for; raises `NotFound`."""
    community = community_of(query, submission.id)
    programme = programme_here(query)
    cycle = next((one for one in programme.cycles if one.id == submission.cycle), None)
    if cycle is None:
        raise NotFound(
            Problem(
                lazy("This was handed in under another programme."),
                mend=lazy("Choose one from the queue."),
            )
        )
    return Case(programme, cycle, community_by_id(query, community))


def open_submission(query: Query, submission_id: int, actor: Actor) -> Opened:
    """Read a submission; raises `NotFound`. Whether the actor may see it is asked before."""
    case = case_of_submission(query, submission_by_id(query, submission_id))
    handed_in = submissions(query, case.programme.id, case.community.id)
    found = next(one for one in handed_in if one.id == submission_id)
    before = earlier(handed_in, found)
    older = [
        one
        for one in handed_in
        if one.id < found.id and one.cycle != found.cycle and one.recalled_on is None
    ]
    snapshot = read_snapshot(query, found)
    read_before = read_snapshot(query, before) if before else None
    place = position_of(query, case, found)
    marks = records.marks(query, found.id, place.step.id) if place.step else {}
    grants = grants_of(query, actor.person, clock.today())
    return Opened(
        case,
        snapshot,
        read_before,
        read_snapshot(query, older[-1]) if older else None,
        place,
        records.decisions(query, found.id),
        Judgement(marks),
        records.visits(query, found.id),
        snapshot_flags(snapshot, read_before, found.effective_on),
        why_not(query, grants, actor, case, place),
    )
