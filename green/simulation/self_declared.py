"""A community's way where communities declare themselves that they meet the standard."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from green.simulation.life import (
    Base,
    Life,
    Step,
    all_mended,
    attempt,
    enrol,
    give_up,
    mend,
    opens,
)
from green.simulation.pace import ENDS, Fate
from green.standard.model import Standard
from green.standard.programme import Programme


def live(
    programme: Programme, standard: Standard, base: Base, fate: Fate, chance: Random
) -> list[Step]:
    """All steps of a community with this fate, none after the history's end."""
    if fate.end == "never":
        return []
    life = Life(programme, standard, base, chance)
    begins = enrol(life, fate.day)
    match fate.end:
        case "not_met":
            attempt(life, begins, fate.day, meets=False)
        case "attained":
            _attain(life, begins, fate.day)
        case _other:
            give_up(life, begins, fate)
    return life.steps


def _attain(life: Life, begins: date, day: date) -> None:
    """Straight on, or after an attempt that did not meet; a few correct theirs afterwards."""
    room = (day - begins).days
    if room > 30 and life.chance.random() < 0.3:
        first = begins + timedelta(days=life.chance.randint(5, room // 2))
        statuses = attempt(life, begins, first, meets=False)
        recalled = first + timedelta(days=life.chance.randint(1, (day - first).days))
        life.add("recall", recalled)
        mend(life, statuses, all_mended(statuses), first, recalled, day)
        life.add("hand_in", day)
    else:
        attempt(life, begins, day, meets=True)
    _correct(life, day)


def _correct(life: Life, day: date) -> None:
    """A few recall what they handed in and hand it in again some days later."""
    again = day + timedelta(days=life.chance.randint(6, 12))
    if life.chance.random() < 0.03 and again <= ENDS and opens(life, again) <= day:
        life.add("recall", day + timedelta(days=life.chance.randint(1, 5)))
        life.add("hand_in", again)
