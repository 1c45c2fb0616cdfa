"""Giving and ending roles, closing accounts: the work of an administrator."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from green import clock
from green.errors import NotFound, NotPossible, Problem, Refused
from green.people import records, sessions
from green.people.guard import acting, need
from green.people.model import ROLES, Action, Actor, Grant, Role
from green.store import Query, Store
from green.texts import lazy

_SCOPE = re.compile(r"|\d{2}|\d{4}|\d{6}|\d{9}|\d{12}")


def read_role(text: str) -> Role:
    """A role by its name in the files; raises `Refused`."""
    for role in ROLES:
        if text == role:
            return role
    raise Refused(
        Problem(
            lazy("There is no role “{role}”.", role=text),
            lazy("Role"),
            lazy("Take officer, reviewer, viewer or administrator."),
        )
    )


def need_scope(query: Query, scope: str) -> None:
    """Raises `Refused` unless the code is a division's or a community's, or empty for all."""
    if _SCOPE.fullmatch(scope) and (scope == "" or records.place_exists(query, scope)):
        return
    raise Refused(
        Problem(
            lazy("There is no place with the code “{code}”.", code=scope[:40]),
            lazy("Scope"),
            lazy("Take the code of a division or community in this database."),
        )
    )


def give(
    store: Store, actor: Actor, holder: str, role: Role, scope: str, day: date | None = None
) -> int:
    """Give somebody a role in a scope, from that day on (default today); returns the grant's id.

    Raises `NotAllowed`, `NotFound` for an unknown person, `Refused` for an unknown place, and
    `NotPossible` if they have it already.
    """
    day = day or clock.today()
    with acting(store, actor, Action.MANAGE_PEOPLE, scope, "grant", holder=holder, role=role) as (
        query
    ):
        need_open_account(query, holder)
        return add(query, actor, holder, role, scope, day)


def add(query: Query, actor: Actor, holder: str, role: Role, scope: str, day: date) -> int:
    """As `give`, inside a unit of work that has asked for permission."""
    role = read_role(role)
    need_scope(query, scope)
    for found in records.grants_of(query, holder, day):
        if (found.role, found.scope) == (role, scope):
            raise NotPossible(
                Problem(
                    lazy("{name} has this role there already.", name=holder),
                    mend=lazy("Choose another role or another place."),
                )
            )
    return records.add_grant(query, holder, role, scope, day, actor.person)


def end(store: Store, actor: Actor, grant_id: int) -> None:
    """End a grant from today on.

    Raises `NotAllowed`, `NotFound`, and `NotPossible` for the last administrator of everything:
    nobody could ever let anybody in again.
    """
    with store.read() as query:
        found = grant(query, grant_id)
    details = {"holder": found.holder, "role": found.role}
    with acting(store, actor, Action.MANAGE_PEOPLE, found.scope, "end_grant", **details) as query:
        found = open_grant(query, grant_id)
        need_an_administrator(query, without=[found])
        records.end_grant(query, found.id, clock.today(), actor.person)


def close_account(store: Store, actor: Actor, holder: str) -> None:
    """Nobody comes in under this account any more; what they did keeps their name.

    Only an administrator of every place in which the person has a role, or will have one, may.
    Raises as `end`.
    """
    with store.read() as query:
        scopes = [found.scope for found in _not_ended(query, holder)]
    with acting(
        store, actor, Action.MANAGE_PEOPLE, min(scopes, default=""), "close_account", holder=holder
    ) as query:
        need_open_account(query, holder)
        found = _not_ended(query, holder)
        for one in found:
            need(query, actor, Action.MANAGE_PEOPLE, one.scope)
        need_an_administrator(query, without=found)
        records.add_person_event(query, holder, "close", None, actor.person)
        sessions.end_all(query, holder, actor.person)


def _not_ended(query: Query, holder: str) -> list[Grant]:
    return [found for found in records.grants(query, holder=holder) if found.until is None]


def need_an_administrator(query: Query, without: Sequence[Grant]) -> None:
    """Raises `NotPossible` if without these roles nobody administers the whole database."""
    gone = {one.id for one in without}
    # Only theirs are looked up one by one: there may be thousands of officers.
    holders = {one.holder for one in records.grants(query) if _is_of_everything(one)}
    left = [
        one
        for holder in sorted(holders)
        for one in records.grants_of(query, holder, clock.today())
        if _is_of_everything(one) and one.id not in gone
    ]
    if any(_is_of_everything(one) for one in without) and not left:
        raise NotPossible(
            Problem(
                lazy("This is the last administrator of the whole database."),
                mend=lazy("Make somebody else one first."),
            )
        )


def _is_of_everything(held: Grant) -> bool:
    return held.role == "administrator" and held.scope == ""


def need_open_account(query: Query, holder: str) -> None:
    """Raises `NotFound` for a name nobody has, and `NotPossible` for a closed account."""
    found = records.person(query, holder)
    if found is None:
        raise NotFound(
            Problem(
                lazy("There is nobody with the sign-in name “{name}”.", name=holder[:40]),
                mend=lazy("Look it up on the page People, or send an invitation."),
            )
        )
    if found.is_closed:
        raise NotPossible(
            Problem(
                lazy("This account is closed."),
                mend=lazy("Send the person an invitation for a new one."),
            )
        )


def need_same_office(query: Query, grant_id: int, role: Role, scope: str) -> None:
    """Raises `NotPossible` unless the grant lasts and is of this role in this scope.

    A handover ends it, so it may be none of another place.
    """
    held = open_grant(query, grant_id)
    if (held.role, held.scope) != (role, scope):
        raise NotPossible(
            Problem(
                lazy("Who is to be followed does not have this role in this place."),
                lazy("Takes over from"),
                lazy("Choose somebody who has it now, or nobody."),
            )
        )


def grant(query: Query, grant_id: int) -> Grant:
    """A grant by its id, ended or not; raises `NotFound`."""
    for found in records.grants(query):
        if found.id == grant_id:
            return found
    raise NotFound(Problem(lazy("There is no such role."), mend=lazy("Load the page again.")))


def open_grant(query: Query, grant_id: int) -> Grant:
    """A grant that nobody has ended; raises `NotFound` and `NotPossible`."""
    found = grant(query, grant_id)
    if found.until is not None:
        raise NotPossible(
            Problem(
                lazy("This role has ended already."),
                mend=lazy("Load the page again."),
            )
        )
    return found
