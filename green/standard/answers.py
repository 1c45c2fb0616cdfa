"""What was answered: values for a whole standard, one item and one check, and their file shape."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from green.standard.model import Basis, Standard, Status


@dataclass(frozen=True)
class YesNo:
    value: bool


@dataclass(frozen=True)
class Share:
    """`count` of `of`, both whole; `basis` is None where the answer does not say it."""

    count: int
    of: int
    basis: Basis | None = None

    @property
    def exact(self) -> Fraction:
        return Fraction(self.count, self.of)


@dataclass(frozen=True)
class NotApplicable:
    reason: str


CheckAnswer = YesNo | Share | NotApplicable


@dataclass(frozen=True)
class ItemAnswer:
    """What was said about one item; an absent check or a `status` of None is unanswered."""

    status: Status | None = None
    reason: str = ""
    note: str = ""
    checks: Mapping[str, CheckAnswer] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class Answers:
    """Answers to a standard by item id; items not in it are unanswered."""

    standard: str
    community: str | None
    items: Mapping[str, ItemAnswer]


def write_item(answer: ItemAnswer) -> dict[str, Any]:
    """One item as the answers file holds it; only what was answered."""
    written: dict[str, Any] = {}
    if answer.status not in (None, "unanswered"):
        written["status"] = answer.status
    if answer.reason:
        written["reason"] = answer.reason
    if answer.checks:
        written["checks"] = {key: _write_check(value) for key, value in answer.checks.items()}
    if answer.note:
        written["note"] = answer.note
    return written


def write_answers(standard: Standard, answers: Answers) -> dict[str, Any]:
    """The answers file as plain values, items by ref in the standard's order."""
    items = {
        item.ref: write_item(answers.items[item.id])
        for item in standard.items
        if item.id in answers.items
    }
    community = {"community": answers.community} if answers.community else {}
    return {"standard": standard.id, **community, "answers": items}


def _write_check(answer: CheckAnswer) -> Any:
    match answer:
        case YesNo(value):
            return "yes" if value else "no"
        case NotApplicable(reason):
            return {"not_applicable": reason}
        case Share(count, of, basis):
            share: dict[str, Any] = {"count": count, "of": of}
            return share | {"basis": basis} if basis else share
