"""New, renamed, merged, split and dissolved communities as values, and the pure rules for them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

from green.texts import Text, lazy

ChangeKind = Literal["new", "rename", "merge", "split", "dissolve"]
CHANGE_KINDS: tuple[ChangeKind, ...] = get_args(ChangeKind)
# What can be done with a community that is there.
OF_ONE: tuple[ChangeKind, ...] = ("rename", "merge", "split", "dissolve")
MOST_PARTS = 20
EARLIEST = date(2000, 1, 1)

# Residents' committees: the street's nine digits, then 001 to 199 (统计用区划代码).
_CODE = re.compile(r"\d{9}(?!000)[01]\d\d")


@dataclass(frozen=True)
class Part:
    """A community to be put on the list."""

    code: str
    name: str


@dataclass(frozen=True)
class Wanted:
    """A change as it is asked for. `community` is the id of whom it is about.

    `name` is the new one of a rename; `successor` whom a merge goes into; `parts` are the new
    community, or what comes out of a split, after which the community `stays` or not.
    """

    kind: ChangeKind
    effective_on: date
    document: str
    community: int | None = None
    name: str = ""
    successor: int | None = None
    parts: tuple[Part, ...] = ()
    stays: bool = True

    @property
    def ends(self) -> bool:
        """Whether the community leaves the list."""
        return self.kind in ("merge", "dissolve") or (self.kind == "split" and not self.stays)


@dataclass(frozen=True)
class Life:
    """A community's row with its days; an unknown `valid_from` means: at every earlier day."""

    id: int
    code: str
    name: str
    valid_from: date | None = None
    valid_to: date | None = None

    def is_there(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day < self.valid_to
        )


@dataclass(frozen=True)
class Change:
    """A change that is recorded; `recorded_at` is UTC."""

    id: int
    kind: ChangeKind
    community: Life
    successor: Life | None
    is_ended: bool
    old_name: str | None
    new_name: str | None
    document: str
    effective_on: date
    recorded_at: datetime
    person: str


def is_committee_code(code: str) -> bool:
    """Whether a code can be a residents' committee's: 12 digits that end in 001 to 199."""
    return code.isascii() and _CODE.fullmatch(code) is not None


def read_parts(text: str) -> tuple[Part, ...]:
    """A code and a name a line; what is missing stays blank and is refused with the others."""
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        code, _space, name = line.replace("\t", " ").replace("　", " ").partition(" ")
        found.append(Part(code.strip(), name.strip()))
    return tuple(found)


def kind_name(kind: ChangeKind) -> Text:
    """What a change is called."""
    match kind:
        case "new":
            return lazy("New community")
        case "rename":
            return lazy("Renaming")
        case "merge":
            return lazy("Merger")
        case "split":
            return lazy("Split")
        case _dissolve:
            return lazy("Dissolution")
