"""Reads raw answers item by item and check by check, collecting every problem with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import MappingProxyType
from typing import Any, get_args

from green.errors import Problem
from green.standard.answers import CheckAnswer, ItemAnswer, NotApplicable, Share, YesNo
from green.standard.document import Document, Place, shown
from green.standard.model import Basis, Item, RatioCheck, Status, YesNoCheck
from green.texts import Text, lazy, listing

LONGEST_NOTE = 500
_STATUSES: tuple[str, ...] = ("met", "partly", "unmet", "not_applicable")
_HIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Reader:
    """Reads raw values one by one and collects all problems, each with its place."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.problems: list[Problem] = []

    def refuse(self, what: Text, at: Place, mend: Text | None = None) -> None:
        self.problems.append(Problem(what, self.document.where(at), mend))

    def only_keys(self, raw: dict[str, Any], known: tuple[str, ...], at: Place) -> None:
        for key in raw:
            if key not in known:
                self.refuse(
                    lazy("The key “{key}” is not known.", key=key),
                    (*at, key),
                    lazy("Known are: {ids}.", ids=listing(known)),
                )

    def item(self, item: Item, raw: Any, at: Place) -> ItemAnswer:
        if raw is None:
            return ItemAnswer()
        if not isinstance(raw, dict):
            self.refuse(
                lazy(
                    "Item {ref} needs keys with values, not “{given}”.",
                    ref=item.ref,
                    given=shown(raw),
                ),
                at,
                lazy("Write for example: status: met."),
            )
            return ItemAnswer()
        self.only_keys(raw, ("status", "reason", "note", "checks"), at)
        status, reason = self._status(item, raw, at)
        note = self.text(raw.get("note"), (*at, "note"))
        return ItemAnswer(status, reason, note, MappingProxyType(self._checks(item, raw, at)))

    def _status(self, item: Item, raw: dict[str, Any], at: Place) -> tuple[Status | None, str]:
        status = raw.get("status")
        reason = self.text(raw.get("reason"), (*at, "reason"))
        if item.checks:
            if status is not None:
                self.refuse(
                    lazy("Item {ref} takes its status from its checks.", ref=item.ref),
                    (*at, "status"),
                    lazy(
                        "Take out “status” and answer its checks: {ids}.",
                        ids=listing(c.id for c in item.checks),
                    ),
                )
        elif status is not None and status != "unanswered" and status not in _STATUSES:
            self.refuse(
                lazy("“{given}” is not a status.", given=shown(status)),
                (*at, "status"),
                lazy("Choose from: {ids}.", ids=listing(_STATUSES)),
            )
        elif status == "not_applicable":
            self._may_not_apply(item, reason, (*at, "status"))
        if reason and status != "not_applicable":
            self.refuse(
                lazy("A reason goes with “not applicable” only."),
                (*at, "reason"),
                lazy("Put it into the note."),
            )
        return (None if status == "unanswered" else status), reason

    def _may_not_apply(self, asked: Item | YesNoCheck | RatioCheck, reason: str, at: Place) -> None:
        if asked.not_applicable is None:
            self.refuse(
                lazy("“Not applicable” is not allowed for “{title}”.", title=asked.title),
                at,
                lazy("Answer it, or leave it blank."),
            )
        elif not reason:
            self.refuse(
                lazy("“Not applicable” needs a reason."),
                at,
                lazy("Say in one sentence why it does not apply."),
            )

    def _checks(self, item: Item, raw: dict[str, Any], at: Place) -> dict[str, CheckAnswer]:
        given = raw.get("checks")
        at = (*at, "checks")
        if given is None:
            return {}
        if not isinstance(given, dict) or not item.checks:
            self.refuse(
                lazy("Item {ref} has no checks.", ref=item.ref)
                if not item.checks
                else lazy("“checks” must list checks with their answers."),
                at,
                lazy("Answer it with a status.") if not item.checks else None,
            )
            return {}
        return dict(self._check_answers(item, given, at))

    def _check_answers(
        self, item: Item, given: dict[str, Any], at: Place
    ) -> Iterator[tuple[str, CheckAnswer]]:
        for key, raw in given.items():
            check = item.check(key)
            if check is None:
                self.refuse(
                    lazy("Item {ref} has no check “{key}”.", ref=item.ref, key=key),
                    (*at, key),
                    lazy("Its checks are: {ids}.", ids=listing(c.id for c in item.checks)),
                )
                continue
            answer = self._check(check, raw, (*at, key))
            if answer is not None:
                yield key, answer

    def _check(self, check: YesNoCheck | RatioCheck, raw: Any, at: Place) -> CheckAnswer | None:
        if raw is None:
            return None
        if isinstance(raw, dict) and "not_applicable" in raw:
            self.only_keys(raw, ("not_applicable",), at)
            reason = self.text(raw["not_applicable"], (*at, "not_applicable"))
            self._may_not_apply(check, reason, (*at, "not_applicable"))
            return NotApplicable(reason)
        if isinstance(check, RatioCheck):
            return self._share(check, raw, at)
        if isinstance(raw, bool) or raw in ("yes", "no"):
            return YesNo(raw is True or raw == "yes")
        self.refuse(
            lazy("“{given}” is not yes or no.", given=shown(raw)), at, lazy("Write yes or no.")
        )
        return None

    def _share(self, check: RatioCheck, raw: Any, at: Place) -> Share | None:
        if not isinstance(raw, dict):
            self.refuse(
                lazy("“{title}” needs a count and its base.", title=check.title),
                at,
                lazy("Write for example: count: 4, of: 12."),
            )
            return None
        self.only_keys(raw, ("count", "of", "basis"), at)
        if raw.get("count") is None and raw.get("of") is None and raw:
            return None
        count = self._whole(raw.get("count"), (*at, "count"))
        of = self._whole(raw.get("of"), (*at, "of"))
        basis = raw.get("basis")
        if basis is not None and (basis not in get_args(Basis) or basis not in check.bases):
            self.refuse(
                lazy(
                    "“{title}” cannot be counted by “{given}”.",
                    given=shown(basis),
                    title=check.title,
                ),
                (*at, "basis"),
                lazy("Choose from: {ids}.", ids=listing(check.bases)),
            )
        if count is None or of is None:
            return None
        if of == 0:
            self.refuse(
                lazy("The base is 0, so no share can be worked out."),
                (*at, "of"),
                lazy("Enter how many there are in all."),
            )
            return None
        if count > of:
            self.refuse(
                lazy("{count} is more than the base of {of}.", count=count, of=of),
                (*at, "count"),
                lazy("Check both numbers."),
            )
        return Share(count, of, basis)

    def _whole(self, raw: Any, at: Place) -> int | None:
        if isinstance(raw, int) and not isinstance(raw, bool) and 0 <= raw < 10**12:
            return raw
        if raw is None:
            what = lazy("“{key}” is missing.", key=at[-1])
            mend = lazy("Write a whole number from 0 up.")
        else:
            what = lazy("“{given}” is not a whole number from 0 up.", given=shown(raw))
            mend = lazy("Write digits without quotes, signs or points.")
        self.refuse(what, at, mend)
        return None

    def text(self, raw: Any, at: Place) -> str:
        """Free text: one line or more, no control characters, not longer than `LONGEST_NOTE`."""
        if raw is None:
            return ""
        if not isinstance(raw, str):
            self.refuse(
                lazy("“{given}” is not text.", given=shown(raw)), at, lazy("Put it in quotes.")
            )
            return ""
        text = _HIDDEN.sub("", raw).strip()
        if len(text) > LONGEST_NOTE:
            what = lazy(
                "The text has {n} characters; {most} fit.",
                n=len(text),
                most=LONGEST_NOTE,
            )
            self.refuse(what, at, lazy("Say it more briefly."))
        return text
