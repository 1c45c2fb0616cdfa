"""What is different between two answers to an item, in sentences: before and after a return."""

from __future__ import annotations

from collections.abc import Sequence

from green.review.snapshot import Proof
from green.standard.answers import CheckAnswer, ItemAnswer, NotApplicable, Share, YesNo
from green.standard.model import Item
from green.texts import Text, lazy, status_name


def changes(
    item: Item,
    before: ItemAnswer | None,
    now: ItemAnswer | None,
    proofs_before: Sequence[Proof] = (),
    proofs_now: Sequence[Proof] = (),
) -> list[Text]:
    """One sentence a difference, in the order of the form; none if nothing is different."""
    old, new = before or ItemAnswer(), now or ItemAnswer()
    found = []
    if (old.status, old.reason) != (new.status, new.reason):
        found.append(_changed(lazy("Answer"), _Said(old), _Said(new)))
    for check in item.checks:
        was, is_now = old.checks.get(check.id), new.checks.get(check.id)
        if was != is_now:
            found.append(_changed(check.title, _Checked(was), _Checked(is_now)))
    if old.note != new.note:
        found.append(_changed(lazy("Note"), _Typed(old.note), _Typed(new.note)))
    found += [
        lazy("Evidence added: {what}", what=one.what)
        for one in proofs_now
        if one not in proofs_before
    ]
    found += [
        lazy("Evidence taken off: {what}", what=one.what)
        for one in proofs_before
        if one not in proofs_now
    ]
    return found


def _changed(what: object, before: object, now: object) -> Text:
    return lazy("{what}: {before} → {now}", what=what, before=before, now=now)


class _Said:
    """A status with its reason, spoken when it is read."""

    def __init__(self, answer: ItemAnswer) -> None:
        self.answer = answer

    def __str__(self) -> str:
        said = status_name(self.answer.status or "unanswered")
        return f"{said} ({self.answer.reason})" if self.answer.reason else said


class _Checked:
    """The answer to a check, spoken when it is read."""

    def __init__(self, answer: CheckAnswer | None) -> None:
        self.answer = answer

    def __str__(self) -> str:
        match self.answer:
            case YesNo(value):
                return str(lazy("Yes") if value else lazy("No"))
            case Share(count, of, _basis):
                return f"{count}/{of}"
            case NotApplicable(reason):
                return f"{status_name('not_applicable')} ({reason})"
            case _other:
                return status_name("unanswered")


class _Typed:
    """What somebody typed, between the quotes of the language."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __str__(self) -> str:
        return str(lazy("“{text}”", text=self.text) if self.text else lazy("nothing"))
