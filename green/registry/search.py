"""Finding communities by name, place, code or pinyin, on the server and as one types."""

from __future__ import annotations

import re
from datetime import date

from green.registry.model import Community
from green.registry.records import community_of, with_place
from green.store import Query

_PINYIN = re.compile(r"[a-z0-9ü]+")
_SIGNS = str.maketrans("", "", "%_\\'")


def find(query: Query, text: str, scope: str, day: date, limit: int) -> list[Community]:
    """Communities inside a scope that the text means, the likeliest first, then by code.

    Digits are the beginning of a code; Latin letters are the initials (jfq) or the reading
    (jiefangqiao) of a name; anything else is place and name, which may have gaps: 历下解放桥 finds
    历下区…解放桥社区.
    """
    words = text.translate(_SIGNS).replace("居民委员会", "居委会").split()
    whole = "".join(words).lower()
    if not whole:
        return []
    ids = _by_code(query, whole, scope, day, limit) if whole.isdecimal() else []
    if _PINYIN.fullmatch(whole):
        named = _by_reading(query, whole.replace("ü", "v"), scope, day, limit)
        ids = list(dict.fromkeys(ids + named))[:limit]
    else:
        ids = _by_text(query, whole, words[-1].lower(), scope, day, limit)
    return _communities(query, ids)


def _by_code(query: Query, digits: str, scope: str, day: date, limit: int) -> list[int]:
    rows = query.rows(
        """
        select id
        from community
        where code like $scope and code like $digits
            and (valid_from is null or valid_from <= $day)
            and (valid_to is null or valid_to > $day)
        order by code
        limit $limit
        """,
        scope=scope + "%",
        digits=digits + "%",
        day=day,
        limit=limit,
    )
    return [row[0] for row in rows]


def _by_reading(query: Query, letters: str, scope: str, day: date, limit: int) -> list[int]:
    rows = query.rows(
        """
        select community.id
        from community_reading as name
        join community on community.id = name.community
        where (name.initials like $begins or name.reading like $holds)
            and community.code like $scope
            and (community.valid_from is null or community.valid_from <= $day)
            and (community.valid_to is null or community.valid_to > $day)
        group by community.id, community.code
        order by
            min(
                case
                    when name.initials = $letters or name.reading = $letters then 0
                    when name.initials like $begins then 1
                    when name.reading like $begins then 2
                    else 3
                end
            ),
            community.code
        limit $limit
        """,
        letters=letters,
        begins=letters + "%",
        holds="%" + letters + "%",
        scope=scope + "%",
        day=day,
        limit=limit,
    )
    return [row[0] for row in rows]


def _by_text(query: Query, whole: str, last: str, scope: str, day: date, limit: int) -> list[int]:
    rows = query.rows(
        """
        select community.id
        from community_text as place
        join community on community.id = place.community
        where place.text like $gaps and community.code like $scope
            and (community.valid_from is null or community.valid_from <= $day)
            and (community.valid_to is null or community.valid_to > $day)
        order by
            case
                when lower(community.name) like $begins then 0
                when lower(community.name) like $holds then 1
                when place.text like $holds then 2
                else 3
            end,
            community.code
        limit $limit
        """,
        gaps="%" + "%".join(whole) + "%",
        begins=last + "%",
        holds="%" + whole + "%",
        scope=scope + "%",
        day=day,
        limit=limit,
    )
    return [row[0] for row in rows]


def _communities(query: Query, ids: list[int]) -> list[Community]:
    """The communities with these ids, in the order given."""
    rows = query.rows(
        with_place("community.id in (select unnest(cast($ids as bigint[])))"), ids=ids
    )
    found = {row[0]: community_of(row) for row in rows}
    return [found[identity] for identity in ids]
