"""Gathering a renovation list: from items that are lacking to works, in three readings."""

from __future__ import annotations

from datetime import date, datetime
from itertools import groupby

from green import clock
from green.planning import plan_records
from green.planning.conflicts import conflicts_in
from green.planning.failing import failing
from green.planning.plan import Planned
from green.planning.renovation import Entry, Renovation, Site, Street
from green.planning.renovation_records import Gap, gaps, profiles, snapshots, street_names
from green.planning.works import Failing, Works, works_for
from green.registry.model import CODE_LENGTH, Profile
from green.registry.records import division, simulation_ends
from green.standard import loader
from green.standard.model import Standard
from green.standard.programme import Programme
from green.store import Query

_STREET = CODE_LENGTH["street"]
_BLANK, _OPEN = Profile(), Planned()


def gather(
    query: Query,
    programme: Programme,
    works: Works,
    scope: str,
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> Renovation:
    """The list of a division: all that stands handed in there and lacks an item, attained or not.

    `as_of` is by default today, in simulated data the day on which they end. What is planned, the
    profile and where it lies count up to today unless a day is asked for: a plan begins after the
    hand-in that it is about. Raises `NotFound` for a scope that is no division.
    """
    known_at = known_at or query.at
    ends = simulation_ends(query)
    day = as_of or ends or clock.today()
    planned_on = as_of or clock.today()
    place = division(query, scope)
    standard = loader.standard(programme.standard)
    found = gaps(query, programme, scope, day, known_at)
    known = _failing(query, standard, found)
    profiled = profiles(query, scope, planned_on, known_at)
    planned = plan_records.planned(query, programme.id, scope, planned_on, known_at)
    names = street_names(query, scope)
    order = {item: number for number, item in enumerate(works.order)}
    sites = []
    for (identity, code, name, attained, submission), group in groupby(found, key=_whose):
        lacking = tuple(
            sorted(
                ((one.item, one.status) for one in group),
                key=lambda one: order.get(one[0], len(order)),
            )
        )
        lines = works_for(
            works,
            [item for item, _status in lacking],
            profiled.get(identity, _BLANK),
            known.get(submission, {}),
        )
        entries = tuple(
            Entry(line, planned.get((identity, line.item, line.work.id), _OPEN)) for line in lines
        )
        conflicts = conflicts_in(works, lines)
        sites.append(Site(identity, code, name, attained, lacking, entries, conflicts))
    streets = tuple(
        Street(code, name, district, tuple(group))
        for code, group in groupby(sites, key=lambda site: site.code[:_STREET])
        for name, district in [names.get(code, (code, ""))]
    )
    return Renovation(
        programme.id,
        scope,
        place.name,
        day,
        planned_on,
        known_at,
        ends is not None,
        works,
        streets,
    )


def _whose(gap: Gap) -> tuple[int, str, str, bool, int]:
    return gap.community, gap.code, gap.name, gap.attained, gap.submission


def _failing(query: Query, standard: Standard, found: list[Gap]) -> dict[int, Failing]:
    """By hand-in which checks fail, of those that lack an item with checks."""
    checked = {item.id for item in standard.items if item.checks}
    asked: dict[int, list[str]] = {}
    for gap in found:
        if gap.item in checked:
            asked.setdefault(gap.submission, []).append(gap.item)
    return {
        identity: failing(standard, asked[identity], sha256, snapshot)
        for identity, sha256, snapshot in snapshots(query, asked)
    }
