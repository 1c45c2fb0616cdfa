"""Invitations and identities at a provider in the database."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from green.people.model import Invitation, Role
from green.store import Query

_OPEN = """
    select id, name, role, scope, replaces, expires_at, recorded_at, person
    from invitation
    where expires_at > $now
        and not exists (
            select 1 from invitation_end where invitation_end.invitation = invitation.id
        )
"""


def _open(condition: str) -> str:
    return f"{_OPEN} and {condition}"


class _Wanted(Protocol):
    @property
    def role(self) -> Role: ...
    @property
    def scope(self) -> str: ...
    @property
    def replaces(self) -> int | None: ...


def add(
    query: Query, token_hash: str, wanted: _Wanted, name: str, expires_at: datetime, by: str
) -> int:
    return query.insert(
        """
        insert into invitation (
            token_hash, name, role, scope, replaces, expires_at, recorded_at, person
        )
        values ($hash, $name, $role, $scope, $replaces, $expires, $at, $by)
        returning id
        """,
        hash=token_hash,
        name=name,
        role=wanted.role,
        scope=wanted.scope,
        replaces=wanted.replaces,
        expires=expires_at,
        at=query.at,
        by=by,
    )


def open_by_hash(query: Query, token_hash: str) -> Invitation | None:
    row = query.row(_open("token_hash = $hash"), now=query.at, hash=token_hash)
    return Invitation(*row) if row else None


def open_by_id(query: Query, invitation: int) -> Invitation | None:
    row = query.row(_open("id = $id"), now=query.at, id=invitation)
    return Invitation(*row) if row else None


def open_within(query: Query, scopes: list[str]) -> list[Invitation]:
    """Those that wait for their person, inside the scopes, the latest first."""
    rows = query.rows(
        _open(
            """
            exists (
                select 1 from unnest(cast($scopes as varchar[])) as own(scope)
                where invitation.scope like own.scope || '%'
            )
            order by id desc
            """
        ),
        now=query.at,
        scopes=scopes,
    )
    return [Invitation(*row) for row in rows]


def close(query: Query, invitation: int, kind: str, holder: str | None, by: str) -> None:
    query.run(
        """
        insert into invitation_end (invitation, kind, holder, recorded_at, person)
        values ($invitation, $kind, $holder, $at, $by)
        """,
        invitation=invitation,
        kind=kind,
        holder=holder,
        at=query.at,
        by=by,
    )


def add_identity(query: Query, issuer: str, subject: str, holder: str) -> None:
    query.run(
        """
        insert into external_identity (issuer, subject, holder, recorded_at, person)
        values ($issuer, $subject, $holder, $at, $holder)
        """,
        issuer=issuer,
        subject=subject,
        holder=holder,
        at=query.at,
    )


def holder_of(query: Query, issuer: str, subject: str) -> str | None:
    """Which account an identity at a provider belongs to."""
    row = query.row(
        """
        select holder from external_identity where issuer = $issuer and subject = $subject
        """,
        issuer=issuer,
        subject=subject,
    )
    return row[0] if row else None
