"""Questions to ask of the data (数据核查提示): what may be quite right, and is worth a look.

Pure rules over rows. They are no scores and say nothing of persons: each is a question in words,
the rule behind it, and the communities that it is about.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal, NamedTuple

from green.registry.model import CODE_LENGTH
from green.standard.model import Standard
from green.standard.phrases import Phrases
from green.standard.programme import Programme

Kind = Literal["bare", "same-note", "burst", "one-hand", "idle", "long-wait"]
KINDS: tuple[Kind, ...] = ("bare", "same-note", "burst", "one-hand", "idle", "long-wait")

SHORTEST_NOTE = 6
LEAST_SHARING = 3
LAST_DAYS = 7
DAYS_BEFORE = 90
LEAST_IN_A_BURST = 5
TIMES_USUAL = 2
IDLE_DAYS = 90
WAITING_DAYS = 60


@dataclass(frozen=True)
class Finding:
    """A community that a question is about.

    `day`: handed in, last changed, or waiting since. `number`: how many share the note, were
    handed in together, or days passed. `text`: the note, or the step at which it waits.
    """

    code: str
    name: str
    day: date
    number: int = 0
    text: str = ""


@dataclass(frozen=True)
class Window:
    """The last days up to a deadline, and the days before them that say what is usual."""

    deadline: date

    @property
    def first(self) -> date:
        return self.deadline - timedelta(days=LAST_DAYS - 1)

    @property
    def usual_from(self) -> date:
        return self.first - timedelta(days=DAYS_BEFORE)


@dataclass(frozen=True)
class Question:
    """One question and the communities behind it, in code order; one row per community."""

    kind: Kind
    findings: tuple[Finding, ...]
    window: Window | None = None

    def as_json(self) -> dict[str, Any]:
        """One of the key `questions` of `progress --questions`."""
        return {
            "kind": self.kind,
            "number": len(self.findings),
            "communities": [one.code for one in self.findings],
        }


class Noted(NamedTuple):
    """A note in what stands handed in by a community since a day."""

    code: str
    name: str
    day: date
    note: str


@dataclass(frozen=True)
class HandedIn:
    """Something handed in on a day; `person` is None where no account did it."""

    code: str
    name: str
    day: date
    person: str | None


def normalised(text: str) -> str:
    """A text without white space, full and half width made one."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def usual_sentences(standard: Standard, phrases: Phrases) -> frozenset[str]:
    """What stands in many places because we offer it: phrases of reviewers, and when something
    does not apply."""
    offered = list(phrases.returns)
    for item in standard.items:
        parts = (item, *item.checks)
        offered += [part.not_applicable.when for part in parts if part.not_applicable]
    return frozenset(normalised(text) for words in offered for text in (words.zh, words.en))


def same_notes(rows: Iterable[Noted], usual: frozenset[str]) -> list[Finding]:
    """Communities with a note that at least three have, word by word.

    Of several such notes a community is listed with the one that most share.
    """
    plain: dict[str, str] = {}
    sharing: dict[str, set[str]] = defaultdict(set)
    kept: list[tuple[Noted, set[str]]] = []
    for row in rows:
        note = plain.get(row.note)
        if note is None:
            note = plain[row.note] = normalised(row.note)
        if len(note) >= SHORTEST_NOTE and note not in usual:
            sharing[note].add(row.code)
            kept.append((row, sharing[note]))
    found: dict[str, tuple[Noted, int]] = {}
    for row, codes in kept:
        number = len(codes)
        if number >= LEAST_SHARING and number > found.get(row.code, (row, 0))[1]:
            found[row.code] = row, number
    return [
        Finding(row.code, row.name, row.day, number, row.note)
        for _code, (row, number) in sorted(found.items())
    ]


def last_window(programme: Programme, day: date) -> Window | None:
    """The window that began last: up to a target's deadline or the end of a cycle."""
    ends = {target.deadline for target in programme.targets}
    ends |= {cycle.closes for cycle in programme.cycles if cycle.closes is not None}
    begun = [window for window in map(Window, ends) if window.first <= day]
    return max(begun, key=lambda one: one.deadline, default=None)


def bursts(rows: Sequence[HandedIn], window: Window) -> list[Finding]:
    """Communities handed in on a day of the window that brought their district at least five,
    and more than twice as many as any single day of the ninety before the window."""
    per_day = _together(rows, lambda row: row.code[: CODE_LENGTH["district"]])
    usual: Counter[str] = Counter()
    for (district, day), codes in per_day.items():
        if window.usual_from <= day < window.first:
            usual[district] = max(usual[district], len(codes))
    found = {
        row: len(codes)
        for (district, day), codes in per_day.items()
        if window.first <= day <= window.deadline
        and len(codes) >= LEAST_IN_A_BURST
        and len(codes) > TIMES_USUAL * usual[district]
        for row in codes.values()
    }
    return _findings(found)


def by_one_hand(rows: Sequence[HandedIn], window: Window) -> list[Finding]:
    """Communities that one account handed in on one day of the window, five or more together."""
    per_day = _together(rows, lambda row: row.person)
    found = {
        row: len(codes)
        for (_person, day), codes in per_day.items()
        if window.first <= day <= window.deadline and len(codes) >= LEAST_IN_A_BURST
        for row in codes.values()
    }
    return _findings(found)


def _together(
    rows: Sequence[HandedIn], of: Callable[[HandedIn], str | None]
) -> dict[tuple[str, date], dict[str, HandedIn]]:
    """By district or person and day: by code what was handed in, each community once."""
    found: dict[tuple[str, date], dict[str, HandedIn]] = defaultdict(dict)
    for row in rows:
        key = of(row)
        if key is not None:
            found[key, row.day][row.code] = row
    return found


def _findings(found: dict[HandedIn, int]) -> list[Finding]:
    """One finding per community, the one with most beside it."""
    best: dict[str, Finding] = {}
    for row, number in found.items():
        before = best.get(row.code)
        if before is None or before.number < number:
            best[row.code] = Finding(row.code, row.name, row.day, number)
    return [best[code] for code in sorted(best)]
