"""What a renovation list is made from: one statement each, over what stands handed in."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from green.assessment.states_at import ONE_DAY, states_at
from green.registry.model import Profile
from green.registry.validity import on_the_list
from green.standard.programme import Programme
from green.store import Query


@dataclass(frozen=True)
class Gap:
    """An item (id) partly or not met in what stands handed in by a community (its id)."""

    community: int
    code: str
    name: str
    attained: bool
    submission: int
    item: str
    status: str


def gaps(
    query: Query, programme: Programme, scope: str, day: date, known_at: datetime
) -> list[Gap]:
    """Every item partly or not met in a scope, of whoever attained too; in code order."""
    rows = query.rows(
        f"""
        with {states_at(programme.rule, ONE_DAY)}
        select community.id, community.code, community.name, state.attained, placed.id,
            submission_item.item, submission_item.status
        from state
        join placed on placed.place = state.handed_in
        join community
            on community.id = state.community
            and {on_the_list("$day")}
        join submission_item
            on submission_item.submission = placed.id
            and submission_item.status in ('partly', 'unmet')
        where state.submitted and community.code like $scope
        order by community.code, community.id, submission_item.item
        """,
        programme=programme.id,
        known_at=known_at,
        day=day,
        scope=scope + "%",
    )
    return [Gap(*row) for row in rows]


def snapshots(query: Query, submissions: Collection[int]) -> list[tuple[int, str, str]]:
    """Of these hand-ins (ids): id, the hash of the standard's text, and the snapshot as JSON."""
    return query.rows(
        """
        select id, standard_sha256, snapshot from submission
        where id in (select unnest(cast($ids as bigint[])))
        order by id
        """,
        ids=sorted(submissions),
    )


def profiles(query: Query, scope: str, day: date, known_at: datetime) -> dict[int, Profile]:
    """The latest profile of each community (id) in a scope that ever gave one."""
    rows = query.rows(
        """
        select community, quarters, households, residents, floor_area, built_from, built_to, kind
        from (
            select event.*, row_number() over (
                partition by event.community
                order by event.effective_on desc, event.recorded_at desc, event.id desc
            ) as place
            from profile_event as event
            join community on community.id = event.community
            where community.code like $scope
                and event.effective_on <= $day and event.recorded_at <= $known_at
        ) as ordered
        where place = 1
        """,
        scope=scope + "%",
        day=day,
        known_at=known_at,
    )
    return {row[0]: Profile(*row[1:]) for row in rows}


def street_names(query: Query, scope: str) -> dict[str, tuple[str, str]]:
    """By a street's code in a scope: its name and that of its district."""
    rows = query.rows(
        """
        select street.code, street.name, coalesce(district.name, '')
        from division as street
        left join division as district on district.code = substr(street.code, 1, 6)
        where street.level = 'street' and street.code like $scope
        """,
        scope=scope + "%",
    )
    return {code: (name, district) for code, name, district in rows}
