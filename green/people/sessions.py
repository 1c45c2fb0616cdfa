"""Sessions: on the server, so that they can be ended at any time."""

from __future__ import annotations

from datetime import timedelta

from green.people import tokens
from green.people.model import Session
from green.store import Query

# Long enough for an officer's week, so that nobody types a password on a phone every day.
LASTS = timedelta(days=7)


def start(query: Query, holder: str) -> str:
    """Begin a session; returns the token for the cookie, which is stored nowhere."""
    token = tokens.new_token()
    query.insert(
        """
        insert into session (token_hash, holder, expires_at, recorded_at, person)
        values ($hash, $holder, $expires, $at, $holder)
        returning id
        """,
        hash=tokens.hash_of(token),
        holder=holder,
        expires=query.at + LASTS,
        at=query.at,
    )
    return token


def find(query: Query, token: str) -> Session | None:
    """The session of a token, unless it is unknown, over, expired, or its account closed."""
    row = query.row(
        """
        select session.id, session.holder, session.recorded_at, session.expires_at
        from session
        where session.token_hash = $hash and session.expires_at > $now
            and not exists (select 1 from session_end where session_end.session = session.id)
        """,
        hash=tokens.hash_of(token),
        now=query.at,
    )
    if row is None:
        return None
    return Session(*row)


def of_person(query: Query, holder: str) -> list[Session]:
    """The sessions that are open now, the latest first."""
    rows = query.rows(
        """
        select session.id, session.holder, session.recorded_at, session.expires_at
        from session
        where session.holder = $holder and session.expires_at > $now
            and not exists (select 1 from session_end where session_end.session = session.id)
        order by session.id desc
        """,
        holder=holder,
        now=query.at,
    )
    return [Session(*row) for row in rows]


def end(query: Query, session: int, by: str) -> None:
    query.run(
        "insert into session_end (session, recorded_at, person) values ($session, $at, $by)",
        session=session,
        at=query.at,
        by=by,
    )


def end_all(query: Query, holder: str, by: str, *, but: int | None = None) -> int:
    """End every open session of a person, if asked but for one; returns how many."""
    ended = [found for found in of_person(query, holder) if found.id != but]
    for found in ended:
        end(query, found.id, by)
    return len(ended)
