"""The reviewer's eye: what about an item is likely to come back, before and after handing in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from green.review.snapshot import Proof, Snapshot
from green.standard.answers import Answers, ItemAnswer, NotApplicable
from green.standard.model import Item, Status
from green.texts import Text, lazy

FlagKind = Literal["not_met", "no_proof", "old_proof", "not_applicable", "not_changed", "changed"]


@dataclass(frozen=True)
class Flag:
    """One thing to look at. `changed` is only said; the others are likely to come back."""

    kind: FlagKind
    text: Text


def flags(
    item: Item,
    status: Status,
    answer: ItemAnswer | None,
    proofs: Sequence[Proof],
    day: date,
    *,
    unchanged_reason: str | None = None,
) -> list[Flag]:
    """What a reviewer will look at in one item, as of a day.

    `unchanged_reason`: it was returned last time for this reason, and nothing about it changed.
    """
    found = []
    if unchanged_reason is not None:
        found.append(
            Flag(
                "not_changed",
                lazy("Returned last time and not changed since: {reason}", reason=unchanged_reason),
            )
        )
    if status in ("partly", "unmet"):
        found.append(Flag("not_met", lazy("Not met: the community cannot be accepted with it.")))
    elif status == "not_applicable" or _has_part_not_applicable(answer):
        found.append(
            Flag("not_applicable", lazy("Said not to apply: the reason will be looked at."))
        )
    if status == "met" and not proofs and not (answer and answer.note):
        found.append(Flag("no_proof", lazy("Met, with neither evidence nor a note.")))
    if proofs and all(_is_old(item, proof, day) for proof in proofs):
        found.append(Flag("old_proof", lazy("All its evidence is older than it should be.")))
    return found


def snapshot_flags(snapshot: Snapshot, before: Snapshot | None, day: date) -> dict[str, list[Flag]]:
    """The flags of everything handed in, by item id, beside the hand-in before it."""
    statuses = {judged.item.id: judged.status for judged in snapshot.verdict.items}
    found = {}
    for item in snapshot.standard.items:
        reason = before.submission.returned.get(item.id) if before else None
        same = snapshot.same(item, before)
        found[item.id] = flags(
            item,
            statuses[item.id],
            snapshot.answers.items.get(item.id),
            snapshot.evidence.get(item.id, ()),
            day,
            unchanged_reason=reason if same else None,
        )
        if before is not None and not same:
            found[item.id].append(Flag("changed", lazy("Changed since the last hand-in.")))
    return found


def needs_a_look(found: Sequence[Flag]) -> bool:
    """Whether an item has to be looked at by itself before it can be agreed to."""
    return any(flag.kind != "changed" for flag in found)


def draft_flags(
    items: Sequence[tuple[Item, Status]],
    answers: Answers,
    proofs: dict[str, Sequence[Proof]],
    before: Snapshot | None,
    day: date,
) -> dict[str, list[Flag]]:
    """The same for a draft, before it is handed in."""
    found = {}
    for item, status in items:
        answer, ours = answers.items.get(item.id), tuple(proofs.get(item.id, ()))
        reason = before.submission.returned.get(item.id) if before else None
        same = (
            before is not None
            and before.answers.items.get(item.id) == answer
            and before.evidence.get(item.id, ()) == ours
        )
        found[item.id] = flags(
            item, status, answer, ours, day, unchanged_reason=reason if same else None
        )
    return found


def _has_part_not_applicable(answer: ItemAnswer | None) -> bool:
    return answer is not None and any(
        isinstance(value, NotApplicable) for value in answer.checks.values()
    )


def _is_old(item: Item, proof: Proof, day: date) -> bool:
    """Whether a proof is older than every kind of evidence of the item allows."""
    limits = [kind.fresh.months for kind in item.evidence]
    if not limits or any(months is None for months in limits):
        return False
    longest = max(months for months in limits if months is not None)
    return _months_between(proof.true_as_of, day) >= longest


def _months_between(first: date, last: date) -> int:
    """Whole months that have passed."""
    months = (last.year - first.year) * 12 + last.month - first.month
    return months - (last.day < first.day)
