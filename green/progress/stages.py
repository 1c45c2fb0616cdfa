"""Where communities wait on their way, and for how long: a pure count over who waits since when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Literal

from green.review.model import Phase
from green.standard.programme import Programme

# Before it is handed in, and after it came back, a community has it in its own hands.
Waits = Literal["answering", "returned"] | Phase
_WITH_COMMUNITY: tuple[Waits, ...] = ("answering", "returned")
_WITH_OFFICE: tuple[Waits, ...] = ("waiting", "begun")
_FOR_NOTICE: tuple[Waits, ...] = ("noticeable", "on_notice")


@dataclass(frozen=True)
class Wait:
    """So many communities wait at a step in a phase since a day; no step: with the community."""

    step: str | None
    phase: Waits
    since: date
    number: int


@dataclass(frozen=True)
class Stage:
    """How many wait at a step in a phase, and how long: the median and the oldest, in days.

    Who came there today waits 0 days. Both are None where nobody waits.
    """

    step: str | None
    phase: Waits
    number: int
    median_days: Fraction | None
    oldest_days: int | None

    def as_json(self) -> dict[str, Any]:
        median = self.median_days
        return {
            "step": self.step,
            "phase": self.phase,
            "number": self.number,
            "median_days": None if median is None else float(median),
            "oldest_days": self.oldest_days,
        }


@dataclass(frozen=True)
class Funnel:
    """The stages of one scope, in the order of the way through them."""

    code: str
    name: str
    stages: tuple[Stage, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "name": self.name,
            "stages": [stage.as_json() for stage in self.stages],
        }


def stages(programme: Programme, waits: Iterable[Wait], day: date) -> tuple[Stage, ...]:
    """All stages of a programme at a day, also those at which nobody waits.

    Medians are of all communities of the scope, never of its parts' medians.
    """
    found: dict[tuple[str | None, Waits], list[Wait]] = {place: [] for place in places(programme)}
    for wait in waits:
        found[wait.step, wait.phase].append(wait)
    return tuple(_stage(step, phase, there, day) for (step, phase), there in found.items())


def places(programme: Programme) -> list[tuple[str | None, Waits]]:
    """Every step and phase in which a community can wait, in order."""
    found: list[tuple[str | None, Waits]] = [(None, phase) for phase in _WITH_COMMUNITY]
    for step in programme.chain:
        found += [(step.id, phase) for phase in _WITH_OFFICE]
        if step.notice is not None:
            found += [(step.id, phase) for phase in _FOR_NOTICE]
    return found


def _stage(step: str | None, phase: Waits, waits: Sequence[Wait], day: date) -> Stage:
    if not waits:
        return Stage(step, phase, 0, None, None)
    ages = sorted(((day - wait.since).days, wait.number) for wait in waits)
    number = sum(count for _age, count in ages)
    middle = _age_at(ages, (number - 1) // 2) + _age_at(ages, number // 2)
    return Stage(step, phase, number, Fraction(middle, 2), ages[-1][0])


def _age_at(ages: Sequence[tuple[int, int]], place: int) -> int:
    """The age of the one at this place, counted from 0, the shortest first."""
    for age, count in ages:
        if place < count:
            return age
        place -= count
    raise AssertionError("a place within the number")
