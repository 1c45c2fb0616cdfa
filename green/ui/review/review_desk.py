"""Everything the page of one submission shows, read in one unit of work."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from green.assessment import submission_records
from green.assessment.model import Case, Submission, standing
from green.errors import GreenError, NotFound, Problem
from green.people.model import Action
from green.planning import plan_records
from green.planning.plan import OwnPlan
from green.registry.records import communities_by_id, community_by_code
from green.review import flags, records, waiting_records
from green.review.matter import earlier, position_of, why_not
from green.review.model import Decision, Judgement, Mark, Position
from green.review.snapshot import Snapshot, read_snapshot
from green.standard.chain import Step
from green.texts import lazy
from green.ui import scope
from green.ui.session import actor, grants, latest_day, programme, store


@dataclass(frozen=True)
class ReviewDesk:
    """A submission as it stands at this moment.

    `step` is whose marks are shown: the one to be decided, or the last one decided. `refusal` is
    why the person here cannot decide, None if they can. `before` is the last hand-in that was
    not recalled, `last_year` the last of an earlier cycle.
    """

    case: Case
    submission: Submission
    snapshot: Snapshot
    before: Snapshot | None
    last_year: Snapshot | None
    position: Position
    step: Step | None
    refusal: Problem | None
    judgement: Judgement
    visits: dict[str, Mark]
    flags: dict[str, list[flags.Flag]]
    decisions: list[Decision]
    # What the community plans for works, by item and work (ids).
    planned: OwnPlan

    @property
    def may_decide(self) -> bool:
        return self.refusal is None

    @property
    def open_items(self) -> int:
        """How many items nothing was said to yet."""
        items = self.snapshot.standard.items
        return sum(self.judgement.outcome(item.id) == "none" for item in items)

    @property
    def unflagged(self) -> int:
        """How many items "agree to all without a flag" would agree to."""
        return sum(
            self.judgement.outcome(item.id) == "none"
            and not flags.needs_a_look(self.flags[item.id])
            and not self.was_contradicted(item.id)
            for item in self.snapshot.standard.items
        )

    def was_contradicted(self, item: str) -> bool:
        """Whether somebody found on site that it is not as stated."""
        return item in self.visits and self.visits[item].outcome == "not_as_stated"


def open_review() -> ReviewDesk | None:
    """What the address asks for; None if it asks for nothing. Raises `GreenError`."""
    asked = st.query_params.get("submission")
    code = st.query_params.get("community")
    if asked is not None:
        return _open(asked)
    return _latest(code) if code else None


def _open(asked: str) -> ReviewDesk:
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 18 else 0
    with store().read() as query:
        identity = waiting_records.community_of(query, programme(), number)
        found = communities_by_id(query, [identity]) if identity is not None else []
    if not found:
        raise NotFound(
            Problem(
                lazy("There is no self-assessment with this number."),
                asked[:20],
                lazy("Open it from the queue."),
            )
        )
    return _desk(found[0].code, found[0].id, number)


def _latest(code: str) -> ReviewDesk:
    with scope.looking(Action.SEE_COMMUNITY, code) as query:
        community = community_by_code(query, code, latest_day())
    return _desk(code, community.id, None)


def _desk(code: str, identity: int, number: int | None) -> ReviewDesk:
    """Of a community the submission with this number, or what stands, or its last."""
    with scope.looking(Action.SEE_COMMUNITY, code) as query:
        community = communities_by_id(query, [identity])[0]
        handed_in = submission_records.submissions(query, programme().id, identity)
        submission = (
            next((one for one in handed_in if one.id == number), None)
            if number is not None
            else standing(handed_in) or next(reversed(handed_in), None)
        )
        if submission is None:
            raise NotFound(
                Problem(
                    lazy("{name} has handed in nothing yet.", name=community.name),
                    mend=lazy("It appears in the queue once it has."),
                )
            )
        cycles = programme().cycles
        cycle = next((one for one in cycles if one.id == submission.cycle), cycles[-1])
        case = Case(programme(), cycle, community)
        before = earlier(handed_in, submission)
        years = [one for one in handed_in if one.id < submission.id and one.recalled_on is None]
        year = next((one for one in reversed(years) if one.cycle != submission.cycle), None)
        try:
            opened = [read_snapshot(query, one) if one else None for one in (before, year)]
            snapshot = read_snapshot(query, submission)
        except (GreenError, ValueError, KeyError, TypeError) as broken:
            raise NotFound(
                Problem(
                    lazy("The snapshot cannot be read: it was altered after it was handed in."),
                    submission.sha256[:12],
                    lazy("Tell your administrator; the backup holds the original."),
                )
            ) from broken
        decisions = records.decisions(query, submission.id)
        now = position_of(query, case, submission)
        decided = case.programme.step(decisions[-1].step) if decisions else None
        step = now.step or decided
        return ReviewDesk(
            case,
            submission,
            snapshot,
            opened[0],
            opened[1],
            now,
            step,
            why_not(query, grants(), actor(), case, now),
            Judgement(records.marks(query, submission.id, step.id) if step else {}),
            records.visits(query, submission.id),
            flags.snapshot_flags(snapshot, opened[0], submission.effective_on),
            decisions,
            plan_records.own_plan(query, programme().id, identity, latest_day()),
        )
