"""Items and places read from the rows of a day, for the pages and the command alike."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from green import clock
from green.planning import comparing, matrix_records
from green.planning.comparing import Against, Comparison
from green.planning.likeness import Likeness
from green.planning.matrix import Matrix, check
from green.registry.model import Level
from green.registry.records import division, divisions_within, simulation_ends
from green.standard import loader
from green.standard.programme import Programme
from green.store import Query

EVERYBODY = Likeness()


def matrix(
    query: Query,
    programme: Programme,
    *,
    scope: str | None = None,
    by: Level = "district",
    like: Likeness = EVERYBODY,
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> Matrix:
    """Items and the divisions of a level in a scope (default the programme's region).

    Raises `NotFound` for a scope that does not exist and `Refused` for one outside the region or
    for a level above the scope.
    """
    as_of, known_at = as_of or clock.today(), known_at or query.at
    place = division(query, programme.region if scope is None else scope)
    check(programme, place, by)
    items = loader.standard(programme.standard).items
    counted = matrix_records.counted(query, programme, place.code, by, as_of, known_at, like)
    parts = divisions_within(query, place.code, by)
    return Matrix(
        programme.id,
        simulation_ends(query) is not None,
        as_of,
        known_at,
        like,
        items,
        tuple(counted.place(part.code, part.name, items) for part in parts),
        counted.whole(place, items),
    )


def comparison(
    query: Query,
    programme: Programme,
    codes: Sequence[str],
    *,
    against: Against = "first",
    like: Likeness = EVERYBODY,
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> Comparison:
    """Two to six places side by side, each against the first or against the rest of the region.

    Raises `NotFound` for a code that no division has, and `Refused` for too few or too many, for
    one outside the region and for two that lie in each other.
    """
    as_of, known_at = as_of or clock.today(), known_at or query.at
    found = [division(query, code) for code in codes]
    comparing.check(programme, found)
    items = loader.standard(programme.standard).items
    asked = [*codes, programme.region] if against == "rest" else list(codes)
    counted = matrix_records.counted_of(query, programme, asked, as_of, known_at, like)
    places = tuple(counted.place(one.code, one.name, items) for one in found)
    if against == "rest":
        region = division(query, programme.region)
        whole = counted.place(region.code, region.name, items)
        compared = [comparing.compared(one, whole.without(one, region.name)) for one in places]
    else:
        compared = [comparing.compared(one, places[0]) for one in places[1:]]
    return Comparison(
        programme.id,
        simulation_ends(query) is not None,
        as_of,
        known_at,
        like,
        against,
        items,
        places,
        tuple(compared),
    )
