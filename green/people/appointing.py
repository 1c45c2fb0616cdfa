"""Accounts made and mended by an administrator for somebody else."""

from __future__ import annotations

from green import clock
from green.errors import NotFound, Problem
from green.log import records as log
from green.people import accounts, attempts, granting, passwords, records, sessions
from green.people.guard import logging_refusals, need
from green.people.model import Action, Actor, Role
from green.store import Query, Store
from green.texts import lazy


def appoint(
    store: Store,
    actor: Actor,
    person_id: str,
    name: str,
    password: str,
    office: tuple[Role, str] | None = None,
) -> None:
    """Make an account and, with `office`, give it that role in that scope from today on.

    An account without a role is for an administrator of everything to make. Raises `NotAllowed`
    and `Refused`.
    """
    account = accounts.new_account(person_id, name, password)
    with logging_refusals(store), store.write() as query:
        need(query, actor, Action.MANAGE_PEOPLE, office[1] if office else "")
        accounts.add_account(query, account, actor.person)
        if office:
            role, scope = office
            holder = account[0].id
            granting.add(query, actor, holder, role, scope, clock.today())
            log.add(query, actor.person, "grant", scope, holder=holder, role=role)


def set_password(store: Store, actor: Actor, holder: str, new: str) -> None:
    """Set somebody's password, who has forgotten it, and end all their sessions.

    Only an administrator of every place in which the person has a role may: a password is as much
    as all their roles. Raises `NotAllowed`, `NotFound` and `Refused`.
    """
    passwords.check_new(new, holder)
    hashed = passwords.hash_of(new)
    with logging_refusals(store), store.write() as query:
        scopes = _scopes(query, holder)
        for scope in scopes:
            need(query, actor, Action.MANAGE_PEOPLE, scope)
        records.set_credential(query, holder, hashed, actor.person)
        attempts.succeed(query, holder)
        sessions.end_all(query, holder, actor.person)
        log.add(query, actor.person, "set_password", scopes[0], holder=holder)


def _scopes(query: Query, holder: str) -> list[str]:
    found = records.person(query, holder)
    if found is None:
        raise NotFound(
            Problem(
                lazy("There is nobody with the sign-in name “{name}”.", name=holder[:40]),
                mend=lazy("Look it up on the page People, or send an invitation."),
            )
        )
    return sorted({grant.scope for grant in records.grants_of(query, holder, clock.today())}) or [
        ""
    ]
