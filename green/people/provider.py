"""People whom an identity provider vouches for: the same accounts and roles, without a password."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from green.log import records as log
from green.people import invitation_records, records, sessions
from green.people.model import Person
from green.store import Query, Store


@dataclass(frozen=True)
class Vouched:
    """What a provider says: who somebody is there, and since when (UTC)."""

    issuer: str
    subject: str
    name: str
    at: datetime


def who(store: Store, vouched: Vouched) -> Person | None:
    """The account of somebody a provider vouches for.

    None if there is none, if it is closed, and once what the provider said is older than a
    session of ours may be or than the last time they signed out everywhere.
    """
    with store.read() as query:
        holder = invitation_records.holder_of(query, vouched.issuer, vouched.subject)
        person = records.person(query, holder) if holder else None
        if person is None or person.is_closed or _is_over(query, person, vouched):
            return None
        is_logged = _is_logged(query, person, vouched)
    if not is_logged:
        with store.write() as query:
            if not _is_logged(query, person, vouched):
                log.add(query, person.id, "sign_in", "", **_details(vouched))
    return person


def is_known(store: Store, vouched: Vouched) -> bool:
    """Whether anybody here has this identity, open or closed."""
    with store.read() as query:
        return invitation_records.holder_of(query, vouched.issuer, vouched.subject) is not None


def _is_over(query: Query, person: Person, vouched: Vouched) -> bool:
    left = query.value(
        "select max(recorded_at) from log where person = $id and action = 'sign_out_everywhere'",
        id=person.id,
    )
    too_old = vouched.at + sessions.LASTS <= query.at
    return too_old or (left is not None and vouched.at < left)


def _is_logged(query: Query, person: Person, vouched: Vouched) -> bool:
    """Whether this coming in has its row; pages ask who is there with every run."""
    return bool(
        query.value(
            """
            select exists (
                select 1 from log
                where person = $id and action = 'sign_in' and details = $details
            )
            """,
            id=person.id,
            details=json.dumps(_details(vouched), ensure_ascii=False, sort_keys=True),
        )
    )


def _details(vouched: Vouched) -> dict[str, str]:
    return {"way": "provider", "at": vouched.at.isoformat()}
