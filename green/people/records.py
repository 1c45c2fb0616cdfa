"""People and their grants in the database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from green.people.model import CONSOLE, ROLES, Grant, Person, Role
from green.registry.model import short_name
from green.store import Query

# The owner of the database file may do everything: they could as well write into the file.
_CONSOLE_GRANTS = tuple(Grant(role, "") for role in ROLES)


def person(query: Query, person_id: str) -> Person | None:
    rows = _people(query, [person_id])
    return rows[0] if rows else None


def people(query: Query, scopes: list[str]) -> list[Person]:
    """Everybody who has or had a grant inside the scopes; all accounts if a scope is all ("")."""
    rows = query.rows(
        """
        select distinct person.id
        from person
        left join role_grant on role_grant.holder = person.id
        join unnest(cast($scopes as varchar[])) as own(scope)
            on own.scope = '' or role_grant.scope like own.scope || '%'
        order by person.id
        """,
        scopes=scopes,
    )
    return _people(query, [row[0] for row in rows])


def _people(query: Query, ids: list[str]) -> list[Person]:
    # Asked for with every press: short questions, put together here.
    rows = query.rows(
        "select id, name from person where id = any(cast($ids as varchar[])) order by id", ids=ids
    )
    events = query.rows(
        """
        select subject, kind, value
        from person_event
        where subject = any(cast($ids as varchar[]))
        order by id
        """,
        ids=ids,
    )
    now = {(subject, _NOW.get(kind, kind)): (kind, value) for subject, kind, value in events}
    return [
        Person(
            one,
            now.get((one, "name"), ("", name))[1],
            now.get((one, "language"), ("", None))[1],
            now.get((one, "close"), ("open", None))[0] == "close",
        )
        for one, name in rows
    ]


# Events of which only the last one counts, by the one that they undo.
_NOW = {"open": "close"}


def nobody_yet(query: Query) -> bool:
    """Whether there is no account at all, as after the first start."""
    return bool(query.value("select not exists (select 1 from person)"))


def names(query: Query, ids: list[str]) -> dict[str, str]:
    """The names shown for these people; who has no account is left out."""
    return {found.id: found.name for found in _people(query, ids)}


def add_person(query: Query, person_id: str, name: str, by: str) -> None:
    query.run(
        """
        insert into person (id, name, recorded_at, person)
        values ($id, $name, $at, $by)
        """,
        id=person_id,
        name=name,
        at=query.at,
        by=by,
    )


def add_person_event(query: Query, subject: str, kind: str, value: str | None, by: str) -> None:
    query.run(
        """
        insert into person_event (subject, kind, value, recorded_at, person)
        values ($subject, $kind, $value, $at, $by)
        """,
        subject=subject,
        kind=kind,
        value=value,
        at=query.at,
        by=by,
    )


def credential(query: Query, holder: str) -> str | None:
    """The hash of a person's password; None for who signs in elsewhere or does not exist."""
    row = query.row("select hash from credential where holder = $holder", holder=holder)
    return row[0] if row else None


def set_credential(query: Query, holder: str, hashed: str, by: str) -> None:
    query.run("delete from credential where holder = $holder", holder=holder)
    query.run(
        """
        insert into credential (holder, hash, recorded_at, person)
        values ($holder, $hash, $at, $by)
        """,
        holder=holder,
        hash=hashed,
        at=query.at,
        by=by,
    )


def grants_of(query: Query, holder: str, day: date) -> tuple[Grant, ...]:
    """What a person may do that day; nothing once the account is closed."""
    if holder == CONSOLE:
        return _CONSOLE_GRANTS
    found = person(query, holder)
    return held_by(query, found, day) if found else ()


def held_by(query: Query, found: Person, day: date) -> tuple[Grant, ...]:
    """As `grants_of`, for somebody who was just looked up."""
    if found.is_closed:
        return ()
    return tuple(grant for grant in grants(query, holder=found.id) if _is_valid(grant, day))


def _is_valid(grant: Grant, day: date) -> bool:
    assert grant.since is not None
    return grant.since <= day and (grant.until is None or day < grant.until)


def grants(query: Query, *, holder: str | None = None, within: str = "") -> list[Grant]:
    """All grants ever, of one person or inside a scope; `until` is the first day without it."""
    rows = query.rows(
        """
        select role, scope, id, holder, effective_on
        from role_grant
        where ($holder = '' or holder = $holder) and scope like $within
        order by id
        """,
        holder=holder or "",
        within=within + "%",
    )
    ended = dict(
        query.rows(
            """
            select role_grant, min(effective_on)
            from role_grant_end
            where $all or role_grant = any(cast($ids as bigint[]))
            group by role_grant
            """,
            all=holder is None,
            ids=[row[2] for row in rows] if holder is not None else [],
        )
    )
    return [replace(Grant(*row), until=ended.get(row[2])) for row in rows]


def add_grant(query: Query, holder: str, role: Role, scope: str, day: date, by: str) -> int:
    return query.insert(
        """
        insert into role_grant (holder, role, scope, effective_on, recorded_at, person)
        values ($holder, $role, $scope, $day, $at, $by)
        returning id
        """,
        holder=holder,
        role=role,
        scope=scope,
        day=day,
        at=query.at,
        by=by,
    )


def end_grant(query: Query, grant: int, day: date, by: str) -> None:
    query.run(
        """
        insert into role_grant_end (role_grant, effective_on, recorded_at, person)
        values ($grant, $day, $at, $by)
        """,
        grant=grant,
        day=day,
        at=query.at,
        by=by,
    )


def administrators(query: Query, place: str, day: date) -> list[str]:
    """The names of who administers a place, the nearest first."""
    found = [
        grant
        for grant in grants(query)
        if grant.role == "administrator" and grant.covers(place) and _is_valid(grant, day)
    ]
    found.sort(key=lambda grant: -len(grant.scope))
    known = {one.id: one for one in _people(query, [grant.holder for grant in found])}
    open_ones = [known[grant.holder] for grant in found if grant.holder in known]
    return list(dict.fromkeys(one.name for one in open_ones if not one.is_closed))


def place_name(query: Query, code: str) -> str:
    """What a scope is called, with the places around it; the code itself if there is none."""
    parts = query.rows(
        """
        select name from division
        where $code like code || '%' and code <> '' and level <> 'country'
        order by length(code)
        """,
        code=code,
    )
    names = [row[0] for row in parts]
    if len(code) == 12:
        row = query.row(
            """
            select name from community
            where code = $code
            order by valid_to is null desc, id desc
            limit 1
            """,
            code=code,
        )
        names.extend(short_name(name) for name in row or ())
    return "".join(names[-2:] if len(names) > 1 else names) or code


def place_exists(query: Query, code: str) -> bool:
    """Whether a division or a community has this code."""
    return bool(
        query.value(
            """
            select exists (select 1 from division where code = $code)
                or exists (select 1 from community where code = $code)
            """,
            code=code,
        )
    )
