"""What stands on each form, as values: their names are the fields that templates may use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Form = Literal["self-assessment", "summary", "public-notice", "blank", "rectification-plan"]
FORMS: tuple[Form, ...] = get_args(Form)
FileKind = Literal["docx", "xlsx"]
KINDS: tuple[FileKind, ...] = get_args(FileKind)


@dataclass(frozen=True)
class Place:
    """A community with its city, district and street, which may repeat a name."""

    city: str
    district: str
    street: str
    name: str
    code: str


@dataclass(frozen=True)
class ProfileWords:
    """The profile as words; what was not stated is empty."""

    quarters: str = ""
    households: str = ""
    residents: str = ""
    floor_area: str = ""
    built: str = ""


@dataclass(frozen=True)
class Counts:
    """Items by status; `applicable` are all but those that do not apply."""

    met: int
    partly: int
    unmet: int
    unanswered: int
    not_applicable: int
    applicable: int


@dataclass(frozen=True)
class ItemRow:
    """One line of the 自评表. The last six are filled in by hand where nothing is known."""

    ref: str
    area: str
    title: str
    requirement: str
    counts_as_met: str
    status: str = ""
    measured: str = ""
    evidence: str = ""
    problem: str = ""
    remedy: str = ""
    street_opinion: str = ""
    district_review: str = ""
    city_acceptance: str = ""


@dataclass(frozen=True)
class SelfAssessment:
    """The 自评表 of one community.

    `mark` is “模拟数据” on simulated data, else empty. `wheel` says in a sentence what the
    picture shows; `picture` is its PNG and no field. `handed_in` and `sha256` are empty on a
    draft, `state` says which it is.
    """

    mark: str
    place: Place
    programme: str
    cycle: str
    standard: str
    document: str
    profile: ProfileWords
    counts: Counts
    headline: str
    state: str
    handed_in: str
    sha256: str
    printed_on: str
    wheel: str
    items: tuple[ItemRow, ...]
    picture: bytes


@dataclass(frozen=True)
class SummaryRow:
    """One line of the 汇总表. `met` is None while nothing is handed in."""

    city: str
    district: str
    street: str
    community: str
    code: str
    since: str
    met: int | None = None
    applicable: int | None = None
    first_review: str = ""
    acceptance: str = ""
    notice: str = ""
    batch: str = ""


@dataclass(frozen=True)
class Summary:
    """The 汇总表 of a scope on a day; the sums are those of the page Progress.

    `named` is a dash where communities declare themselves and nobody is named.
    """

    mark: str
    scope: str
    programme: str
    as_of: str
    printed_on: str
    participating: int
    submitted: int
    attained: int
    named: str
    rows: tuple[SummaryRow, ...]


@dataclass(frozen=True)
class NoticeRow:
    """One line of the 公示名单."""

    number: int
    city: str
    district: str
    street: str
    community: str
    code: str


@dataclass(frozen=True)
class PublicNotice:
    """The 公示名单: who is to be named, from when to when, and where to object."""

    mark: str
    scope: str
    programme: str
    as_of: str
    printed_on: str
    count: int
    starts: str
    ends: str
    contact: str
    rows: tuple[NoticeRow, ...]


@dataclass(frozen=True)
class Blank:
    """A checklist to take along: the items and nothing answered; the place may be empty."""

    mark: str
    place: Place
    programme: str
    standard: str
    document: str
    printed_on: str
    items: tuple[ItemRow, ...]


@dataclass(frozen=True)
class PlanRow:
    """One line of the 整改计划; what was not planned is empty. `cost` in yuan."""

    number: int
    item: str
    problem: str
    work: str
    quantity: str = ""
    by: str = ""
    who: str = ""
    cost: str = ""
    payer: str = ""
    state: str = ""
    phase: str = ""
    planner: str = ""
    note: str = ""


@dataclass(frozen=True)
class RectificationPlan:
    """The 整改计划 of one community: `estimate` by the file of works, `cost` as planned, in yuan.

    `unanswered` says which items have no answer yet, and is empty if all have one.
    """

    mark: str
    place: Place
    programme: str
    standard: str
    document: str
    printed_on: str
    count: int
    done: int
    overdue: int
    estimate: str
    cost: str
    unanswered: str
    rows: tuple[PlanRow, ...]


Content = SelfAssessment | Summary | PublicNotice | Blank | RectificationPlan
