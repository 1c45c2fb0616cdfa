"""Finding divisions by name or code, for those who choose a scope."""

from __future__ import annotations

from green.registry.model import Division
from green.store import Query

_SIGNS = str.maketrans("", "", "%_\\")


def find_divisions(query: Query, text: str, scopes: list[str], limit: int) -> list[Division]:
    """Divisions inside the scopes, the likeliest first, then by code.

    Digits are the beginning of a code; anything else is a name, with the names around it if one
    likes: 历下, 济南历下.
    """
    whole = "".join(text.translate(_SIGNS).split())
    if not whole:
        return []
    rows = query.rows(
        """
        select place.code, place.name, place.level
        from division as place
        left join division as province
            on province.code = substr(place.code, 1, 2) and length(place.code) > 2
        left join division as city
            on city.code = substr(place.code, 1, 4) and length(place.code) > 4
        left join division as district
            on district.code = substr(place.code, 1, 6) and length(place.code) > 6
        where exists (
                select 1 from unnest(cast($scopes as varchar[])) as own(scope)
                where place.code like own.scope || '%'
            )
            and (
                place.code like $begins
                or concat(province.name, city.name, district.name, place.name) like $gaps
            )
        order by
            case
                when place.code = $whole or place.name = $whole then 0
                when place.name like $begins then 1
                when place.name like $holds then 2
                when place.code like $begins then 3
                else 4
            end,
            place.code
        limit $limit
        """,
        scopes=scopes,
        whole=whole,
        begins=whole + "%",
        holds="%" + whole + "%",
        gaps="%" + "%".join(whole) + "%",
        limit=limit,
    )
    return [Division(*row) for row in rows]
