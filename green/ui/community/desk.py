"""Everything a community's pages show, read in one unit of work."""

from __future__ import annotations

from dataclasses import dataclass, field

from green import clock
from green.assessment import answer_records, evidence_records, records, submission_records
from green.assessment.carry_over import LastTime, last_time
from green.assessment.model import (
    Case,
    Draft,
    Evidence,
    HistoryEvent,
    State,
    Submission,
    is_closed,
    returned,
    standing,
)
from green.assessment.states import state_of
from green.assessment.submission import handed_in
from green.evidence.library import read_library
from green.evidence.model import Piece
from green.people.model import Action
from green.planning import plan_records
from green.planning.plan import OwnPlan
from green.registry.model import Profile
from green.registry.records import profile
from green.review.course import Course, read_course
from green.standard.model import Item
from green.standard.verdict import Verdict, judge
from green.ui import scope


@dataclass(frozen=True)
class Desk:
    """A case as it stands at this moment."""

    case: Case
    state: State
    draft: Draft
    verdict: Verdict
    evidence: list[Evidence]
    # All that the community keeps, at an item or not.
    library: list[Piece]
    submissions: list[Submission]
    history: list[HistoryEvent]
    profile: Profile
    # What the wheel shows: the answers, or what stands from an earlier cycle until the open one
    # has answers of its own.
    shown: Verdict
    # Whether the person here fills in for this community; who only looks can change nothing.
    is_officer: bool
    # What was handed in last, in an earlier cycle, as far as it can be said again.
    last_time: LastTime | None
    # The way through the review chain; None where communities declare themselves.
    course: Course | None = None
    # What is planned for works, by item and work (ids).
    planned: OwnPlan = field(default_factory=dict)

    @property
    def is_handed_in(self) -> bool:
        """Whether the answers of the open cycle are handed in."""
        return is_closed(self.submissions, self.case.cycle)

    @property
    def is_closed(self) -> bool:
        """Whether nothing can be changed by the person here."""
        return self.is_handed_in or not self.is_officer

    @property
    def back(self) -> Submission | None:
        """What came back in the open cycle and was not handed in again."""
        return returned(self.submissions, self.case.cycle)

    def is_open(self, item: Item) -> bool:
        """Whether the person here can change an item: after a return only what came back."""
        back = self.back
        return not self.is_closed and (back is None or item.id in back.returned)

    @property
    def standing(self) -> Submission | None:
        """The submission that stands, if there is one."""
        return standing(self.submissions)


def open_desk(case: Case) -> Desk:
    """Read the case; raises `StoreFailed`."""
    programme, community = case.programme.id, case.community.id
    place = case.community.code
    with scope.looking(Action.SEE_COMMUNITY, place) as query:
        draft = answer_records.draft(query, case)
        verdict = judge(case.standard, draft.answers(case))
        submissions = submission_records.submissions(query, programme, community)
        before = standing(submissions)
        return Desk(
            case,
            state_of(query, case.programme, community, clock.today(), query.at),
            draft,
            verdict,
            evidence_records.evidence(query, case),
            read_library(query, case),
            submissions,
            records.history(query, programme, community),
            profile(query, community),
            verdict if before is None or draft.fields else handed_in(case, before) or verdict,
            scope.may(Action.ANSWER, place),
            last_time(query, case, submissions),
            read_course(query, case, submissions),
            plan_records.own_plan(query, programme, community, clock.today()),
        )
