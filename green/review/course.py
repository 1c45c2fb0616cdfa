"""A community's way through the chain, as its officers see it: done, here, to come, come back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from green.assessment.model import Case, Submission, standing
from green.people.place_names import place_names
from green.registry.model import CODE_LENGTH
from green.review import course_records, records
from green.review.course_records import NoticeStep
from green.review.model import Decision, OnNotice, Position, position
from green.review.snapshot import Snapshot, read_snapshot
from green.standard.chain import Step
from green.standard.programme import Programme
from green.store import Query

Where = Literal["done", "here", "to_come"]


@dataclass(frozen=True)
class StepSeen:
    """A step of the chain: done on `since`, here since then, or to come; `office` is its place."""

    step: Step
    where: Where
    office: str
    since: date | None = None


@dataclass(frozen=True)
class Course:
    """Everything decided about a community. `position` is that of what stands, if anything does;
    `before` what a reviewer last had in hand, beside which a draft is held; `places` the names of
    the offices by code."""

    programme: Programme
    community: str
    position: Position | None
    decisions: Mapping[int, Sequence[Decision]]
    notices: Sequence[NoticeStep]
    before: Snapshot | None
    places: Mapping[str, str]

    def returned_by(self, submission: Submission) -> Decision | None:
        """The decision with which a submission came back."""
        ours = self.decisions.get(submission.id, ())
        return next((one for one in reversed(ours) if one.kind == "return"), None)

    def office(self, step: Step) -> str:
        """The name of the place whose reviewers decide the step for this community."""
        code = self.community[: CODE_LENGTH[step.level]]
        return self.places.get(code, code)

    def steps(self, submission: Submission) -> list[StepSeen]:
        """The chain as steps, for the submission that stands."""
        if self.position is None:
            return []
        return steps(
            self.programme.chain,
            self.position,
            self.decisions.get(submission.id, ()),
            [one for one in self.notices if one.submission == submission.id],
            {step.id: self.office(step) for step in self.programme.chain},
        )


def steps(
    chain: Sequence[Step],
    place: Position,
    decisions: Sequence[Decision],
    notices: Sequence[NoticeStep],
    offices: Mapping[str, str],
) -> list[StepSeen]:
    """Each step of the chain beside the one whose turn it is; all are done after the last."""
    ids = [step.id for step in chain]
    turn = ids.index(place.step.id) if place.step is not None else len(ids)
    found = []
    for number, step in enumerate(chain):
        office = offices[step.id]
        if number > turn:
            found.append(StepSeen(step, "to_come", office))
        elif number == turn:
            found.append(StepSeen(step, "here", office, place.since))
        else:
            agreed = [one for one in decisions if one.step == step.id and one.kind == "agree"]
            days = [one.effective_on for one in agreed]
            if step.notice is not None:
                days += [one.effective_on for one in notices if one.kind == "publish"]
            found.append(StepSeen(step, "done", office, max(days, default=None)))
    return found


def read_course(query: Query, case: Case, handed_in: Sequence[Submission]) -> Course | None:
    """Read it, given everything handed in, oldest first; None where communities declare
    themselves."""
    programme, community = case.programme, case.community
    if not programme.chain:
        return None
    codes = [community.code[: CODE_LENGTH[step.level]] for step in programme.chain]
    now = standing(handed_in)
    decisions = (
        course_records.decisions_about(query, programme.id, community.id) if handed_in else {}
    )
    notices = course_records.notice_steps(query, programme.id, community.id) if decisions else []
    shown: list[OnNotice] = records.notices_of(query, now.id) if now and notices else []
    # A draft of a new cycle is held beside what stands from the one before.
    ours = now if now is not None and now.cycle == case.cycle.id else None
    seen = [one for one in handed_in if one.recalled_on is None and one != ours]
    return Course(
        programme,
        community.code,
        position(programme, now, decisions.get(now.id, ()), shown) if now else None,
        decisions,
        notices,
        read_snapshot(query, seen[-1]) if seen else None,
        place_names(query, codes),
    )
