"""The registry's rows: one function a statement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from green.errors import NotFound, Problem
from green.registry.gone import not_there
from green.registry.model import CODE_LENGTH, Community, Division, Level, Profile
from green.registry.validity import on_the_list
from green.store import Query
from green.texts import lazy

COUNTRY = Division("", "全国", "country")

# The condition on top of others that a community belongs to a subdistrict; see `is_subdistrict`.
IN_SUBDISTRICT = "and substr(community.code, 7, 1) = '0'"

# A community with the names of its city, district and street. 市辖区 and its like are no names.
_WITH_PLACE = """
    select
        community.id,
        community.code,
        community.name,
        case when city.name in ('市辖区', '县') then province.name else city.name end,
        district.name,
        street.name,
        community.valid_to
    from {communities} as community
    left join {divisions} as province on province.code = substr(community.code, 1, 2)
    left join {divisions} as city on city.code = substr(community.code, 1, 4)
    left join {divisions} as district on district.code = substr(community.code, 1, 6)
    left join {divisions} as street on street.code = substr(community.code, 1, 9)
"""

# The joins read only the places of these communities: the first join with all 44,703 divisions
# in a process takes longer than everything else a search does.
_OF_IDS = """
    with wanted as materialized (
        select * from community where id in (select unnest(cast($ids as bigint[])))
    ),
    places as materialized (
        select * from division
        where code in (
            select substr(wanted.code, 1, levels.length)
            from wanted cross join (values (2), (4), (6), (9)) as levels (length)
        )
    )
""" + _WITH_PLACE.format(communities="wanted", divisions="places")


def with_place(condition: str) -> str:
    """The query for communities with the names of their places."""
    return _WITH_PLACE.format(communities="community", divisions="division") + f"where {condition}"


def communities_by_id(query: Query, ids: Sequence[int]) -> list[Community]:
    """The communities with these ids, in the order given; ids without one are left out."""
    rows = query.rows(_OF_IDS, ids=list(ids))
    found = {community.id: community for community in map(community_of, rows)}
    return [found[community_id] for community_id in ids if community_id in found]


def community_by_id(query: Query, community_id: int) -> Community:
    """One community; raises `NotFound`."""
    found = communities_by_id(query, [community_id])
    if not found:
        raise NotFound(Problem(lazy("There is no such community."), str(community_id)))
    return found[0]


def community_by_code(query: Query, code: str, day: date) -> Community:
    """The community that has this code on that day; raises `NotFound`."""
    row = query.row(
        with_place(
            """
            community.code = $code
                and (community.valid_from is null or community.valid_from <= $day)
                and (community.valid_to is null or community.valid_to > $day)
            """
        ),
        code=code,
        day=day,
    )
    if row is None:
        raise NotFound(not_there(query, code, day))
    return community_of(row)


def division(query: Query, code: str) -> Division:
    """One division; raises `NotFound`."""
    if code == COUNTRY.code:
        return COUNTRY
    row = query.row("select code, name, level from division where code = $code", code=code)
    if row is None:
        raise NotFound(
            Problem(
                lazy("There is no division with the code {code}.", code=code),
                mend=lazy("Use the 2, 4, 6 or 9 digits of a province, city, district or street."),
            )
        )
    return Division(*row)


def communities_within(query: Query, scope: str) -> list[Community]:
    """All communities of a scope, in code order."""
    rows = query.rows(
        with_place("community.code like $scope order by community.code, community.id"),
        scope=scope + "%",
    )
    return [community_of(row) for row in rows]


def inside_any(column: str, scopes: Sequence[str]) -> tuple[str, dict[str, str]]:
    """The condition that a column's code lies in one of the scopes, and its parameters."""
    names = {f"scope_{place}": scope + "%" for place, scope in enumerate(scopes)}
    return "(" + (" or ".join(f"{column} like ${name}" for name in names) or "false") + ")", names


def is_there(query: Query, community: Community) -> bool:
    """Whether the database has this community, with this code, under this id."""
    row = query.row("select code from community where id = $id", id=community.id)
    return row == (community.code,)


def is_used(query: Query) -> bool:
    """Whether anybody ever entered anything."""
    entered = """
        select exists (select 1 from enrolment_event) or exists (select 1 from profile_event)
            or exists (select 1 from denominator where person <> 'data')
            or exists (select 1 from community_change) or exists (select 1 from work_event)
            or exists (select 1 from point_event)
    """
    return bool(query.value(entered))


def simulation_ends(query: Query) -> date | None:
    """The last day of a simulated history; None in a database with a real one."""
    row = query.row("select ends_on from simulation")
    return row[0] if row else None


def divisions_within(query: Query, scope: str, level: Level) -> list[Division]:
    """The divisions of one level inside a scope, in code order."""
    rows = query.rows(
        """
        select code, name, level from division
        where code like $scope and level = $level order by code
        """,
        scope=scope + "%",
        level=level,
    )
    return [Division(*row) for row in rows]


def community_counts(
    query: Query,
    scope: str,
    level: Level,
    days: Sequence[date],
    known_at: datetime | None = None,
    *,
    in_subdistricts: bool = False,
) -> dict[date, dict[str, int]]:
    """Communities on the list at each day per division of a level; absent codes have none.

    `known_at`: as known then, by default as known now.
    """
    rows = query.rows(
        f"""
        select days.day, substr(community.code, 1, $length) as division, count(*)
        from (select unnest(cast($days as date[])) as day) as days
        join community on {on_the_list("days.day")}
        where community.code like $scope {IN_SUBDISTRICT if in_subdistricts else ""}
        group by 1, 2
        """,
        length=CODE_LENGTH[level],
        scope=scope + "%",
        days=list(days),
        known_at=known_at or query.at,
    )
    counts: dict[date, dict[str, int]] = {day: {} for day in days}
    for day, code, number in rows:
        counts[day][code] = number
    return counts


def profile(query: Query, community_id: int) -> Profile:
    """The latest profile; all blank where none was entered."""
    row = query.row(
        """
        select quarters, households, residents, floor_area, built_from, built_to, kind
        from profile_event where community = $community order by id desc limit 1
        """,
        community=community_id,
    )
    return Profile(*row) if row else Profile()


def add_profile(
    query: Query, community_id: int, profile: Profile, day: date, at: datetime, person: str
) -> None:
    query.run(
        """
        insert into profile_event (
            community, quarters, households, residents, floor_area, built_from, built_to, kind,
            effective_on, recorded_at, person
        )
        values (
            $community, $quarters, $households, $residents, $floor_area, $built_from, $built_to,
            $kind, $day, $at, $person
        )
        """,
        community=community_id,
        quarters=profile.quarters,
        households=profile.households,
        residents=profile.residents,
        floor_area=profile.floor_area,
        built_from=profile.built_from,
        built_to=profile.built_to,
        kind=profile.kind,
        day=day,
        at=at,
        person=person,
    )


def community_of(row: tuple[object, ...]) -> Community:
    identity, code, name, city, district, street, valid_to = row
    # Towns without a district of their own repeat a name; an address says it once.
    place = dict.fromkeys(str(part) for part in (city, district, street) if part)
    assert isinstance(identity, int)
    assert valid_to is None or isinstance(valid_to, date)
    return Community(identity, str(code), str(name), tuple(place), valid_to)
