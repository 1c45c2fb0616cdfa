"""The verdict on a set of answers: a pure function that explains itself item by item.

Rule `all-met` (建城〔2020〕68号): every applicable item has to be met; partly counts as not met.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from green.standard.answers import (
    Answers,
    CheckAnswer,
    ItemAnswer,
    NotApplicable,
    Share,
    YesNo,
)
from green.standard.model import (
    STATUSES,
    Basis,
    Item,
    RatioCheck,
    Standard,
    Status,
    YesNoCheck,
)
from green.texts import Items, Listing, Text, lazy, listing, numbering

Outcome = Literal["meets", "does_not_meet", "incomplete"]
CheckState = Literal["pass", "fail", "blank", "not_applicable"]


@dataclass(frozen=True)
class ItemVerdict:
    """An item's status and the sentence that says why and what would change it."""

    item: Item
    status: Status
    explanation: Text


@dataclass(frozen=True)
class Verdict:
    """The outcome over all items, in the standard's order."""

    standard: Standard
    outcome: Outcome
    items: tuple[ItemVerdict, ...]

    @property
    def counts(self) -> dict[Status, int]:
        found = Counter(verdict.status for verdict in self.items)
        return {status: found[status] for status in STATUSES}

    @property
    def unmet(self) -> tuple[ItemVerdict, ...]:
        """Items partly or unmet."""
        return tuple(verdict for verdict in self.items if verdict.status in ("partly", "unmet"))

    @property
    def unanswered(self) -> tuple[ItemVerdict, ...]:
        return tuple(verdict for verdict in self.items if verdict.status == "unanswered")

    @property
    def near_miss(self) -> bool:
        """Nothing unanswered, and exactly one or two items partly or unmet."""
        return self.outcome == "does_not_meet" and len(self.unmet) <= 2

    def refs(self, items: tuple[ItemVerdict, ...]) -> Listing:
        """The numbers of some of the items, for a sentence."""
        among = [judged.item.ref for judged in self.items]
        return numbering((judged.item.ref for judged in items), among)

    def named(self, items: tuple[ItemVerdict, ...]) -> Items:
        """Some of the items by number, as a sentence names them: items 3, 5 and 7."""
        return Items(self.refs(items), len(items))

    @property
    def headline(self) -> Text:
        """The outcome in one sentence, with what is in the way."""
        if self.outcome == "meets":
            return lazy("Meets the requirements: every applicable item is met.")
        if self.outcome == "incomplete":
            return lazy("Not finished: {items} to be answered.", items=self.named(self.unanswered))
        if self.near_miss:
            return lazy("Nearly there: {items} not met.", items=self.named(self.unmet))
        return lazy(
            "Does not meet the requirements: {items} not met.", items=self.named(self.unmet)
        )

    def as_json(self) -> dict[str, Any]:
        """The shape of `assess FILE --json`."""
        return {
            "standard": self.standard.id,
            "version": self.standard.version,
            "outcome": self.outcome,
            "counts": self.counts,
            "items": [
                {
                    "ref": verdict.item.ref,
                    "id": verdict.item.id,
                    "status": verdict.status,
                    "explanation": str(verdict.explanation),
                }
                for verdict in self.items
            ],
            "unmet": [verdict.item.ref for verdict in self.unmet],
            "unanswered": [verdict.item.ref for verdict in self.unanswered],
        }


def judge(standard: Standard, answers: Answers) -> Verdict:
    """What the answers amount to under the standard's rule."""
    items = tuple(_item(item, answers.items.get(item.id, ItemAnswer())) for item in standard.items)
    statuses = {verdict.status for verdict in items}
    outcome: Outcome = "meets"
    if "unanswered" in statuses:
        outcome = "incomplete"
    elif statuses & {"partly", "unmet"}:
        outcome = "does_not_meet"
    return Verdict(standard, outcome, items)


def _item(item: Item, answer: ItemAnswer) -> ItemVerdict:
    if item.checks:
        return _from_checks(item, answer.checks)
    match answer.status:
        case None | "unanswered":
            return ItemVerdict(item, "unanswered", lazy("Not answered yet."))
        case "met":
            return ItemVerdict(item, "met", lazy("Met, as stated."))
        case "partly":
            text = lazy("Only partly met, which counts as not met.")
            return ItemVerdict(item, "partly", text)
        case "unmet" if item.safety:
            text = lazy("Not met. This is a safety item: one failing place fails it.")
            return ItemVerdict(item, "unmet", text)
        case "unmet":
            return ItemVerdict(item, "unmet", lazy("Not met."))
        case "not_applicable":
            text = lazy("Does not apply: {reason}", reason=answer.reason)
            return ItemVerdict(item, "not_applicable", text)


def check_state(check: YesNoCheck | RatioCheck, answer: CheckAnswer | None) -> CheckState:
    """Whether one check passes. Shares are compared exactly: 299 of 1000 is not 30%."""
    match answer:
        case None:
            return "blank"
        case NotApplicable():
            return "not_applicable"
        case YesNo(value):
            return "pass" if value else "fail"
        case Share(count, of):
            assert isinstance(check, RatioCheck)
            return "pass" if count * 100 >= check.at_least_percent * of else "fail"


def _from_checks(item: Item, answers: Mapping[str, CheckAnswer]) -> ItemVerdict:
    states = {check.id: check_state(check, answers.get(check.id)) for check in item.checks}
    status: Status
    if "blank" in states.values():
        status = "unanswered"
    elif "fail" not in states.values():
        status = "met" if "pass" in states.values() else "not_applicable"
    else:
        status = "partly" if "pass" in states.values() else "unmet"
    parts = listing(_explain(check, answers.get(check.id)) for check in item.checks)
    return ItemVerdict(item, status, _sum_up(status, parts))


def _sum_up(status: Status, parts: Listing) -> Text:
    match status:
        case "unanswered":
            return lazy("Not fully answered: {checks}.", checks=parts)
        case "met":
            return lazy("Met: {checks}.", checks=parts)
        case "partly":
            return lazy("Only partly met, which counts as not met: {checks}.", checks=parts)
        case "unmet":
            return lazy("Not met: {checks}.", checks=parts)
        case "not_applicable":
            return lazy("Does not apply: {reason}", reason=parts)


def _explain(check: YesNoCheck | RatioCheck, answer: CheckAnswer | None) -> Text:
    title = check.title
    match answer:
        case None:
            return lazy("{title} – blank", title=title)
        case NotApplicable(reason):
            return lazy("{title} – does not apply ({reason})", title=title, reason=reason)
        case YesNo(value):
            if value:
                return lazy("{title} – yes", title=title)
            return lazy("{title} – no", title=title)
        case Share(count, of, basis):
            assert isinstance(check, RatioCheck)
            base = _BASES[basis] if basis else lazy("base not stated")
            return lazy(
                "{title} – {count} of {of} ({base}), at least {limit}% needed",
                title=title,
                count=count,
                of=of,
                base=base,
                limit=f"{check.at_least_percent.normalize():f}",
            )


_BASES: dict[Basis, Text] = {
    "quarters": lazy("quarters"),
    "households": lazy("households"),
    "floor_area": lazy("floor area (m²)"),
}
