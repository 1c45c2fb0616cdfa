"""The rows of what is planned and where communities lie: one function a statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from green.planning.plan import Field, OwnPlan, Planned, Point, written
from green.store import Query

Key = tuple[int, str, str]


def planned(
    query: Query, programme_id: str, scope: str, day: date, known_at: datetime
) -> dict[Key, Planned]:
    """What is planned in a scope at a day, as known at a moment (UTC), in code order.

    Keyed by community (id), item (id) and work (id); what was taken back is not in it.
    """
    return _together(
        query.rows(
            f"""
            {_LATEST.format(whose="community.code like $scope")}
            order by code, item, work, field
            """,
            programme=programme_id,
            scope=scope + "%",
            day=day,
            known_at=known_at,
        )
    )


def planned_for(
    query: Query, programme_id: str, communities: Sequence[int], day: date, known_at: datetime
) -> dict[Key, Planned]:
    """What is planned for some communities (ids), as `planned`."""
    return _together(
        query.rows(
            f"""
            {_LATEST.format(whose="community.id in (select unnest(cast($ids as bigint[])))")}
            order by code, item, work, field
            """,
            programme=programme_id,
            ids=list(communities),
            day=day,
            known_at=known_at,
        )
    )


def own_plan(query: Query, programme_id: str, community: int, day: date) -> OwnPlan:
    """What one community (id) plans, as known now."""
    found = planned_for(query, programme_id, [community], day, query.at)
    return {(item, work): one for (_community, item, work), one in found.items()}


# The latest row of each field, if it says something.
_LATEST = """
    select community, item, work, field, value, effective_on
    from (
        select event.*, community.code, row_number() over (
            partition by event.community, event.item, event.work, event.field
            order by event.effective_on desc, event.recorded_at desc, event.id desc
        ) as place
        from work_event as event
        join community on community.id = event.community
        where event.programme = $programme and {whose}
            and event.effective_on <= $day and event.recorded_at <= $known_at
    ) as ordered
    where place = 1 and value is not null
"""


def _together(rows: list[tuple[int, str, str, str, str, date]]) -> dict[Key, Planned]:
    found: dict[Key, dict[str, tuple[str, date]]] = {}
    for community, item, work, field, value, day in rows:
        found.setdefault((community, item, work), {})[field] = (value, day)
    return {key: written(fields) for key, fields in found.items()}


def add_changes(
    query: Query,
    programme_id: str,
    key: Key,
    changes: Mapping[Field, str | None],
    day: date,
    person: str,
) -> None:
    """Append a row for each field that another value was given for."""
    held = stored(query, programme_id, key)
    community, item, work = key
    for field, value in changes.items():
        if held.get(field) == value:
            continue
        query.run(
            """
            insert into work_event (
                programme, community, item, work, field, value, effective_on, recorded_at, person
            )
            values ($programme, $community, $item, $work, $field, $value, $day, $at, $person)
            """,
            programme=programme_id,
            community=community,
            item=item,
            work=work,
            field=field,
            value=value,
            day=day,
            at=query.at,
            person=person,
        )


def stored(query: Query, programme_id: str, key: Key) -> dict[str, str | None]:
    """What the fields of one work hold now, as they are stored; None was taken back."""
    community, item, work = key
    rows = query.rows(
        """
        select field, value
        from (
            select field, value, row_number() over (
                partition by field order by effective_on desc, recorded_at desc, id desc
            ) as place
            from work_event
            where programme = $programme and community = $community
                and item = $item and work = $work
        ) as ordered
        where place = 1
        """,
        programme=programme_id,
        community=community,
        item=item,
        work=work,
    )
    return dict(rows)


def points(query: Query, scope: str, day: date, known_at: datetime) -> dict[int, Point]:
    """Where the communities of a scope lie that said so, by id, in code order."""
    rows = query.rows(
        """
        select community, longitude, latitude, source
        from (
            select event.*, community.code, row_number() over (
                partition by event.community
                order by event.effective_on desc, event.recorded_at desc, event.id desc
            ) as place
            from point_event as event
            join community on community.id = event.community
            where community.code like $scope
                and event.effective_on <= $day and event.recorded_at <= $known_at
        ) as ordered
        where place = 1 and longitude is not null
        order by code
        """,
        scope=scope + "%",
        day=day,
        known_at=known_at,
    )
    return {row[0]: Point(*row[1:]) for row in rows}


def point_of(query: Query, community: int) -> Point | None:
    """Where one community lies, as known now."""
    row = query.row(
        """
        select longitude, latitude, source
        from point_event where community = $community
        order by effective_on desc, recorded_at desc, id desc limit 1
        """,
        community=community,
    )
    return Point(*row) if row and row[0] is not None else None


def add_point(query: Query, community: int, point: Point | None, day: date, person: str) -> None:
    """Append where a community lies; None takes it back."""
    query.run(
        """
        insert into point_event (
            community, longitude, latitude, source, effective_on, recorded_at, person
        )
        values ($community, $longitude, $latitude, $source, $day, $at, $person)
        """,
        community=community,
        longitude=point.longitude if point else None,
        latitude=point.latitude if point else None,
        source=point.source if point else "",
        day=day,
        at=query.at,
        person=person,
    )
