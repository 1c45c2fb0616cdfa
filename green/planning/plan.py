"""What is planned for one work at one item of one community, and where a community lies.

Every field is read here before it is stored, whoever gives it: a form, a file or a command.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, Literal, get_args

from green.errors import GreenError, Problem, Refused
from green.standard.document import Document, shown
from green.standard.reading import Reader
from green.texts import Text, lazy, listing

State = Literal["open", "under_way", "done"]
STATES: tuple[State, ...] = get_args(State)
Field = Literal["quantity", "cost", "who", "by", "state", "phase", "planner", "note"]
FIELDS: tuple[Field, ...] = get_args(Field)

MOST_UNITS = 1_000_000
MOST_YUAN = 10_000_000_000
LAST_PHASE = 9
LONGEST_LINE = 60
# A date before the first programmes, or one that nobody plans for, is a slip of the pen.
EARLIEST = date(2015, 1, 1)
_FARTHEST = timedelta(days=10 * 366)

# The corners of China, the islands in the south included, in whole degrees.
EAST, NORTH = (73.0, 136.0), (3.0, 54.0)


@dataclass(frozen=True)
class Planned:
    """What is planned for a work: `cost` in yuan, in all; None where nothing was said.

    `state_since` is the day on which the state was last given.
    """

    quantity: int | None = None
    cost: int | None = None
    who: str | None = None
    by: date | None = None
    state: State = "open"
    phase: int | None = None
    planner: str | None = None
    note: str | None = None
    state_since: date | None = None

    def is_overdue(self, day: date) -> bool:
        """Whether its day has passed and it is not done."""
        return self.state != "done" and self.by is not None and self.by < day


# What one community plans, by item and work (ids).
OwnPlan = Mapping[tuple[str, str], Planned]
NOTHING_PLANNED: OwnPlan = MappingProxyType({})


@dataclass(frozen=True)
class Point:
    """Where a community lies, in degrees; `source` says how that is known."""

    longitude: float
    latitude: float
    source: str

    def check(self) -> None:
        """Raises `Refused` for a point outside China, and says so if the two are swapped."""
        if _within(self.longitude, EAST) and _within(self.latitude, NORTH):
            return
        is_swapped = _within(self.latitude, EAST) and _within(self.longitude, NORTH)
        raise Refused(
            Problem(
                lazy("Longitude and latitude are swapped.")
                if is_swapped
                else lazy("This point is not in China."),
                lazy("Where it lies"),
                lazy("Longitude is from 73 to 136 degrees east, latitude from 3 to 54 north."),
            )
        )


def read_changes(changes: Mapping[str, object], today: date) -> dict[Field, str | None]:
    """The changes as they are stored, None for what is taken back.

    Raises `Refused` with every value that cannot be.
    """
    read: dict[Field, str | None] = {}
    problems: list[Problem] = []
    for name, value in changes.items():
        field = next((one for one in FIELDS if one == name), None)
        try:
            if field is None:
                raise _refused(
                    lazy("There is no field “{key}”.", key=shown(name)),
                    lazy("Plan of a work"),
                    lazy("Known are: {ids}.", ids=listing(FIELDS)),
                )
            read[field] = None if value is None else _READ[field](value, field_name(field), today)
        except Refused as refused:
            problems += refused.problems
    if problems:
        raise Refused(*problems)
    return read


def written(fields: Mapping[str, tuple[str, date]]) -> Planned:
    """What is stored of a work's fields, each with the day it was given, as values."""
    values: dict[str, Any] = {}
    for name, (text, day) in fields.items():
        match name:
            case "quantity" | "cost" | "phase":
                values[name] = int(text)
            case "by":
                values[name] = date.fromisoformat(text)
            case "state":
                values |= {"state": text, "state_since": day}
            case _line:
                values[name] = text
    return Planned(**values)


def field_name(field: Field) -> Text:
    """What a field is called on screens and in files."""
    match field:
        case "quantity":
            return lazy("Quantity")
        case "cost":
            return lazy("Cost (yuan)")
        case "who":
            return lazy("Responsible")
        case "by":
            return lazy("By when")
        case "state":
            return lazy("State")
        case "phase":
            return lazy("Phase")
        case "planner":
            return lazy("Planner")
        case "note":
            return lazy("Note")


def state_name(state: State) -> Text:
    """What a state is called."""
    match state:
        case "open":
            return lazy("not begun")
        case "under_way":
            return lazy("under way")
        case "done":
            return lazy("done")


def _whole(first: int, most: int) -> Callable[[object, Text, date], str]:
    def read(value: object, label: Text, _today: date) -> str:
        if not isinstance(value, int) or isinstance(value, bool) or not first <= value <= most:
            raise _refused(
                lazy(
                    "“{given}” is not a whole number from {first} to {most}.",
                    given=shown(value),
                    first=first,
                    most=most,
                ),
                label,
                lazy("Leave it blank if you do not know it."),
            )
        return str(value)

    return read


def _text(most: int | None = None) -> Callable[[object, Text, date], str | None]:
    def read(value: object, label: Text, _today: date) -> str | None:
        reader = Reader(Document("", value))
        text = reader.text(value, ())
        if most is not None:
            text = " ".join(text.split())
        if most is not None and len(text) > most:
            reader.refuse(
                lazy("The text has {n} characters; {most} fit.", n=len(text), most=most),
                (),
                lazy("Say it more briefly."),
            )
        if reader.problems:
            raise Refused(*(Problem(one.what, label, one.mend) for one in reader.problems))
        return text or None

    return read


def _day(value: object, label: Text, today: date) -> str:
    # A moment is a date too, and would be stored as another text.
    if type(value) is date and EARLIEST <= value <= today + _FARTHEST:
        return value.isoformat()
    raise _refused(
        lazy("“{given}” cannot be the day by which a work is done.", given=shown(value)),
        label,
        lazy(
            "Choose a day from {first} to {last}.",
            first=EARLIEST.isoformat(),
            last=(today + _FARTHEST).isoformat(),
        ),
    )


def _state(value: object, label: Text, _today: date) -> str:
    if isinstance(value, str) and value in STATES:
        return value
    raise _refused(
        lazy("“{given}” is not one of the choices.", given=shown(value)),
        label,
        lazy("Choose from: {choices}.", choices=listing(STATES)),
    )


_READ: dict[Field, Callable[[object, Text, date], str | None]] = {
    "quantity": _whole(0, MOST_UNITS),
    "cost": _whole(0, MOST_YUAN),
    "who": _text(LONGEST_LINE),
    "by": _day,
    "state": _state,
    "phase": _whole(1, LAST_PHASE),
    "planner": _text(LONGEST_LINE),
    "note": _text(),
}


def _refused(what: Text, label: Text, mend: Text) -> GreenError:
    return Refused(Problem(what, label, mend))


def _within(value: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= value <= bounds[1]
