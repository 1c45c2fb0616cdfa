"""Measures as one line of text, so that a link can carry them: 9:120:370102001,370102002;8:all."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from green.errors import Problem
from green.planning.whatif import Measure
from green.standard.model import Standard
from green.texts import Text, lazy

MOST = 24
MOST_COMMUNITIES = 1_000_000
_ALL = "all"


def written(standard: Standard, measures: Iterable[Measure]) -> str:
    """The line for these measures; items stand by their printed numbers.

    A place inside another one of the same measure is left out: it says nothing more.
    """
    return ";".join(_written(standard, one) for one in measures)


def _written(standard: Standard, measure: Measure) -> str:
    item = standard.item(measure.item)
    assert item is not None, measure.item
    number = _ALL if measure.number is None else str(measure.number)
    places = dict.fromkeys(
        place
        for place in measure.places
        if not any(place != other and place.startswith(other) for other in measure.places)
    )
    return ":".join([item.ref, number, ",".join(places)]).rstrip(":")


def read(
    standard: Standard, text: str, is_place: Callable[[str], bool]
) -> tuple[list[Measure], list[Problem]]:
    """The measures of a line, and what of it cannot be meant; that is left out.

    `is_place` says whether a code is a division inside the place that is asked about.
    """
    found: list[Measure] = []
    problems: list[Problem] = []
    parts = [part for part in text.split(";") if part.strip()]
    for part in parts[:MOST]:
        measure = _read(standard, part, is_place)
        if isinstance(measure, Measure):
            found.append(measure)
        else:
            problems.append(measure)
    if len(parts) > MOST:
        what = lazy("A link carries {n} measures at most; the others are left out.", n=MOST)
        problems.append(Problem(what))
    return found, problems


def _read(standard: Standard, part: str, is_place: Callable[[str], bool]) -> Measure | Problem:
    item_text, number_text, places_text = (*part.split(":", 2), "", "")[:3]
    item = standard.item(item_text.strip())
    if item is None:
        return _problem(
            part, lazy("The standard has no item “{item}”.", item=item_text), _CHOOSE_ANEW
        )
    number_text = number_text.strip() or _ALL
    # isdecimal alone takes digits of other scripts, which nobody writes in an address.
    is_number = number_text.isascii() and number_text.isdecimal() and len(number_text) < 10
    if number_text != _ALL and not (is_number and 1 <= int(number_text) <= MOST_COMMUNITIES):
        return _problem(
            part,
            lazy("“{number}” is no number of communities.", number=number_text),
            lazy("Write a whole number from 1 up, or “all”."),
        )
    places = [place.strip() for place in places_text.split(",") if place.strip()]
    for place in places:
        if not is_place(place):
            return _problem(
                part,
                lazy("“{place}” is no division inside the place of this page.", place=place),
                _CHOOSE_ANEW,
            )
    number = None if number_text == _ALL else int(number_text)
    return Measure(item.id, number, tuple(dict.fromkeys(places)))


_CHOOSE_ANEW = lazy("It is left out; set it anew below.")


def _problem(part: str, what: Text, mend: Text) -> Problem:
    return Problem(what, part, mend)
