"""Who stands how at each item where: one statement each, over what stands handed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from green.assessment.states_at import ONE_DAY, states_at
from green.planning.likeness import BUILT, BUILT_CUTS, NOT_RECORDED, SIZE_CUTS, SIZES, Likeness
from green.planning.matrix import Answered, Counted, Standing
from green.registry.model import CODE_LENGTH, Level, Profile
from green.registry.validity import on_the_list
from green.standard.programme import Programme
from green.store import Query

# The profile of each community as it stood that day.
_PROFILE = """
    known_profile as (
        select community, households, built_from, built_to, kind
        from (
            select *, row_number() over (
                partition by community order by effective_on desc, recorded_at desc, id desc
            ) as newest
            from profile_event
            where effective_on <= $day and recorded_at <= $known_at
        ) as profile
        where newest = 1
    ),
"""
_OF_PROFILE = """
    known_profile.households, known_profile.built_from, known_profile.built_to, known_profile.kind
"""
_OLDEST = f"""coalesce(
    known_profile.built_from,
    case when known_profile.built_to < {BUILT_CUTS[0]} then known_profile.built_to end
)"""


def _like(like: Likeness) -> str:
    """The condition on `known_profile`, which is joined from the left."""
    parts = []
    if like.size is not None:
        parts.append(f"{_classes('known_profile.households', SIZES, SIZE_CUTS)} = $size")
    if like.built is not None:
        parts.append(f"{_classes(_OLDEST, BUILT, BUILT_CUTS)} = $built")
    if like.kind is not None:
        parts.append(f"coalesce(known_profile.kind, '{NOT_RECORDED}') = $kind")
    return " and ".join(parts)


def _classes(value: str, names: tuple[str, ...], cuts: tuple[int, ...]) -> str:
    cases = " ".join(
        f"when {value} < {cut} then '{name}'" for cut, name in zip(cuts, names, strict=False)
    )
    return f"case when {value} is null then '{NOT_RECORDED}' {cases} else '{names[-2]}' end"


def _looked_at(
    programme: Programme, like: Likeness, columns: str, places: str = "", *, profiles: bool = False
) -> str:
    """SQL ending in `standing`: every community looked at, and what of it stands handed in.

    `standing`: id, code, name and `columns` of the community, and its submission, null where it is
    missing. Parameters: `$programme`, `$known_at`, `$day`, `$scope`, those of `like`, of `columns`
    and of `places`, which joins what the columns need. `profiles`: the columns need
    `known_profile`; all that it holds are read only where somebody asks.
    """
    needed = profiles or not like.is_all
    joined = "left join known_profile on known_profile.community = community.id" if needed else ""
    condition = "" if like.is_all else f"and {_like(like)}"
    return f"""
    {states_at(programme.rule, ONE_DAY)},
    {_PROFILE if needed else ""}
    handed_in as (
        select state.community, placed.id as submission, placed.day
        from state
        join placed on placed.place = state.handed_in
        where state.submitted
    ),
    standing as (
        select community.id, community.code, community.name, handed_in.submission,
            handed_in.day, {columns}
        from community
        {places}
        {joined}
        left join handed_in on handed_in.community = community.id
        where community.code like $scope and {on_the_list("$day")} {condition}
    )
    """


def _given(
    programme: Programme, scope: str, day: date, known_at: datetime, like: Likeness
) -> dict[str, object]:
    given = {name: value for name, value in like.as_json().items() if value is not None}
    return {
        "programme": programme.id,
        "known_at": known_at,
        "day": day,
        "scope": scope + "%",
        **given,
    }


_COUNTED = """
    select standing.division, submission_item.item,
        count(*) filter (where submission_item.status = 'met'),
        count(*) filter (where submission_item.status = 'partly'),
        count(*) filter (where submission_item.status = 'unmet'),
        count(*) filter (where submission_item.status = 'not_applicable')
    from standing
    join submission_item on submission_item.submission = standing.submission
    group by 1, 2
    union all
    select division, null, count(*), count(submission), 0, 0
    from standing
    group by 1
"""


def counted(
    query: Query,
    programme: Programme,
    scope: str,
    level: Level,
    day: date,
    known_at: datetime,
    like: Likeness,
) -> Counted:
    """Per division of a level inside a scope and item who stands how."""
    rows = query.rows(
        f"""
        with {_looked_at(programme, like, "substr(community.code, 1, $length) as division")}
        {_COUNTED}
        """,
        length=CODE_LENGTH[level],
        **_given(programme, scope, day, known_at, like),
    )
    return _together(rows)


def counted_of(
    query: Query,
    programme: Programme,
    codes: list[str],
    day: date,
    known_at: datetime,
    like: Likeness,
) -> Counted:
    """The same of divisions of any level, by their codes; they may lie in each other."""
    places = """
        join (select unnest(cast($codes as varchar[])) as code) as place
            on substr(community.code, 1, length(place.code)) = place.code
    """
    rows = query.rows(
        f"""
        with {_looked_at(programme, like, "place.code as division", places)}
        {_COUNTED}
        """,
        codes=codes,
        **_given(programme, "", day, known_at, like),
    )
    return _together(rows)


def _together(rows: list[tuple[str, str | None, int, int, int, int]]) -> Counted:
    listed, handed_in, answered = {}, {}, {}
    for division, item, first, second, third, fourth in rows:
        if item is None:
            listed[division], handed_in[division] = first, second
        else:
            answered[division, item] = Answered(division, item, first, second, third, fourth)
    return Counted(listed, handed_in, answered)


@dataclass(frozen=True)
class Behind:
    """A community behind a cell: how it stands at the item, since when, and what it is like."""

    code: str
    name: str
    street: str
    standing: Standing
    handed_in: date | None
    profile: Profile


def behind(
    query: Query,
    programme: Programme,
    scope: str,
    item: str,
    day: date,
    known_at: datetime,
    like: Likeness,
) -> list[Behind]:
    """The communities of a scope with their standing at one item, in code order."""
    rows = query.rows(
        f"""
        with {_looked_at(programme, like, _OF_PROFILE, profiles=True)}
        select standing.code, standing.name, coalesce(street.name, ''),
            case
                when standing.submission is null then 'missing'
                else coalesce(submission_item.status, 'unanswered')
            end,
            standing.day, standing.households, standing.built_from, standing.built_to,
            standing.kind
        from standing
        left join submission_item
            on submission_item.submission = standing.submission and submission_item.item = $item
        left join division as street on street.code = substr(standing.code, 1, 9)
        order by standing.code
        """,
        item=item,
        **_given(programme, scope, day, known_at, like),
    )
    found = []
    for code, name, street, standing, day_in, households, built_from, built_to, kind in rows:
        profile = Profile(
            households=households, built_from=built_from, built_to=built_to, kind=kind
        )
        found.append(Behind(code, name, street, standing, day_in, profile))
    return found
