"""A standard as it stands in `criteria/standards/`: areas, items, checks and the rule.

Frozen pydantic models: a standard once published never changes; a new version is a new file.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from green.texts import language

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]

Status = Literal["unanswered", "met", "partly", "unmet", "not_applicable"]
STATUSES: tuple[Status, ...] = (
    "unanswered",
    "met",
    "partly",
    "unmet",
    "not_applicable",
)
Basis = Literal["quarters", "households", "floor_area"]


def canonical(value: object) -> str:
    """JSON with sorted keys and no spaces, so that equal content has equal hashes."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Words(Frozen):
    """One text in Chinese and English; `str()` gives the language spoken now."""

    zh: Line
    en: Line

    def __str__(self) -> str:
        return self.zh if language() == "zh_CN" else self.en


class Source(Frozen):
    """Where a text comes from. `verified`: the wording was compared with the original."""

    document: Line
    issued: date | None = None
    place: Words | None = None
    verified: bool
    remark: Words | None = None


class MayNotApply(Frozen):
    """Permission to answer "not applicable", and when that is right. A reason is always asked."""

    when: Words


class Freshness(Frozen):
    """How long a piece of evidence stays good: some months, or until something changes."""

    months: Annotated[int, Field(gt=0, le=120)] | None = None
    until: Literal["change", "project", "programme", "once"] | None = None

    @model_validator(mode="after")
    def _one_bound(self) -> Freshness:
        if (self.months is None) == (self.until is None):
            raise PydanticCustomError("one_bound", "either months or until")
        return self


class Evidence(Frozen):
    """A paper or record that usually exists already, and how fresh it should be."""

    what: Words
    fresh: Freshness


class YesNoCheck(Frozen):
    """A check answered yes or no."""

    kind: Literal["yes_no"]
    id: Id
    title: Words
    not_applicable: MayNotApply | None = None


class RatioCheck(Frozen):
    """A check answered with a count out of a base; passes at an exact share of the base."""

    kind: Literal["ratio"]
    id: Id
    title: Words
    bases: Annotated[tuple[Basis, ...], Field(min_length=1)]
    at_least_percent: Annotated[Decimal, Field(gt=0, le=100)]
    not_applicable: MayNotApply | None = None


Check = Annotated[YesNoCheck | RatioCheck, Field(discriminator="kind")]


class Item(Frozen):
    """One requirement. Without checks it is judged met, partly or unmet; with checks they decide.

    `recurring`: has to be done again every year. `safety`: one failing place fails the item.
    """

    ref: Annotated[str, StringConstraints(pattern=r"^[0-9]+(\.[0-9]+)*$")]
    id: Id
    title: Words
    requirement: Words
    guidance: Words
    counts: Words
    example: Words
    recurring: bool = False
    safety: bool = False
    not_applicable: MayNotApply | None = None
    checks: tuple[Check, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    source: Source

    def check(self, check_id: str) -> YesNoCheck | RatioCheck | None:
        return next((check for check in self.checks if check.id == check_id), None)


class Area(Frozen):
    id: Id
    title: Words
    short: Words
    items: Annotated[tuple[Item, ...], Field(min_length=1)]


class Standard(Frozen):
    """A whole standard. `sha256` identifies its content beside id and version."""

    id: Id
    version: Annotated[str, StringConstraints(pattern=r"^[0-9]+(\.[0-9]+)*$")]
    title: Words
    publisher: Words
    source: Source
    rule: Literal["all-met"]
    areas: Annotated[tuple[Area, ...], Field(min_length=1)]

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for area in self.areas for item in area.items)

    @cached_property
    def _by_key(self) -> dict[str, Item]:
        return {key: item for item in self.items for key in (item.ref, item.id)}

    def item(self, key: str) -> Item | None:
        """The item with this ref or id, if there is one."""
        return self._by_key.get(key)

    @cached_property
    def sha256(self) -> str:
        """SHA-256 over `text`."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def text(self) -> str:
        """The whole content as JSON, equal for equal content."""
        return canonical(self.model_dump(mode="json"))
