"""How many communities came into each state and left it, day by day: what paces are made from."""

from __future__ import annotations

from datetime import date, datetime

from green.assessment.states import timeline
from green.progress.pace import Movement
from green.registry.model import CODE_LENGTH, Level
from green.registry.records import IN_SUBDISTRICT
from green.registry.validity import IS_KNOWN, KNOWN_END
from green.standard.programme import METRICS, Metric, Programme
from green.store import Query

Movements = dict[str, dict[Metric, list[Movement]]]


def movements(
    query: Query,
    programme: Programme,
    scope: str,
    level: Level,
    first: date,
    last: date,
    known_at: datetime,
    *,
    in_subdistricts: bool = False,
) -> Movements:
    """Movements from `first` to `last` per division of a level inside a scope and per metric, in
    the order of days; divisions and days without any are left out.

    Summed from the beginning they give the counts of `progress` at every day: a community that
    leaves the registry leaves its states on that day, and one that comes into it brings them.
    """
    rows = query.rows(
        f"""
        with {timeline(programme.rule)},
        stretch as (
            select timeline.community, substr(community.code, 1, $length) as division,
                greatest(timeline.day, coalesce(community.valid_from, timeline.day)) as day,
                least(timeline.until, {KNOWN_END}) as until,
                timeline.participating, timeline.submitted, timeline.attained,
                coalesce(timeline.named, false) as named
            from timeline
            join community on community.id = timeline.community
            where community.code like $scope {IN_SUBDISTRICT if in_subdistricts else ""}
                and {IS_KNOWN}
        ),
        stood as (
            select stretch.*, {", ".join(map(_before, METRICS))},
                lead(day) over (partition by community order by day) as next
            from stretch
            where until is null or day < until
        ),
        turn as (
            select division, day, {", ".join(map(_turns, METRICS))} from stood
            union all
            select division, until, {", ".join(map(_leaves, METRICS))} from stood
            where next is null and until is not null
        )
        select division, day, {", ".join(map(_summed, METRICS))}
        from turn
        where day between $first and $last
        group by division, day
        order by division, day
        """,
        programme=programme.id,
        known_at=known_at,
        length=CODE_LENGTH[level],
        scope=scope + "%",
        first=first,
        last=last,
    )
    found: Movements = {}
    for division, day, *numbers in rows:
        for place, metric in enumerate(METRICS):
            gained, lost = numbers[2 * place : 2 * place + 2]
            if gained or lost:
                of_division = found.setdefault(division, {})
                of_division.setdefault(metric, []).append(Movement(day, gained, lost))
    return found


def _before(metric: Metric) -> str:
    return f"lag({metric}, 1, false) over (partition by community order by day) as {metric}_before"


def _turns(metric: Metric) -> str:
    return (
        f"{metric} and not {metric}_before as {metric}_gained, "
        f"{metric}_before and not {metric} as {metric}_lost"
    )


def _leaves(metric: Metric) -> str:
    return f"false as {metric}_gained, {metric} as {metric}_lost"


def _summed(metric: Metric) -> str:
    return f"count(*) filter (where {metric}_gained), count(*) filter (where {metric}_lost)"
