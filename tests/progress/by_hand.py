"""The figures of a programme computed again from its rows, by the words of `figures.md` alone.

Plain Python over what the tables hold: nothing of the application is imported here.
"""

from __future__ import annotations

import csv
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

LENGTHS = {"province": 2, "city": 4, "district": 6, "street": 9}
TABLES = {
    "division": "code, name, level",
    "community": "id, code, valid_from, valid_to",
    "registry_list": "basis, counted_on",
    "denominator": "id, scope, communities, basis, counted_on, recorded_at",
    "enrolment_event": "id, programme, community, kind, effective_on, recorded_at",
    "submission": "id, programme, community, effective_on, recorded_at",
    "submission_event": "id, submission, effective_on, recorded_at",
    "recognition_event": "id, programme, community, kind, effective_on, recorded_at",
}
Counts = tuple[int, int, int, int]


@dataclass
class Life:
    """What happened to one community, in order: (day, recorded, id), what, and which hand-in."""

    code: str
    there: tuple[date, date]
    events: list[tuple[tuple[date, datetime, int], str, int]] = field(default_factory=list)

    def states(self, day: date, known: datetime) -> tuple[bool, bool, bool, bool]:
        """Participating, submitted, attained, named."""
        takes_part = attained = named = held_up = False
        standing: set[int] = set()
        for (on, recorded, _id), what, about in self.events:
            if on > day:
                break
            if recorded > known:
                continue
            if what == "hand_in":
                standing.add(about)
            elif what == "end":
                standing.discard(about)
            elif what == "enrol":
                takes_part = True
            elif what == "withdraw":
                takes_part = held_up = False
            elif what == "revoke":
                attained = named = False
            else:
                takes_part = attained = held_up = True
                named = named or what == "name"
        submitted = takes_part and (held_up or bool(standing))
        attained = attained and submitted
        return takes_part, submitted, attained, named and attained


class ByHand:
    """The rows of one database, as they were written into a folder of files."""

    def __init__(self, folder: Path, programme: str, targets: list[tuple[int, date]]) -> None:
        self.targets = targets
        tables = {name: list(_read(folder / f"{name}.csv")) for name in TABLES}
        self.divisions = {row["code"]: row["level"] for row in tables["division"]}
        self._codes = sorted(self.divisions)
        self.basis = max(tables["registry_list"], key=lambda row: row["counted_on"])["basis"]
        self.official = sorted(
            (_day(row["counted_on"]), _moment(row["recorded_at"]), int(row["id"]), row["scope"],
             int(row["communities"]))
            for row in tables["denominator"]
            if row["basis"] == "official"
        )  # fmt: skip
        self.lives = {
            row["id"]: Life(
                row["code"],
                (
                    _day(row["valid_from"]) if row["valid_from"] else date.min,
                    _day(row["valid_to"]) if row["valid_to"] else date.max,
                ),
            )
            for row in tables["community"]
        }
        handed_in = {}
        for name in ("enrolment_event", "recognition_event", "submission"):
            for row in tables[name]:
                if row["programme"] == programme:
                    what = row.get("kind") or "hand_in"
                    self._add(row, row["community"], what, int(row["id"]))
                    if what == "hand_in":
                        handed_in[row["id"]] = row["community"]
        for row in tables["submission_event"]:
            if row["submission"] in handed_in:
                self._add(row, handed_in[row["submission"]], "end", int(row["submission"]))
        for life in self.lives.values():
            life.events.sort()
        self.busy = [life for life in self.lives.values() if life.events]

    def _add(self, row: dict[str, str], community: str, what: str, about: int) -> None:
        when = _day(row["effective_on"]), _moment(row["recorded_at"]), int(row["id"])
        self.lives[community].events.append((when, what, about))

    def counts(self, day: date, known: datetime) -> dict[str, Counts]:
        """By the code of every division: how many are in each state."""
        found: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
        for life in self.busy:
            if life.there[0] <= day < life.there[1]:
                states = life.states(day, known)
                if states[0]:
                    for length in LENGTHS.values():
                        numbers = found[life.code[:length]]
                        for place, state in enumerate(states):
                            numbers[place] += state
        return defaultdict(lambda: (0, 0, 0, 0), {code: tuple(n) for code, n in found.items()})  # type: ignore[misc]

    def listed(self, day: date) -> dict[str, int]:
        """By the code of every division: how many communities the list has on that day."""
        found: dict[str, int] = defaultdict(int)
        for life in self.lives.values():
            if life.there[0] <= day < life.there[1]:
                for length in LENGTHS.values():
                    found[life.code[:length]] += 1
        return found

    def denominators(self, day: date, known: datetime) -> dict[str, tuple[int, str]]:
        """By the code of every division: its base and whose count that is."""
        official = {
            scope: number
            for counted_on, recorded, _id, scope, number in self.official
            if counted_on <= day and recorded <= known
        }
        above = {scope[:length] for scope in official for length in LENGTHS.values()}
        listed = self.listed(day)
        found: dict[str, tuple[int, str]] = {}
        for code in reversed(self._codes):  # parts come after their whole
            if code in official:
                found[code] = official[code], "official"
            elif code in above:
                found[code] = sum(found[part][0] for part in self._parts(code)), "mixed"
            else:
                found[code] = listed[code], self.basis
        return found

    def _parts(self, code: str) -> list[str]:
        length = LENGTHS[self.divisions[code]]
        below = min(other for other in LENGTHS.values() if other > length)
        first = bisect_right(self._codes, code)
        inside = []
        for other in self._codes[first:]:
            if not other.startswith(code):
                break
            inside.append(other)
        return [other for other in inside if len(other) == below]

    def figures(self, day: date, known: datetime) -> dict[str, dict[str, Any]]:
        """By the code of every division: numbers, base, rates, and what each target says."""
        now, bases = self.counts(day, known), self.denominators(day, known)
        then = {
            deadline: (self.counts(deadline, known), self.denominators(deadline, known))
            for _percent, deadline in self.targets
            if deadline < day
        }
        return {
            code: {
                "numbers": now[code],
                "base": bases[code],
                "rates": [_rate(number, bases[code][0]) for number in now[code]],
                "targets": [
                    self._target(code, percent, now, bases, *then.get(deadline, (now, bases)))
                    for percent, deadline in self.targets
                ],
            }
            for code in self._codes
        }

    def _target(
        self, code: str, percent: int, now: Any, bases: Any, then: Any, bases_then: Any
    ) -> tuple[int, int, bool | None]:
        """Needed, missing, met; of what has attained."""
        needed = _needed(percent, bases[code][0])
        base = bases_then[code][0]
        met = then[code][2] >= _needed(percent, base) if base else None
        return needed, max(0, needed - now[code][2]), met


def _needed(percent: int, base: int) -> int:
    return -(-percent * base // 100)


def _rate(number: int, base: int) -> float | None:
    return number / base if base and number <= base else None


def write(folder: Path, rows_of: Any) -> None:
    """Every table as a file of commas; `rows_of` runs a statement."""
    for table, columns in TABLES.items():
        with (folder / f"{table}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(columns.split(", "))
            writer.writerows(rows_of(f"select {columns} from {table}"))


def _read(path: Path) -> Iterable[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file)


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
