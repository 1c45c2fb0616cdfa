"""Recording official denominators: how many communities a place has, by a document.

A figure is valid from its day until the place's next one. In no state of these days may more
communities take part than there are: no rate above 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from green import clock
from green.assessment.programmes import programme_here
from green.errors import NotPossible, Problem, Refused
from green.people.guard import acting
from green.people.model import Action, Actor
from green.progress import records
from green.registry.denominators import OFFICIAL, Denominator, Denominators
from green.registry.model import LEVELS, Division
from green.registry.records import community_counts, division, divisions_within
from green.standard.programme import Programme
from green.standard.validator import read_line
from green.store import Query, Store
from green.texts import lazy

_MOST = 1_000_000
_EARLIEST = date(2000, 1, 1)


@dataclass(frozen=True)
class Compared:
    """A place's own official figure, if it has one, beside the list's count on the same day.

    `listed_then` is the list's count on the day of the official figure: what lies between is what
    was recorded as new, merged, split or dissolved since.
    """

    place: Division
    official: Denominator | None
    listed: int
    listed_then: int | None = None

    @property
    def difference(self) -> int | None:
        return None if self.official is None else self.official.count - self.listed

    @property
    def changed_since(self) -> int | None:
        return None if self.listed_then is None else self.listed - self.listed_then


def record(
    store: Store, actor: Actor, scope: str, communities: int, counted_on: date, source: str
) -> None:
    """Record an official figure for a division, valid from `counted_on` on.

    A second one for the same day corrects the first, which stays in the history. Raises
    `NotAllowed`, `NotFound` for a place that is no division, `Refused` with every value that
    cannot be, and `NotPossible` if the same is recorded already.
    """
    details = {"communities": communities, "counted_on": counted_on, "source": source}
    with acting(
        store, actor, Action.RECORD_DENOMINATOR, scope, "record_denominator", **details
    ) as query:
        place = division(query, scope)
        programme = programme_here(query)
        line = _check(programme, place, communities, counted_on, source)
        _need_room(query, programme, place, communities, counted_on)
        _need_new(query, scope, communities, counted_on, line)
        records.add_denominator(query, scope, communities, OFFICIAL, counted_on, line, actor.person)


def compared(query: Query, scope: str, day: date) -> list[Compared]:
    """The place and its direct parts in code order, official figures beside the list."""
    whole = division(query, scope)
    places = [whole]
    if whole.level != LEVELS[-1]:
        below = LEVELS[LEVELS.index(whole.level) + 1]
        places += divisions_within(query, scope, below)
    published = programme_here(query).denominators == "published"
    known = Denominators(query, scope, [day], query.at, published)
    figures = {place.code: known.official(place.code, day) for place in places}
    days = sorted({day, *(figure.counted_on for figure in figures.values() if figure)})
    counts = {
        level: community_counts(query, scope, level, days)
        for level in {place.level for place in places}
    }

    def listed(place: Division, at: date) -> int:
        return counts[place.level][at].get(place.code, 0)

    return [
        Compared(place, figure, listed(place, day), listed(place, figure.counted_on))
        if (figure := figures[place.code])
        else Compared(place, None, listed(place, day))
        for place in places
    ]


def _check(
    programme: Programme, place: Division, communities: int, counted_on: date, source: str
) -> str:
    """The document as it is stored; raises `Refused` with all that cannot be."""
    line, problems = "", []
    if not place.code.startswith(programme.region):
        problems.append(
            Problem(
                lazy("{name} is outside the programme's region.", name=place.name),
                lazy("Place"),
                lazy("Choose a code that begins with {region}.", region=programme.region),
            )
        )
    if not 1 <= communities <= _MOST:
        problems.append(
            Problem(
                lazy("This must be a whole number from 1 to {most}.", most=_MOST),
                lazy("Communities"),
                lazy("Write the number that the document gives."),
            )
        )
    if not _EARLIEST <= counted_on <= clock.today():
        problems.append(
            Problem(
                lazy("{day} cannot be the day of a count.", day=counted_on.isoformat()),
                lazy("As of"),
                lazy(
                    "Choose a day from {first} to today.",
                    first=_EARLIEST.isoformat(),
                ),
            )
        )
    try:
        line = read_line(source, lazy("Document"))
    except Refused as refused:
        problems += refused.problems
    if problems:
        raise Refused(*problems)
    return line


def _need_room(
    query: Query, programme: Programme, place: Division, communities: int, counted_on: date
) -> None:
    """Raises `Refused` if more take part on any day for which the figure would be the base."""
    following = records.next_denominator(query, place.code, OFFICIAL, counted_on)
    most, day = records.most_participating(
        query, programme, place.code, counted_on, following, query.at
    )
    if most > communities:
        raise Refused(
            Problem(
                lazy(
                    "On {day}, {n} communities of {place} took part: more than {given}.",
                    day=day.isoformat(),
                    n=most,
                    place=place.name,
                    given=communities,
                ),
                lazy("Communities"),
                lazy("Check the figure and its day; a share above 100% cannot be."),
            )
        )


def _need_new(query: Query, scope: str, communities: int, counted_on: date, source: str) -> None:
    of_that_day = [
        figure
        for figure in records.denominators_of(query, scope, OFFICIAL)
        if figure.counted_on == counted_on
    ]
    if of_that_day and (of_that_day[0].communities, of_that_day[0].source) == (communities, source):
        raise NotPossible(
            Problem(
                lazy("This very figure is recorded already."),
                mend=lazy("Nothing more is to be done."),
            )
        )


def recorded(query: Query, scope: str) -> list[records.RecordedFigure]:
    """All official figures of the place itself, the latest day first, corrections first."""
    return records.denominators_of(query, scope, OFFICIAL)
