"""Makes a database with a simulated history, whole or not at all, and tells how far it is."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from green.assessment.programmes import programme_here
from green.assessment.submission_records import keep_standard
from green.errors import Problem, Refused
from green.registry.records import communities_within, divisions_within
from green.setup import making
from green.simulation import lists, reviewed, self_declared
from green.simulation.life import base_of
from green.simulation.pace import ENDS, Pace, fates, paces
from green.simulation.people import add_people, add_reviewers
from green.simulation.records import all_rows
from green.simulation.rows import Rows
from green.standard import loader
from green.standard.programme import Programme
from green.store import Query
from green.texts import lazy

Progress = Callable[[float], None]


@dataclass(frozen=True)
class Simulated:
    """What was made: equal seeds give equal hashes over all rows in key order."""

    path: Path
    province: str
    seed: int
    communities: int
    rows: int
    sha256: str


def simulate(
    path: Path, province: str, seed: int, told: Progress = lambda _share: None
) -> Simulated:
    """Make a new database of a province ("all" for China) with a history from 2020 to 2022.

    `told` hears the finished share, 0 to 1. Raises `NotPossible` if the file is there already.
    """
    if not -(2**63) <= seed < 2**63:
        raise Refused(
            Problem(
                lazy("The seed {seed} is too large.", seed=seed),
                mend=lazy("Choose a number of at most eighteen digits."),
            )
        )
    with making(path, province) as (store, communities):
        with store.write() as query:
            query.run("insert into simulation values ($seed, $ends_on)", seed=seed, ends_on=ENDS)
            programme = programme_here(query)
            keep_standard(query, loader.standard(programme.standard))
            add_people(query, programme.region)
            if programme.chain:
                everybody = communities_within(query, programme.region)
                add_reviewers(query, programme, (community.code for community in everybody))
            cities = [city.code for city in divisions_within(query, "", "city")]
        for done, (city, pace) in enumerate(sorted(paces(cities, seed).items())):
            told(0.05 + 0.85 * done / len(cities))
            with store.write() as query:
                _live_city(query, programme, city, pace, seed)
        with store.write() as query:
            lists.publish_all(query, programme)
        told(0.9)
        with store.read() as query:
            rows, sha256 = digest(query)
        told(1.0)
    return Simulated(path, province, seed, communities, rows, sha256)


def digest(query: Query) -> tuple[int, str]:
    """How many rows there are, and the SHA-256 over all of them in key order.

    The people are left out: their passwords are random, and no figure depends on them.
    """
    found = hashlib.sha256()
    number = 0
    for number, row in enumerate(all_rows(query), start=1):  # noqa: B007 - used after the loop
        found.update(repr(row).encode())
    return number, found.hexdigest()


def _live_city(query: Query, programme: Programme, city: str, pace: Pace, seed: int) -> None:
    communities = communities_within(query, city)
    if not communities:
        return
    standard = loader.standard(programme.standard)
    rows = Rows(programme)
    live = reviewed.live if programme.chain else self_declared.live
    ends = fates([community.code for community in communities], pace, seed)
    for community in communities:
        chance = Random(f"{seed} {community.code}")
        base = base_of(chance)
        rows.add_life(
            community, base, live(programme, standard, base, ends[community.code], chance)
        )
    rows.load(query)
