"""What somebody has to do: due, come back, waiting, and why it cannot be done where it cannot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from green.registry.model import CODE_LENGTH, short_name
from green.standard.chain import Step
from green.standard.model import Standard
from green.standard.programme import Cycle, Programme
from green.texts import Items, Text, lazy, listing, n_, numbering

DeskKind = Literal["returned", "unfinished", "apart"]
Page = Literal["community", "queue", "notices", "confirm"]
# Of whom has more communities, those with most to do are named and the others counted.
MOST = 5
# From so many days before the end of a cycle on, it is said how many are left.
SOON = 30


@dataclass(frozen=True)
class Desk:
    """A community with something to do; `alike` is how many there are of its kind in all.

    `items` are those answered; `step` and `returned` say who sent which items back, and when.
    """

    code: str
    name: str
    kind: DeskKind
    items: int
    alike: int
    returned_on: date | None = None
    step: str | None = None
    returned: Sequence[str] = ()


@dataclass(frozen=True)
class Queue:
    """So many wait at a step, the first since a day; `is_noticeable`: for a public notice."""

    step: Step
    is_noticeable: bool
    n: int
    since: date


@dataclass(frozen=True)
class Listed:
    """A list on public notice and how many objections to it wait for an answer."""

    title: str
    ends_on: date
    objections: int


@dataclass(frozen=True)
class Todo:
    """A line of the list: what, until when or since when, and where it is done.

    `what` and `when` are sentences; `why_not` says why it cannot be done now.
    """

    what: Text
    when: Text | None = None
    page: Page | None = None
    community: str | None = None
    why_not: Text | None = None
    is_urgent: bool = False


@dataclass(frozen=True)
class _Days:
    """A number of days, spoken when it is read."""

    n: int

    def __str__(self) -> str:
        return n_("{n} day", "{n} days", self.n)


def todos(
    programme: Programme,
    standard: Standard,
    cycle: Cycle | None,
    day: date,
    desks: Sequence[Desk] = (),
    queues: Sequence[Queue] = (),
    listed: Sequence[Listed] = (),
    to_confirm: int = 0,
) -> list[Todo]:
    """All lines, in the order in which they press: what came back, what waits, what is due.

    `to_confirm`: recognitions of which it is open whether they pass on to a successor.
    """
    back = [one for one in desks if one.kind == "returned"]
    rest = [one for one in desks if one.kind != "returned"]
    found = [_returned(programme, standard, one) for one in back]
    found += _more(back)
    for waiting in queues:
        found.append(_waiting(waiting, day))
    for one in listed:
        found += _notice(one, day)
    if to_confirm:
        found.append(
            Todo(
                lazy("Recognitions to be confirmed after mergers and splits: {n}.", n=to_confirm),
                page="confirm",
            )
        )
    for kind in ("unfinished", "apart"):
        ours = [one for one in rest if one.kind == kind]
        if kind == "apart" and ours and ours[0].alike > MOST:
            # Nobody enrols a whole city from a list: who is a number among many is only counted.
            ours = ours[:0]
            n = next(one.alike for one in rest if one.kind == kind)
            found.append(Todo(lazy("Communities that do not take part yet: {n}.", n=n)))
        found += [_unfinished(standard, cycle, one, day) for one in ours]
        found += _more(ours)
    return found


def no_office(programme: Programme, scopes: Sequence[str]) -> Todo | None:
    """For reviewers none of whose scopes is an office of the chain: that they only look on."""
    lengths = {CODE_LENGTH[step.level] for step in programme.chain}
    if not scopes or not programme.chain or any(len(scope) in lengths for scope in scopes):
        return None
    levels = listing(dict.fromkeys(step.title for step in programme.chain))
    return Todo(
        lazy("No step of the chain is decided at your level."),
        why_not=lazy("Its steps are: {steps}.", steps=levels),
    )


def _returned(programme: Programme, standard: Standard, one: Desk) -> Todo:
    refs = [item.ref for item in standard.items if item.id in one.returned]
    named = Items(numbering(refs, [item.ref for item in standard.items]), len(refs))
    step = programme.step(one.step) if one.step else None
    what = lazy(
        "{community}: {items} came back from “{step}”.",
        community=short_name(one.name),
        items=named,
        step=step.title if step else "",
    )
    when = lazy("Returned on {day}", day=one.returned_on.isoformat()) if one.returned_on else None
    return Todo(what, when, "community", one.code, is_urgent=True)


def _unfinished(standard: Standard, cycle: Cycle | None, one: Desk, day: date) -> Todo:
    name, of = short_name(one.name), len(standard.items)
    when, is_urgent = closing(cycle, day)
    if one.kind == "apart":
        what = lazy("{community} does not take part yet.", community=name)
        return Todo(what, when, "community", one.code, is_urgent=is_urgent)
    if one.items == 0:
        what = lazy("{community}: nothing is answered yet.", community=name)
    elif one.items < of:
        what = lazy(
            "{community}: {n} of {all} items are begun.", community=name, n=one.items, all=of
        )
    else:
        what = lazy("{community}: not handed in yet.", community=name)
    return Todo(what, when, "community", one.code, is_urgent=is_urgent)


def closing(cycle: Cycle | None, day: date) -> tuple[Text | None, bool]:
    """Until when a cycle is open, and whether that is soon; nothing for one that stays open."""
    if cycle is None or cycle.closes is None:
        return None, False
    left = (cycle.closes - day).days
    if left > SOON:
        return lazy("until {day}", day=cycle.closes.isoformat()), False
    return (
        lazy("until {day}, {days} left", day=cycle.closes.isoformat(), days=_Days(left)),
        True,
    )


def _more(named: Sequence[Desk]) -> Iterator[Todo]:
    """How many are like those that are named, and not named."""
    left = named[0].alike - len(named) if named else 0
    if left > 0:
        yield Todo(_further(named[0].kind, left))


def _further(kind: DeskKind, n: int) -> Text:
    match kind:
        case "returned":
            return lazy("Came back in other communities: {n}.", n=n)
        case "unfinished":
            return lazy("Other communities that have not handed in: {n}.", n=n)
        case _other:
            return lazy("Other communities that do not take part: {n}.", n=n)


def _waiting(one: Queue, day: date) -> Todo:
    days = (day - one.since).days
    since = lazy("the oldest since {day} ({days})", day=one.since.isoformat(), days=_Days(days))
    if not days:
        since = lazy("since today")
    if one.is_noticeable:
        what = lazy(
            "“{step}”: {n} agreed to, a public notice is to be made.", step=one.step.title, n=one.n
        )
        return Todo(what, since, "notices")
    what = lazy("“{step}”: {n} to be decided.", step=one.step.title, n=one.n)
    return Todo(what, since, "queue")


def _notice(one: Listed, day: date) -> Iterator[Todo]:
    ended = one.ends_on < day
    if one.objections:
        what = lazy("“{title}”: objections to answer: {n}.", title=one.title, n=one.objections)
        yield Todo(what, None, "notices", is_urgent=ended)
    until = one.ends_on.isoformat()
    if not ended:
        yield Todo(
            lazy("“{title}” is on public notice.", title=one.title),
            lazy("until {day}", day=until),
            "notices",
            why_not=lazy("It can be published on the day after."),
        )
        return
    why_not = lazy("Answer the objections first.") if one.objections else None
    yield Todo(
        lazy("“{title}” can be published.", title=one.title)
        if why_not is None
        else lazy("“{title}” waits to be published.", title=one.title),
        lazy("its notice ended on {day}", day=until),
        "notices",
        why_not=why_not,
    )
