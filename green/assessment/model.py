"""One community in one cycle, its state, and what it has answered so far."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from green.errors import GreenError, NotPossible, Problem
from green.registry.model import Community
from green.standard import loader
from green.standard.answers import Answers
from green.standard.document import Document
from green.standard.model import Standard
from green.standard.programme import Cycle, Metric, Programme
from green.standard.validator import read_answers
from green.standard.verdict import Outcome
from green.texts import lazy

EventKind = Literal["enrol", "withdraw", "hand_in", "recall", "return", "attain", "name", "revoke"]


@dataclass(frozen=True)
class Case:
    """One community in one cycle of a programme: what everything in this room is about."""

    programme: Programme
    cycle: Cycle
    community: Community

    @property
    def standard(self) -> Standard:
        return loader.standard(self.programme.standard)


def open_case(programme: Programme, community: Community, day: date) -> Case:
    """The community's case in the cycle open that day; raises `NotPossible`."""
    if not community.code.startswith(programme.region):
        raise NotPossible(
            Problem(
                lazy("{name} is outside the programme's region.", name=community.name),
                mend=lazy("Choose a community of the region."),
            )
        )
    cycle = programme.cycle_on(day)
    if cycle is None:
        raise NotPossible(
            Problem(
                lazy("The programme has no open cycle on {day}.", day=day.isoformat()),
                mend=lazy("Ask the housing bureau when the next one opens."),
            )
        )
    return Case(programme, cycle, community)


@dataclass(frozen=True)
class State:
    """Where a community stands on a day. `named` is None while no chain decides."""

    participating: bool = False
    submitted: bool = False
    attained: bool = False
    named: bool | None = None

    @property
    def highest(self) -> Metric | None:
        """The last of the states that it has reached, None for a community not taking part."""
        if self.named:
            return "named"
        if self.attained:
            return "attained"
        if self.submitted:
            return "submitted"
        return "participating" if self.participating else None


@dataclass(frozen=True)
class FieldValue:
    """What a field holds now: the value as in the answers file, and the row it comes from."""

    event: int
    value: Any
    person: str
    recorded_at: datetime
    on_behalf_of: str | None = None


@dataclass(frozen=True)
class Draft:
    """All fields of a case that were ever answered, by item id and field."""

    fields: Mapping[tuple[str, str], FieldValue]

    def value(self, item: str, field: str) -> Any:
        found = self.fields.get((item, field))
        return found.value if found else None

    def event(self, item: str, field: str) -> int | None:
        found = self.fields.get((item, field))
        return found.event if found else None

    @property
    def saved_at(self) -> datetime | None:
        """When the last answer was stored, UTC."""
        return max((found.recorded_at for found in self.fields.values()), default=None)

    def answers(self, case: Case) -> Answers:
        """The draft as answers, through the one validator."""
        items: dict[str, dict[str, Any]] = {}
        for (item, name), found in self.fields.items():
            if found.value is None:
                continue
            raw = items.setdefault(item, {})
            if name == "status":
                raw.update(found.value)
            elif name == "note":
                raw["note"] = found.value
            else:
                raw.setdefault("checks", {})[name] = found.value
        data = {
            "standard": case.standard.id,
            "community": case.community.code,
            "answers": items,
        }
        return read_answers(case.standard, Document(case.community.name, data))


class Stale(GreenError):
    """A field was changed by somebody else since it was read: both values, nothing stored."""

    def __init__(self, mine: Any, theirs: FieldValue) -> None:
        super().__init__(
            Problem(
                lazy("Somebody changed this answer in the meantime."),
                mend=lazy("Look at both and decide."),
            )
        )
        self.mine = mine
        self.theirs = theirs


FileKind = Literal["jpeg", "pdf", "docx", "xlsx", "doc", "xls"]


@dataclass(frozen=True)
class EvidenceFile:
    """A file as it is kept: found by the SHA-256 of its content, shown by the name it came with.

    Pictures are always JPEG: whatever came was drawn anew.
    """

    sha256: str
    kind: FileKind
    name: str
    bytes: int

    @property
    def is_picture(self) -> bool:
        return self.kind == "jpeg"


@dataclass(frozen=True)
class Evidence:
    """A piece of evidence at an item: what it is, and as of when it is true.

    It is a reference, with `kept_at` saying where the paper lies and `kept_by` who has it, if that
    was said; or it has a file; or both.
    """

    id: int
    item: str
    what: str
    true_as_of: date
    kept_at: str
    person: str
    file: EvidenceFile | None = None
    kept_by: str = ""


@dataclass(frozen=True)
class Submission:
    """An immutable snapshot that was handed in."""

    id: int
    cycle: str
    outcome: Outcome
    standard_sha256: str
    snapshot: str
    sha256: str
    effective_on: date
    recorded_at: datetime
    person: str
    recalled_on: date | None
    returned_on: date | None = None
    # Item id to reason: what a return opened again.
    returned: Mapping[str, str] = field(default_factory=dict)

    @property
    def stands(self) -> bool:
        return self.recalled_on is None and self.returned_on is None

    @property
    def is_intact(self) -> bool:
        """Whether the snapshot still has the hash it was stored with."""
        return hashlib.sha256(self.snapshot.encode()).hexdigest() == self.sha256


def standing(submissions: Sequence[Submission]) -> Submission | None:
    """The latest of the submissions, given oldest first, neither recalled nor returned."""
    return next((one for one in reversed(submissions) if one.stands), None)


def is_closed(submissions: Sequence[Submission], cycle: Cycle) -> bool:
    """Whether the answers of a cycle are handed in; a new cycle opens with answers of its own."""
    return any(one.cycle == cycle.id and one.stands for one in submissions)


def returned(submissions: Sequence[Submission], cycle: Cycle) -> Submission | None:
    """What came back in this cycle and was not handed in again, given oldest first.

    Only the items it names are open then. A later hand-in that was recalled changes nothing.
    """
    ours = (one for one in reversed(submissions) if one.cycle == cycle.id)
    last = next((one for one in ours if one.recalled_on is None), None)
    return last if last is not None and last.returned_on is not None else None


@dataclass(frozen=True)
class HistoryEvent:
    """One step of a community in a programme, for its history."""

    kind: EventKind
    effective_on: date
    recorded_at: datetime
    person: str
    submission: int | None = None
