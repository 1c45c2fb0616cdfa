"""The people of an administrator's scopes, found by name, sign-in name or place."""

from __future__ import annotations

from dataclasses import dataclass

from green import clock
from green.errors import NotFound, Problem
from green.people import records
from green.people.model import Grant, Person, Role
from green.store import Query
from green.texts import lazy


@dataclass(frozen=True)
class Listed:
    """Somebody with their grants inside the scopes, the ended ones too, the latest first.

    `is_elsewhere` if they also have a role outside, which is not for this reader to see.
    """

    person: Person
    grants: tuple[Grant, ...]
    is_elsewhere: bool


def find(query: Query, scopes: list[str], text: str, limit: int) -> list[Listed]:
    """Who has or had a role inside the scopes and is meant by the text; closed accounts last.

    The text is a part of a name, of a sign-in name or of a place's name, or the beginning of a
    place's code; blank finds everybody.
    """
    rows = query.rows(
        """
        with inside as (
            select role_grant.holder, role_grant.scope
            from role_grant
            where exists (
                select 1 from unnest(cast($scopes as varchar[])) as own(scope)
                where role_grant.scope like own.scope || '%'
            )
        ),
        found_place as (
            select code from division where $text <> '' and strpos(lower(name), $text) > 0
            union all
            select code from community where $text <> '' and strpos(lower(name), $text) > 0
        ),
        last_event as (
            select subject, kind,
                row_number() over (partition by subject order by id desc) as place
            from person_event
            where kind in ('close', 'open')
        )
        select person.id
        from person
        left join last_event on last_event.subject = person.id and last_event.place = 1
        where (
                exists (select 1 from unnest(cast($scopes as varchar[])) as own(scope)
                    where own.scope = '')
                or person.id in (select holder from inside)
            )
            and (
                $text = ''
                or strpos(person.id, $text) > 0
                or strpos(lower(person.name), $text) > 0
                or person.id in (
                    select subject from person_event
                    where kind = 'name' and strpos(lower(value), $text) > 0
                )
                or person.id in (
                    select inside.holder
                    from inside
                    join found_place on inside.scope like found_place.code || '%'
                )
                or person.id in (
                    select holder from inside where scope <> '' and strpos(scope, $text) = 1
                )
            )
        order by case when last_event.kind = 'close' then 1 else 0 end, person.id
        limit $limit
        """,
        scopes=scopes,
        text=text.strip().lower(),
        limit=limit,
    )
    return [one(query, scopes, row[0]) for row in rows]


def one(query: Query, scopes: list[str], person_id: str) -> Listed:
    """One of these people; raises `NotFound` for whoever never had a role inside the scopes."""
    person = records.person(query, person_id)
    grants = records.grants(query, holder=person_id) if person else []
    inside = [grant for grant in grants if any(grant.scope.startswith(own) for own in scopes)]
    if person is None or not (inside or "" in scopes):
        raise NotFound(
            Problem(
                lazy(
                    "Nobody with the sign-in name “{name}” is in your scope.", name=person_id[:40]
                ),
                mend=lazy("Look for them by name or place."),
            )
        )
    outside = [grant for grant in grants if grant not in inside and not is_over(grant)]
    return Listed(
        person,
        tuple(sorted(inside, key=lambda grant: (is_over(grant), grant.scope, -grant.id))),
        bool(outside) and not person.is_closed,
    )


def is_over(grant: Grant) -> bool:
    """Whether the grant has come to its end."""
    return grant.until is not None and grant.until <= clock.today()


def holders(query: Query, role: Role, scope: str) -> list[tuple[Grant, Person]]:
    """Who has this very role in this very scope today, for a handover."""
    found = []
    for grant in records.grants(query, within=scope):
        if (grant.role, grant.scope) != (role, scope) or is_over(grant):
            continue
        person = records.person(query, grant.holder)
        if person is not None and not person.is_closed:
            found.append((grant, person))
    return found
