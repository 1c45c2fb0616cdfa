"""Which checks of an item fail, read out of what was handed in: roads, sponge works or waste."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import ceil
from typing import Any

from green.errors import GreenError
from green.planning.works import Failing
from green.standard.answers import CheckAnswer, Share
from green.standard.document import Document
from green.standard.model import Item, RatioCheck, Standard, YesNoCheck
from green.standard.validator import read_answers
from green.standard.verdict import check_state


def failing(standard: Standard, items: Iterable[str], sha256: str, snapshot: str) -> Failing:
    """Of some items (ids) with checks, those that fail in a snapshot of this text of the standard.

    With each the number of quarters short of what it asks for, where quarters were counted. What
    cannot be read, or belongs to another text, is left out: nothing is known of it.
    """
    if sha256 != standard.sha256:
        return {}
    try:
        answers = json.loads(snapshot)["answers"]
    except (ValueError, KeyError, TypeError):
        return {}
    known = (standard.item(key) for key in items)
    asked = [item for item in known if item is not None and item.checks and item.ref in answers]
    found: dict[str, dict[str, int | None]] = {}
    for item in asked:
        fails = failing_checks(item, _checks(standard, item, answers[item.ref]))
        if fails:
            found[item.id] = fails
    return found


def failing_checks(item: Item, given: Mapping[str, CheckAnswer]) -> dict[str, int | None]:
    """The checks of an item that do not pass by these answers, each with the quarters short."""
    return {
        check.id: _short(check, given.get(check.id))
        for check in item.checks
        if check_state(check, given.get(check.id)) in ("fail", "blank")
    }


def _checks(standard: Standard, item: Item, answer: Any) -> dict[str, CheckAnswer]:
    document = Document("", {"standard": standard.id, "answers": {item.ref: answer}})
    try:
        read = read_answers(standard, document).items.get(item.id)
    except GreenError:
        return {}
    return dict(read.checks) if read else {}


def _short(check: YesNoCheck | RatioCheck, answer: CheckAnswer | None) -> int | None:
    """How many quarters are missing to what the check asks for; None if they were not counted."""
    if not isinstance(check, RatioCheck) or not isinstance(answer, Share):
        return None
    basis = answer.basis or (check.bases[0] if len(check.bases) == 1 else None)
    if basis != "quarters":
        return None
    # Exact: whole division of decimals would round towards zero.
    return max(ceil(Fraction(check.at_least_percent) * answer.of / 100) - answer.count, 0)
