"""What many places are called, asked once."""

from __future__ import annotations

from collections.abc import Iterable

from green.store import Query


def place_names(query: Query, codes: Iterable[str]) -> dict[str, str]:
    """The names of these places as `place_name` gives them; a code that nobody has is its name."""
    asked = sorted({code for code in codes if code})
    rows = query.rows(
        """
        select asked.code, division.name
        from (select unnest(cast($codes as varchar[])) as code) as asked
        join division on division.code in (
            substr(asked.code, 1, 2), substr(asked.code, 1, 4), substr(asked.code, 1, 6),
            substr(asked.code, 1, 9)
        )
        where asked.code like division.code || '%'
        order by asked.code, length(division.code)
        """,
        codes=asked,
    )
    parts: dict[str, list[str]] = {}
    for code, name in rows:
        parts.setdefault(code, []).append(name)
    communities = query.rows(
        """
        select code, name
        from community
        where code in (select unnest(cast($codes as varchar[])))
        order by valid_to is null, id
        """,
        codes=[code for code in asked if len(code) == 12],
    )
    for code, name in dict(communities).items():
        parts.setdefault(code, []).append(name)
    return {code: "".join(parts[code][-2:]) if code in parts else code for code in asked}


def known_codes(query: Query, codes: Iterable[str]) -> set[str]:
    """Which of these codes a division or a community has."""
    rows = query.rows(
        """
        select code from division where code in (select unnest(cast($codes as varchar[])))
        union
        select code from community where code in (select unnest(cast($codes as varchar[])))
        """,
        codes=sorted(set(codes)),
    )
    return {row[0] for row in rows}
