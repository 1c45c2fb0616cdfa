"""What the lines of one list say together about a community, day after day: pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from green.assessment.model import State
from green.assessment.recognition_records import RecognitionKind
from green.texts import Text, lazy

Judged = Literal["new", "already", "repeated", "impossible"]
ORDER: dict[RecognitionKind, int] = {"attain": 0, "name": 1, "revoke": 2}


@dataclass(frozen=True)
class Told:
    """A line that is matched: what it says of whom; `number` is the line's in its file."""

    community: int
    kind: RecognitionKind
    day: date
    batch: str | None
    number: int


def told(
    lines: Mapping[int, Told], states: Mapping[tuple[int, date], State]
) -> dict[int, tuple[Judged, Text | None]]:
    """Each line's outcome by its key. `states` holds what is recorded already, at each line's day.

    The outcome does not depend on the order of the lines, but for which of two equal ones is the
    repeated one.
    """
    groups: dict[int, list[tuple[int, Told]]] = defaultdict(list)
    for key, line in lines.items():
        groups[line.community].append((key, line))
    found: dict[int, tuple[Judged, Text | None]] = {}
    for group in groups.values():
        found |= _of_one(group, states)
    return found


def _of_one(
    group: list[tuple[int, Told]], states: Mapping[tuple[int, date], State]
) -> dict[int, tuple[Judged, Text | None]]:
    found: dict[int, tuple[Judged, Text | None]] = {}
    standing: list[Told] = []
    for key, line in sorted(group, key=lambda one: (one[1].day, ORDER[one[1].kind], one[1].number)):
        same = next((other for other in standing if _is_same(line, other)), None)
        against = next((other for _key, other in group if _contradicts(line, other)), None)
        if against is not None:
            found[key] = (
                "impossible",
                lazy("This and line {n} contradict each other.", n=against.number),
            )
        elif same is not None:
            found[key] = ("repeated", lazy("The same as line {n}.", n=same.number))
        else:
            found[key] = _judged(line, _state(line, states, standing))
            if found[key][0] == "new":
                standing.append(line)
    return found


def _is_same(line: Told, other: Told) -> bool:
    return (line.kind, line.day, line.batch) == (other.kind, other.day, other.batch)


def _contradicts(line: Told, other: Told) -> bool:
    """One state on two days or in two batches; or given and taken on the same day."""
    if line.kind == other.kind:
        return (line.day, line.batch) != (other.day, other.batch)
    return line.day == other.day and "revoke" in (line.kind, other.kind)


def _state(
    line: Told, states: Mapping[tuple[int, date], State], before: list[Told]
) -> tuple[bool, bool]:
    """Whether attained and named, with what the list itself says of the days before."""
    recorded = states.get((line.community, line.day))
    attained = bool(recorded and recorded.attained)
    named = bool(recorded and recorded.named)
    for other in before:
        match other.kind:
            case "attain":
                attained = True
            case "name":
                attained = named = True
            case "revoke":
                attained = named = False
    return attained, named


def _judged(line: Told, state: tuple[bool, bool]) -> tuple[Judged, Text | None]:
    attained, named = state
    match line.kind:
        case "revoke" if not attained:
            why = lazy("It had not attained on {day}: nothing to revoke.", day=line.day)
            return "impossible", why
        case "attain" if attained:
            return "already", lazy("It had attained by {day} already.", day=line.day)
        case "name" if named:
            return "already", lazy("It was named by {day} already.", day=line.day)
        case _other:
            return "new", None
