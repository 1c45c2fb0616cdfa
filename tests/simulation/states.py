"""The states of a community by the words of `figures.md`, told again from the rows in Python."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from tests.simulation.rules import STEPS
from tests.simulation.worlds import Event, World


class Standing(NamedTuple):
    """What is so by the rows alone: no state is taken for granted because of another."""

    participating: bool
    submitted: bool
    attained: bool


def state(world: World, life: Iterable[Event], day: date, known_at: datetime) -> Standing:
    """A community's state as of a day, as known at a moment."""
    enrolled = False
    standing: dict[int, str] = {}
    known = [
        event for event in life if event.kind in STEPS and event.day <= day and event.at <= known_at
    ]
    for event in sorted(known, key=lambda event: (event.day, event.at, event.id)):
        match event.kind:
            case "enrol":
                enrolled = True
            case "withdraw":
                enrolled = False
            case "hand_in":
                standing[event.id] = world.submissions[event.id].outcome
            case "recall":
                standing.pop(event.about or 0)
    latest = standing[max(standing)] if standing else ""
    return Standing(enrolled, bool(standing), latest == "meets")


def counted(
    world: World, digits: int, day: date, known_at: datetime
) -> dict[str, tuple[int, int, int]]:
    """By the first digits of the code: participating, submitted, attained; nobody is left out."""
    found: dict[str, tuple[int, int, int]] = {}
    for community, life in world.lives.items():
        code = world.codes[community][:digits]
        part, subm, att = found.get(code, (0, 0, 0))
        now = state(world, life, day, known_at)
        found[code] = (part + now.participating, subm + now.submitted, att + now.attained)
    return found
