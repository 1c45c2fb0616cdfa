"""Finding communities by name, place, code or pinyin, on the server and as one types."""

from __future__ import annotations

import re
from datetime import date
from unicodedata import normalize

from green.registry.model import Community
from green.registry.records import communities_by_id, inside_any
from green.store import Query

_PINYIN = re.compile(r"[a-z0-9ü]+")
# 社区 and 社区居委会 as they may end what is typed; the readings are of names without them.
_ENDING = re.compile(r"(?<=.)(shequ|sq)(juweihui|jwh)?$")
_SIGNS = str.maketrans("", "", "%_\\'")


def find(query: Query, text: str, scopes: list[str], day: date, limit: int) -> list[Community]:
    """Communities inside any of the scopes that the text means, the likeliest first, then by code.

    Digits are the beginning of a code; Latin letters are the initials (jfq) or the reading
    (jiefangqiao) of a name; anything else is place and name, which may have gaps: 历下解放桥 finds
    历下区…解放桥社区. Full-width digits and letters are like others.
    """
    words = normalize("NFKC", text).translate(_SIGNS).replace("居民委员会", "居委会").split()
    whole = "".join(words).lower()
    if not whole:
        return []
    ids = _by_code(query, whole, scopes, day, limit) if whole.isdecimal() else []
    if _PINYIN.fullmatch(whole):
        named = _by_reading(query, whole.replace("ü", "v"), scopes, day, limit)
        ids = list(dict.fromkeys(ids + named))[:limit]
    else:
        ids = _by_text(query, whole, words[-1].lower(), scopes, day, limit)
    return communities_by_id(query, ids)


def _by_code(query: Query, digits: str, scopes: list[str], day: date, limit: int) -> list[int]:
    inside, within = inside_any("community.code", scopes)
    rows = query.rows(
        f"""
        select id
        from community
        where code like $digits and {inside}
            and (valid_from is null or valid_from <= $day)
            and (valid_to is null or valid_to > $day)
        order by code
        limit $limit
        """,  # noqa: S608 it names parameters alone
        **within,
        digits=digits + "%",
        day=day,
        limit=limit,
    )
    return [row[0] for row in rows]


def _by_reading(query: Query, letters: str, scopes: list[str], day: date, limit: int) -> list[int]:
    """A name as typed comes before one that needs the ending 社区 taken off what was typed."""
    found = _reads(query, letters, scopes, day, limit)
    stem = _ENDING.sub("", letters)
    if stem != letters:
        found += [one for one in _reads(query, stem, scopes, day, limit) if one not in found]
    return found[:limit]


def _reads(query: Query, letters: str, scopes: list[str], day: date, limit: int) -> list[int]:
    inside, within = inside_any("community.code", scopes)
    rows = query.rows(
        f"""
        select community.id
        from (
            select
                community,
                min(
                    case
                        when initials = $letters or reading = $letters then 0
                        when initials like $begins then 1
                        when reading like $begins then 2
                        else 3
                    end
                ) as place
            from community_reading
            where initials like $begins or reading like $holds
            group by community
        ) as name
        join community on community.id = name.community
        where {inside}
            and (community.valid_from is null or community.valid_from <= $day)
            and (community.valid_to is null or community.valid_to > $day)
        order by name.place, community.code
        limit $limit
        """,  # noqa: S608 it names parameters alone
        letters=letters,
        begins=letters + "%",
        holds="%" + letters + "%",
        **within,
        day=day,
        limit=limit,
    )
    return [row[0] for row in rows]


def _by_text(
    query: Query, whole: str, last: str, scopes: list[str], day: date, limit: int
) -> list[int]:
    inside, within = inside_any("community.code", scopes)
    rows = query.rows(
        f"""
        select community.id
        from (
            select community, min(case when text like $holds then 2 else 3 end) as place
            from community_text
            where text like $gaps
            group by community
        ) as found
        join community on community.id = found.community
        where {inside}
            and (community.valid_from is null or community.valid_from <= $day)
            and (community.valid_to is null or community.valid_to > $day)
        order by
            case
                when lower(community.name) like $begins then 0
                when lower(community.name) like $holds then 1
                else found.place
            end,
            community.code
        limit $limit
        """,  # noqa: S608 it names parameters alone
        gaps="%" + "%".join(whole) + "%",
        begins=last + "%",
        holds="%" + whole + "%",
        **within,
        day=day,
        limit=limit,
    )
    return [row[0] for row in rows]
