"""Tickets: who comes from a provider shows them where there is no page to ask who is there.

Streamlit alone knows whom the provider vouches for, and the routes beside it do not. A page gives
its script a ticket: the person's name and until when, sealed with a key of this process. A
restart makes all of them void; the page then gives a new one.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from datetime import datetime, timedelta

from green import clock
from green.people import records
from green.people.model import Person
from green.store import Query

LASTS = timedelta(hours=1)
_KEY = secrets.token_bytes(32)
_LONGEST = 1000


def give(person_id: str) -> str:
    """A ticket for an hour, fit for a header or an address."""
    text = json.dumps([person_id, clock.now().isoformat()], ensure_ascii=False).encode()
    return f"{_packed(text)}.{_packed(_seal(text))}"


def who(query: Query, ticket: str) -> Person | None:
    """Whose ticket this is.

    None for an altered or old one, for one given before its person signed out everywhere, and
    for a closed account.
    """
    found = _read(ticket)
    if found is None:
        return None
    person_id, given_at = found
    age = query.at - given_at
    if age > LASTS or age < -LASTS:
        return None
    person = records.person(query, person_id)
    if person is None or person.is_closed or _has_left_since(query, person_id, given_at):
        return None
    return person


def _has_left_since(query: Query, person_id: str, given_at: datetime) -> bool:
    left = query.value(
        "select max(recorded_at) from log where person = $id and action = 'sign_out_everywhere'",
        id=person_id,
    )
    return left is not None and given_at <= left


def _read(ticket: str) -> tuple[str, datetime] | None:
    if len(ticket) > _LONGEST or not ticket.isascii():
        return None
    packed = ticket.partition(".")[0]
    try:
        text = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
    except ValueError:
        return None
    # Compared as written, so that there is one way only to write a ticket.
    if not hmac.compare_digest(f"{_packed(text)}.{_packed(_seal(text))}".encode(), ticket.encode()):
        return None
    person_id, given_at = json.loads(text)
    return person_id, datetime.fromisoformat(given_at)


def _seal(text: bytes) -> bytes:
    return hmac.new(_KEY, text, hashlib.sha256).digest()


def _packed(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
