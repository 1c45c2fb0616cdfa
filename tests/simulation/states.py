"""The states of a community by the words of `figures.md`, told again from the rows in Python."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from tests.simulation.worlds import STEPS, Event, World


class Standing(NamedTuple):
    """What is so by the rows alone: no state is taken for granted because of another."""

    participating: bool
    submitted: bool
    attained: bool
    named: bool | None = None


def state(world: World, life: Iterable[Event], day: date, known_at: datetime) -> Standing:
    """A community's state as of a day, as known at a moment."""
    enrolled, recognised, named = False, False, False
    # By submission what it says; recognitions hold the state below them up, here as -1.
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
            case "recall" | "return":
                standing.pop(event.about or 0)
            case "attain" | "name":
                standing[-1] = ""
                recognised, named = True, named or event.kind == "name"
            case "revoke":
                recognised, named = False, False
    if world.programme.rule == "decided":
        return Standing(enrolled, bool(standing), recognised, named)
    latest = standing[max(standing)] if standing else ""
    return Standing(enrolled, bool(standing), latest == "meets")


def counted(world: World, digits: int, day: date, known_at: datetime) -> dict[str, tuple[int, ...]]:
    """By the first digits of the code: participating, submitted, attained, and named where a
    chain decides; nobody is left out."""
    found: dict[str, tuple[int, ...]] = {}
    for community, life in world.steps.items():
        code = world.codes[community][:digits]
        now = [int(one) for one in state(world, life, day, known_at) if one is not None]
        found[code] = tuple(map(sum, zip(found.get(code, [0] * len(now)), now, strict=True)))
    return found
