"""Invitations: a link for one person, one role, one scope, that works once and not for long.

An invitation may name the predecessor's grant: with its acceptance the office passes from one
person to the next (handover). What the predecessor did keeps their name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from green import clock
from green.errors import NotFound, NotPossible, Problem
from green.log import records as log
from green.people import (
    accounts,
    granting,
    invitation_records,
    names,
    policy,
    records,
    tokens,
)
from green.people.guard import acting, logging_refusals, may, need
from green.people.model import Action, Actor, Grant, Invitation, Role
from green.store import Query, Store
from green.texts import lazy

LASTS = timedelta(days=14)


@dataclass(frozen=True)
class Wanted:
    """One invitation as a form or a row of a spreadsheet gives it."""

    name: str
    role: Role
    scope: str
    replaces: int | None = None


def invite(store: Store, actor: Actor, wanted: Sequence[Wanted]) -> list[str]:
    """Make invitations, all or none; returns their tokens in order, which are stored nowhere.

    Raises `NotAllowed` for a scope that is not the actor's, be it the new person's or the
    predecessor's, `Refused`, and `NotFound` or `NotPossible` for a predecessor who has no office.
    """
    made = []
    with logging_refusals(store), store.write() as query:
        # Nobody else writes meanwhile, so one look at the grants does for a whole street.
        held = records.grants_of(query, actor.person, clock.today())
        for one in wanted:
            if not policy.may(held, Action.MANAGE_PEOPLE, one.scope):
                need(query, actor, Action.MANAGE_PEOPLE, one.scope)
            granting.need_scope(query, one.scope)
            granting.read_role(one.role)
            if one.replaces is not None:
                granting.need_same_office(query, one.replaces, one.role, one.scope)
            name = names.read_name(one.name, lazy("Name"))
            token = tokens.new_token()
            made.append(token)
            identity = invitation_records.add(
                query, tokens.hash_of(token), one, name, query.at + LASTS, actor.person
            )
            details = {"invitation": identity, "name": name, "role": one.role}
            log.add(query, actor.person, "invite", one.scope, **details)
    return made


def link(base: str, token: str) -> str:
    """What the invited person opens; `base` is where people reach the app."""
    return f"{base}/invitation/{token}"


def withdraw(store: Store, actor: Actor, invitation_id: int) -> None:
    """Make an invitation void; raises `NotAllowed` and `NotFound`."""
    with store.read() as query:
        found = invitation_records.open_by_id(query, invitation_id)
    if found is None:
        raise _void()
    details = {"invitation": invitation_id}
    with acting(
        store, actor, Action.MANAGE_PEOPLE, found.scope, "withdraw_invitation", **details
    ) as query:
        if invitation_records.open_by_id(query, invitation_id) is None:
            raise _void()
        invitation_records.close(query, invitation_id, "withdraw", None, actor.person)


def find(query: Query, token: str) -> Invitation:
    """The invitation of a link; raises `NotFound` if it was used, withdrawn or is too old."""
    found = invitation_records.open_by_hash(query, tokens.hash_of(token))
    if found is None:
        raise _void()
    return found


def accept(store: Store, token: str, person_id: str, name: str, password: str) -> str:
    """Make the account and give it the role; returns the token of its first session.

    Raises `NotFound` for a link that is void and `Refused` for what cannot be stored.
    """
    with store.read() as query:
        find(query, token)
    account = accounts.new_account(person_id, name, password)
    with store.write() as query:
        invitation = find(query, token)
        accounts.add_account(query, account, account[0].id)
        _take_office(query, invitation, account[0].id)
        return accounts.begin_session(query, account[0].id, "invitation")


def accept_as(store: Store, token: str, actor: Actor) -> None:
    """Take a further role with an account one has; raises `NotFound` and `NotPossible`."""
    with store.write() as query:
        invitation = find(query, token)
        granting.need_open_account(query, actor.person)
        _take_office(query, invitation, actor.person)


def accept_externally(
    store: Store, token: str, person_id: str, name: str, issuer: str, subject: str
) -> None:
    """Make an account without a password, for somebody an identity provider vouches for.

    Raises `NotFound` for a link that is void, `Refused` for what cannot be stored, and
    `NotPossible` if this identity has an account.
    """
    checked = accounts.new_person(person_id, name)
    with store.write() as query:
        invitation = find(query, token)
        if invitation_records.holder_of(query, issuer, subject) is not None:
            raise NotPossible(
                Problem(
                    lazy("You have an account already."),
                    mend=lazy("Sign in, then open the invitation again."),
                )
            )
        accounts.add_person(query, checked, checked.id)
        invitation_records.add_identity(query, issuer, subject, checked.id)
        _take_office(query, invitation, checked.id)


def _take_office(query: Query, invitation: Invitation, holder: str) -> None:
    """The role of the invitation, in the name of who sent it; the predecessor's ends."""
    sender = Actor(invitation.person)
    replaced = _predecessor(query, invitation)
    scopes = [invitation.scope, *(grant.scope for grant in replaced)]
    if not all(may(query, sender, Action.MANAGE_PEOPLE, scope) for scope in scopes):
        # Who sent it has lost the right to since.
        raise _void()
    day = clock.today()
    granting.add(query, sender, holder, invitation.role, invitation.scope, day)
    details = {"holder": holder, "role": invitation.role, "invitation": invitation.id}
    log.add(query, invitation.person, "grant", invitation.scope, **details)
    granting.need_an_administrator(query, without=replaced)
    for grant in replaced:
        records.end_grant(query, grant.id, day, sender.person)
        ended = {"holder": grant.holder, "role": grant.role, "successor": holder}
        log.add(query, sender.person, "end_grant", grant.scope, **ended)
    invitation_records.close(query, invitation.id, "accept", holder, holder)


def _predecessor(query: Query, invitation: Invitation) -> list[Grant]:
    """The grant that ends with the acceptance; none if it ended before."""
    if invitation.replaces is None:
        return []
    found = granting.grant(query, invitation.replaces)
    return [found] if found.until is None else []


def _void() -> NotFound:
    return NotFound(
        Problem(
            lazy("This invitation was used, withdrawn, or is too old."),
            mend=lazy("Ask whoever sent it for a new one."),
        )
    )
