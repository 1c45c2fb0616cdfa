"""The rows of changes of the registry: one function a statement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from green.registry.changes import Change, ChangeKind, Life, Part
from green.registry.loading import index_again, index_names
from green.registry.records import inside_any
from green.store import Query

_LIFE = "{0}.id, {0}.code, {0}.name, {0}.valid_from, {0}.valid_to"


def life(query: Query, community: int) -> Life | None:
    """A community's row with its days, None if there is none."""
    row = query.row(
        "select id, code, name, valid_from, valid_to from community where id = $id", id=community
    )
    return Life(*row) if row else None


def alike(query: Query, street: str) -> list[Life]:
    """All that were ever on the list in a street, in code order: whose codes and names are taken
    on which days."""
    rows = query.rows(
        """
        select id, code, name, valid_from, valid_to from community
        where code like $street order by code, id
        """,
        street=street + "%",
    )
    return [Life(*row) for row in rows]


def last_recorded(query: Query, community: int) -> date | None:
    """The last day of a change or of a decision about a community, None without any."""
    found: date | None = query.value(
        """
        select max(day) from (
            select valid_from as day from community where id = $community
            union all
            select effective_on from community_change
            where community = $community or successor = $community
            union all
            select effective_on from recognition_event where community = $community
        ) as said
        """,
        community=community,
    )
    return found


def add_community(query: Query, part: Part, day: date) -> int:
    """Put a community on the list from a day on; returns its id."""
    added = query.insert(
        """
        insert into community (code, name, valid_from, begun_recorded_at)
        values ($code, $name, $day, $at)
        returning id
        """,
        code=part.code,
        name=part.name,
        day=day,
        at=query.at,
    )
    index_names(query)
    return added


def end_community(query: Query, community: int, day: date, merged_into: int | None) -> None:
    """Take a community off the list from a day on. It ends once: what was known stays known."""
    query.run(
        """
        update community
        set valid_to = $day, merged_into = $merged_into, ended_recorded_at = $at
        where id = $community and valid_to is null
        """,
        community=community,
        day=day,
        merged_into=merged_into,
        at=query.at,
    )


def rename_community(query: Query, community: int, name: str) -> None:
    """Give a community another name. It is found by the new name and by those before."""
    query.run("update community set name = $name where id = $id", name=name, id=community)
    index_again(query, community)


def add_change(
    query: Query,
    kind: ChangeKind,
    community: int,
    document: str,
    day: date,
    person: str,
    *,
    successor: int | None = None,
    is_ended: bool = False,
    names: tuple[str, str] | None = None,
) -> int:
    """One row of a change; `names` are those before and after a rename."""
    return query.insert(
        """
        insert into community_change (
            kind, community, successor, is_ended, old_name, new_name, document,
            effective_on, recorded_at, person
        )
        values (
            $kind, $community, $successor, $is_ended, $old_name, $new_name, $document,
            $day, $at, $person
        )
        returning id
        """,
        kind=kind,
        community=community,
        successor=successor,
        is_ended=is_ended,
        old_name=names[0] if names else None,
        new_name=names[1] if names else None,
        document=document,
        day=day,
        at=query.at,
        person=person,
    )


def changes(query: Query, scopes: Sequence[str], limit: int) -> list[Change]:
    """What was changed inside the scopes, the latest day first."""
    inside, within = inside_any("about.code", scopes)
    rows = query.rows(
        f"""
        select {_COLUMNS} {_JOINED}
        where {inside}
        order by change.effective_on desc, change.id desc
        limit $limit
        """,
        **within,
        limit=limit,
    )
    return [_change(row) for row in rows]


def successions(query: Query, scopes: Sequence[str]) -> list[Change]:
    """Mergers and splits inside the scopes, the earliest first: where a recognition may pass on."""
    inside, within = inside_any("heir.code", scopes)
    rows = query.rows(
        f"""
        select {_COLUMNS} {_JOINED}
        where {inside} and change.successor is not null
        order by change.effective_on, change.id
        """,
        **within,
    )
    return [_change(row) for row in rows]


_COLUMNS = f"""
    change.id, change.kind, {_LIFE.format("about")}, {_LIFE.format("heir")}, change.is_ended,
    change.old_name, change.new_name, change.document, change.effective_on, change.recorded_at,
    change.person
"""
_JOINED = """
    from community_change as change
    join community as about on about.id = change.community
    left join community as heir on heir.id = change.successor
"""


def _change(row: tuple) -> Change:  # type: ignore[type-arg]
    about, heir, rest = Life(*row[2:7]), Life(*row[7:12]), row[12:]
    return Change(row[0], row[1], about, heir if row[7] is not None else None, *rest)
