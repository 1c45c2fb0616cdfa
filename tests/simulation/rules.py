"""The rules of real steps, told again from the rows: each returns what breaks it, as sentences.

They look at one community's events in the order of their ids and know nothing of how these were
made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise

from green.errors import Refused
from green.review.calendar import last_day
from green.simulation.pace import ENDS
from green.standard.model import Standard
from green.standard.programme import Programme
from green.standard.validator import read_field
from tests.simulation.worlds import STEPS, Event

Life = Sequence[Event]
Rule = Callable[[Programme, Standard, Life], Iterator[str]]
REVIEW = ("begin", "mark", "agree", "send_back")
WORK = ("answer", "attach", "detach")


def midnight(day: date) -> datetime:
    """The first moment of a day in China, as UTC."""
    return datetime(day.year, day.month, day.day) - timedelta(hours=8)  # noqa: DTZ001 - naive UTC


def days_lie_in_their_cycle_and_before_the_end(
    programme: Programme, standard: Standard, life: Life
) -> Iterator[str]:
    for event in life:
        cycle = programme.cycle_on(event.day)
        if cycle is None or event.day > ENDS:
            yield f"{event} lies outside the history"
        elif event.kind in (*WORK, "hand_in") and event.cycle != cycle.id:
            yield f"{event} is not in the cycle of its day, {cycle.id}"


def moments_never_run_backwards(
    programme: Programme, standard: Standard, life: Life
) -> Iterator[str]:
    for before, event in pairwise(life):
        if event.at < before.at:
            yield f"{event} was recorded before {before}"
    for event in life:
        if event.at < midnight(event.day):
            yield f"{event} was recorded before its day began"


def steps_follow_each_other_by_day(
    programme: Programme, standard: Standard, life: Life
) -> Iterator[str]:
    steps = [event for event in life if event.kind in STEPS]
    for before, event in pairwise(steps):
        if event.day < before.day:
            yield f"{event} is of an earlier day than {before}"


def only_who_takes_part_does_anything(
    programme: Programme, standard: Standard, life: Life
) -> Iterator[str]:
    taking_part = False
    for event in life:
        if event.kind == "enrol":
            if taking_part:
                yield f"{event}: takes part already"
            taking_part = True
        elif not taking_part:
            yield f"{event}: does not take part"
        elif event.kind == "withdraw":
            taking_part = False


def what_is_handed_in_is_closed_until_it_is_recalled(
    programme: Programme, standard: Standard, life: Life
) -> Iterator[str]:
    closed: dict[int, str | None] = {}
    for event in life:
        if event.kind in (*WORK, "hand_in") and event.cycle in closed.values():
            yield f"{event}: its cycle is handed in"
        if event.kind == "withdraw" and closed:
            yield f"{event}: something stands"
        if event.kind == "hand_in":
            closed[event.id] = event.cycle
        if event.kind in ("recall", "return"):
            if not closed or event.about != max(closed):
                yield f"{event}: does not end what stands, {closed}"
            closed.pop(event.about or 0, None)


def every_answer_is_one_that_can_be_given(
    programme: Programme, standard: Standard, life: Life
) -> Iterator[str]:
    for event in life:
        item = standard.item(event.item or "")
        if event.kind in WORK and item is None:
            yield f"{event}: no such item"
        if event.kind != "answer" or item is None:
            continue
        try:
            if read_field(item, event.field or "", event.content) != event.content:
                yield f"{event}: would be stored otherwise"
        except Refused as refused:
            yield f"{event}: {refused}"


def every_answer_is_based_on_the_one_before(
    programme: Programme, standard: Standard, life: Life
) -> Iterator[str]:
    last: dict[tuple[str | None, str | None, str | None], int] = {}
    for event in life:
        if event.kind == "answer":
            key = (event.cycle, event.item, event.field)
            if event.about != last.get(key):
                yield f"{event}: is not based on {last.get(key)}"
            last[key] = event.id


def an_answer_that_changes_nothing_is_no_row(
    programme: Programme, standard: Standard, life: Life
) -> Iterator[str]:
    held: dict[tuple[str | None, str | None, str | None], object] = {}
    for event in life:
        if event.kind == "answer":
            key = (event.cycle, event.item, event.field)
            if held.get(key) == event.content:
                yield f"{event}: was {event.value} already"
            held[key] = event.content


def what_is_decided_is_recorded_on_its_day(
    programme: Programme, standard: Standard, life: Life
) -> Iterator[str]:
    for event in life:
        decided = event.kind in (*REVIEW, "return", "attain", "name", "notice", "publish")
        if decided and (event.at + timedelta(hours=8)).date() != event.day:
            yield f"{event} was recorded on another day"


def levels_decide_one_after_the_other_what_stands(
    programme: Programme, standard: Standard, life: Life
) -> Iterator[str]:
    """Each submission goes up the chain step by step: begun, every item agreed to, agreed to."""
    place: dict[int, int] = {}
    begun: set[tuple[int, int]] = set()
    agreed: dict[tuple[int, int], set[str]] = {}
    ended: set[int] = set()
    for event in life:
        about = event.about or 0
        if event.kind in ("recall", "return"):
            if event.kind == "recall" and any(submission == about for submission, _n in begun):
                yield f"{event}: a level has opened it"
            ended.add(about)
        if event.kind not in REVIEW:
            continue
        number = place.setdefault(about, 0)
        if about in ended or number == len(programme.chain):
            yield f"{event}: nothing is to be decided"
            return
        step, key = programme.chain[number], (about, number)
        if event.field != step.id:
            yield f"{event}: it is the turn of {step.id}"
        if event.kind == "begin" and key in begun:
            yield f"{event}: begun already"
        if event.kind != "begin" and key not in begun:
            yield f"{event}: not begun"
        begun.add(key)
        if event.kind == "mark" and event.content[0] == "agree":
            agreed.setdefault(key, set()).add(str(event.item))
        if event.kind == "agree":
            if agreed.get(key, set()) != {item.id for item in standard.items}:
                yield f"{event}: not every item is agreed to"
            place[about] = number + 1


def no_two_steps_in_a_row_are_one_persons(
    programme: Programme, standard: Standard, life: Life
) -> Iterator[str]:
    agreed = [event for event in life if event.kind == "agree"]
    for before, event in pairwise(agreed):
        if before.about == event.about and before.person == event.person:
            yield f"{event}: {before} is by the same person"


def who_is_recognised_was_agreed_to_or_stood_on_a_list_that_was_published(
    programme: Programme, standard: Standard, life: Life
) -> Iterator[str]:
    makes = {step.id: step for step in programme.chain if step.makes}
    due: list[tuple[str, int | None, date]] = []
    shown: dict[tuple[int | None, str | None], date] = {}
    for event in life:
        step = makes.get(event.field or "")
        kind = {"attained": "attain", "named": "name"}.get(str(step.makes)) if step else None
        if event.kind == "agree" and step and kind and step.notice is None:
            due.append((kind, event.about, event.day))
        if event.kind == "notice":
            if not any(one.kind == "agree" and one.field == event.field and one.about == event.about
                       and one.day < event.day for one in life):  # fmt: skip
                yield f"{event}: was not agreed to"
            shown[event.about, event.field] = event.day
        if event.kind == "publish" and step and step.notice and kind:
            if last_day(step.notice, shown[event.about, event.field]) >= event.day:
                yield f"{event}: the notice had not ended"
            due.append((kind, event.about, event.day))
    found = [(e.kind, e.about, e.day) for e in life if e.kind in ("attain", "name", "revoke")]
    if sorted(found, key=str) != sorted(due, key=str):
        yield f"recognised: {found}; due: {due}"


RULES: tuple[Rule, ...] = (
    days_lie_in_their_cycle_and_before_the_end,
    moments_never_run_backwards,
    steps_follow_each_other_by_day,
    only_who_takes_part_does_anything,
    what_is_handed_in_is_closed_until_it_is_recalled,
    every_answer_is_one_that_can_be_given,
    every_answer_is_based_on_the_one_before,
    an_answer_that_changes_nothing_is_no_row,
    what_is_decided_is_recorded_on_its_day,
    levels_decide_one_after_the_other_what_stands,
    no_two_steps_in_a_row_are_one_persons,
    who_is_recognised_was_agreed_to_or_stood_on_a_list_that_was_published,
)
