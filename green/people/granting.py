"""Giving and ending roles, closing accounts: the work of an administrator."""

from __future__ import annotations

import re
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
        _need_person(query, holder)
        return add(query, actor, holder, role, scope, day)


def add(query: Query, actor: Actor, holder: str, role: Role, scope: str, day: date) -> int:
    """As `give`, inside a unit of work that has asked for permission."""
    need_scope(query, scope)
    _need_open(query, holder)
    for grant in records.grants_of(query, holder, day):
        if (grant.role, grant.scope) == (role, scope):
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
        grant = _grant(query, grant_id)
    details = {"holder": grant.holder, "role": grant.role}
    with acting(store, actor, Action.MANAGE_PEOPLE, grant.scope, "end_grant", **details) as query:
        grant = _grant(query, grant_id)
        if grant.until is not None:
            raise NotPossible(
                Problem(
                    lazy("This role has ended already."),
                    mend=lazy("Load the page again."),
                )
            )
        _need_an_administrator(query, without=[grant])
        records.end_grant(query, grant.id, clock.today(), actor.person)


def close_account(store: Store, actor: Actor, holder: str) -> None:
    """Nobody comes in under this account any more; what they did keeps their name.

    Only an administrator of every place in which the person has a role may. Raises as `end`.
    """
    with store.read() as query:
        scopes = [grant.scope for grant in records.grants_of(query, holder, clock.today())]
    with acting(
        store, actor, Action.MANAGE_PEOPLE, min(scopes, default=""), "close_account", holder=holder
    ) as query:
        _need_person(query, holder)
        grants = records.grants_of(query, holder, clock.today())
        for grant in grants:
            need(query, actor, Action.MANAGE_PEOPLE, grant.scope)
        _need_an_administrator(query, without=grants)
        records.add_person_event(query, holder, "close", None, actor.person)
        sessions.end_all(query, holder, actor.person)


def _need_an_administrator(query: Query, without: list[Grant] | tuple[Grant, ...]) -> None:
    gone = {grant.id for grant in without}
    # Only theirs are looked up one by one: there may be thousands of officers.
    holders = {grant.holder for grant in records.grants(query) if _is_of_everything(grant)}
    left = [
        grant
        for holder in sorted(holders)
        for grant in records.grants_of(query, holder, clock.today())
        if _is_of_everything(grant) and grant.id not in gone
    ]
    if any(_is_of_everything(grant) for grant in without) and not left:
        raise NotPossible(
            Problem(
                lazy("This is the last administrator of the whole database."),
                mend=lazy("Make somebody else one first."),
            )
        )


def _is_of_everything(grant: Grant) -> bool:
    return grant.role == "administrator" and grant.scope == ""


def _need_person(query: Query, holder: str) -> None:
    if records.person(query, holder) is None:
        raise NotFound(
            Problem(
                lazy("There is nobody with the sign-in name “{name}”.", name=holder[:40]),
                mend=lazy("Look it up on the page People, or send an invitation."),
            )
        )


def _need_open(query: Query, holder: str) -> None:
    found = records.person(query, holder)
    if found is not None and found.is_closed:
        raise NotPossible(
            Problem(
                lazy("The account {name} is closed.", name=holder),
                mend=lazy("Send an invitation: a new account can be made with it."),
            )
        )


def need_same_office(query: Query, grant_id: int, role: Role, scope: str) -> None:
    """Raises `NotPossible` unless the grant lasts and is of this role in this scope.

    A handover ends it, so it may be none of another place.
    """
    grant = _grant(query, grant_id)
    if (grant.role, grant.scope) != (role, scope) or grant.until is not None:
        raise NotPossible(
            Problem(
                lazy("Who is to be followed does not have this role in this place."),
                lazy("Takes over from"),
                lazy("Choose somebody who has it now, or nobody."),
            )
        )


def _grant(query: Query, grant_id: int) -> Grant:
    for grant in records.grants(query):
        if grant.id == grant_id:
            return grant
    raise NotFound(Problem(lazy("There is no such role."), mend=lazy("Load the page again.")))
