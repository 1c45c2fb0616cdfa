"""Where a submission stands in its chain: a pure fold over what was decided about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from green.assessment.model import Submission
from green.assessment.recognition_records import RecognitionKind
from green.standard.chain import Makes, Step
from green.standard.programme import Programme

DecisionKind = Literal["begin", "agree", "return", "reopen"]
Outcome = Literal["agree", "return", "as_stated", "not_as_stated", "none"]
# What a step of the chain records once it has taken effect.
KINDS: dict[Makes, RecognitionKind] = {"attained": "attain", "named": "name"}
Phase = Literal["waiting", "begun", "noticeable", "on_notice", "done", "returned", "recalled"]


@dataclass(frozen=True)
class Decision:
    """One row about a submission. `office` is the scope that the person decided for."""

    id: int
    step: str
    kind: DecisionKind
    snapshot_sha256: str
    note: str | None
    office: str
    effective_on: date
    recorded_at: datetime
    person: str


@dataclass(frozen=True)
class Mark:
    """What a reviewer last said to an item at a step. `bulk`: together with others."""

    item: str
    outcome: Outcome
    reason: str | None
    bulk: bool
    recorded_at: datetime
    person: str


@dataclass(frozen=True)
class OnNotice:
    """A public notice that a submission is or was on; `published_on` once it took effect."""

    id: int
    step: str
    starts_on: date
    ends_on: date
    published_on: date | None
    withdrawn_on: date | None


@dataclass(frozen=True)
class Position:
    """Where a submission stands.

    `step` is the one to be done or, while a list waits for its notice to end, the one that was
    agreed to. It is None once nothing more is to be decided. `since` is the day from which on it
    stands so; `last` the latest agreement before, which the next step may not be decided by the
    same person as.
    """

    phase: Phase
    step: Step | None
    since: date
    last: Decision | None = None
    notice: OnNotice | None = None

    @property
    def is_open(self) -> bool:
        """Whether a level has it in its hands: it can no longer be recalled."""
        return self.last is not None or self.phase not in ("waiting", "recalled")


def position(
    programme: Programme,
    submission: Submission,
    decisions: Sequence[Decision],
    notices: Sequence[OnNotice],
) -> Position:
    """Fold the rows, given oldest first, over the programme's chain."""
    if submission.recalled_on is not None:
        return Position("recalled", None, submission.recalled_on)
    if submission.returned_on is not None:
        return Position("returned", None, submission.returned_on)
    last: Decision | None = None
    since = submission.effective_on
    for step in programme.chain:
        ours = [one for one in decisions if one.step == step.id]
        # An objection lets the step be done anew: what was agreed to before it counts no more.
        reopened = max((one.id for one in ours if one.kind == "reopen"), default=0)
        agreed = next((one for one in ours if one.kind == "agree" and one.id > reopened), None)
        if agreed is None:
            begun = any(one.kind == "begin" for one in ours)
            return Position("begun" if begun else "waiting", step, since, last)
        since = agreed.effective_on
        if step.notice is not None:
            shown = [
                one
                for one in notices
                # A notice of what was agreed to before an objection shows nothing of this.
                if one.step == step.id and one.withdrawn_on is None and one.id > agreed.id
            ]
            notice = shown[-1] if shown else None
            if notice is None or notice.published_on is None:
                phase: Phase = "noticeable" if notice is None else "on_notice"
                return Position(phase, step, since, agreed, notice)
            since = notice.published_on
        last = agreed
    return Position("done", None, since, last)


@dataclass(frozen=True)
class Judgement:
    """The marks of one step, by item id, as the reviewer sees them."""

    marks: Mapping[str, Mark]

    def outcome(self, item: str) -> Outcome:
        mark = self.marks.get(item)
        return mark.outcome if mark else "none"

    @property
    def returned(self) -> dict[str, str]:
        """Item id to reason of what is to go back."""
        return {
            item: mark.reason or "" for item, mark in self.marks.items() if mark.outcome == "return"
        }
