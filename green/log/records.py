"""Adding to the log, reading it, and proving that nothing in it was changed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from green.log.model import BEGINNING, Entry, Verified, hash_of
from green.store import Query

_AGAIN = timedelta(minutes=1)
# A refused code may be anything that somebody typed.
_LONGEST_SUBJECT = 40


def add(query: Query, person: str, action: str, subject: str, **details: object) -> None:
    """Append a row in the unit of work that it is about: both are stored, or neither.

    Writers follow each other, so the row before is surely the last one.
    """
    last = query.row("select id, hash from log where id = (select max(id) from log)")
    number, previous = (last[0] + 1, last[1]) if last else (1, BEGINNING)
    person, subject = _writable(person), _writable(subject)
    text = _writable(json.dumps(details, ensure_ascii=False, sort_keys=True, default=str))
    query.run(
        """
        insert into log (id, recorded_at, person, action, subject, details, previous, hash)
        values ($id, $at, $person, $action, $subject, $details, $previous, $hash)
        """,
        id=number,
        at=query.at,
        person=person,
        action=action,
        subject=subject,
        details=text,
        previous=previous,
        hash=hash_of(number, query.at, person, action, subject, text, previous),
    )


def add_refusal(query: Query, person: str, action: str, subject: str) -> None:
    """Append that somebody was refused; the same again within a minute is the same event.

    A page that is refused runs again with every press, which would bury the rest of the log.
    """
    subject = subject[:_LONGEST_SUBJECT]
    text = json.dumps({"asked": action}, ensure_ascii=False, sort_keys=True)
    same = query.row(
        """
        select id from log
        where action = 'refuse' and person = $person and subject = $subject
            and details = $details and recorded_at > $since
        """,
        person=_writable(person),
        subject=_writable(subject),
        details=text,
        since=query.at - _AGAIN,
    )
    if same is None:
        add(query, person, "refuse", subject, asked=action)


def _writable(text: str) -> str:
    """Half a letter (a lone surrogate) that came with an address is written out as \\uXXXX.

    It cannot be stored, and a row that fails would hide what somebody tried.
    """
    return text.encode("utf-8", "backslashreplace").decode()


def entries(
    query: Query,
    scopes: list[str],
    *,
    person: str | Sequence[str] = "",
    action: str = "",
    subject: str | Sequence[str] = "",
    since: datetime | None = None,
    until: datetime | None = None,
    before: int | None = None,
    limit: int = 200,
) -> list[Entry]:
    """The latest rows first: of the places inside the scopes; of the people who have or had a
    role there also what concerns no place, and what was refused to them anywhere.

    `person` (who did it or to whom it was done), `action` and the beginning of `subject` narrow
    them down, of several people or subjects to any of them; `since` and `until` are moments in
    UTC, `until` not included; `before` an id, for the next page.
    """
    people, subjects = _several(person), _several(subject)
    # The ids first: rows are long, and nearly all of them are not asked for.
    rows = query.rows(
        """
        with own as (select unnest(cast($scopes as varchar[])) as scope),
        colleague as (
            select role_grant.holder
            from role_grant
            join own on role_grant.scope like own.scope || '%'
        ),
        found as (
            select id
            from log
            where (
                    $everything
                    or exists (
                        select 1 from own where subject <> '' and log.subject like own.scope || '%'
                    )
                    or ((subject = '' or action = 'refuse')
                        and person in (select holder from colleague))
                )
                and ($any_person or exists (
                        select 1 from unnest(cast($people as varchar[])) as asked(name)
                        where asked.name = log.person
                            or strpos(log.details, '"holder": "' || asked.name || '"') > 0
                    ))
                and ($action = '' or action = $action)
                and ($any_subject or exists (
                        select 1 from unnest(cast($subjects as varchar[])) as asked(code)
                        where strpos(log.subject, asked.code) = 1
                    ))
                and (cast($since as timestamp) is null or recorded_at >= cast($since as timestamp))
                and (cast($until as timestamp) is null or recorded_at < cast($until as timestamp))
                and (cast($before as bigint) is null or id < cast($before as bigint))
            order by id desc
            limit $limit
        )
        select id, recorded_at, person, action, subject, details, previous, hash
        from log
        where id in (select id from found)
        order by id desc
        """,
        scopes=scopes,
        everything="" in scopes,
        people=people or [],
        any_person=people is None,
        action=action,
        subjects=subjects or [],
        any_subject=subjects is None,
        since=since,
        until=until,
        before=before,
        limit=limit,
    )
    return [Entry(*row) for row in rows]


def _several(asked: str | Sequence[str]) -> list[str] | None:
    """What is asked for as a list; None if it is not asked. An empty list finds nothing."""
    if isinstance(asked, str):
        return [asked] if asked else None
    return list(asked)


def verify(query: Query) -> Verified:
    """Walk the whole chain; `broken` is the id of the first row that is not as it was written.

    A row is broken if its content does not have its hash, if it does not name the hash of the
    row before it, or if the row before it is missing. Rows cut off at the end cannot show: keep
    `head` with the number of rows somewhere else to prove those too.
    """
    rows, previous = 0, BEGINNING
    for entry in _all(query):
        if entry.id != rows + 1 or entry.previous != previous or entry.hash != entry.computed:
            return Verified(rows, previous, entry.id)
        rows, previous = rows + 1, entry.hash
    return Verified(rows, previous)


def _all(query: Query) -> Iterator[Entry]:
    rows = query.stream(
        """
        select id, recorded_at, person, action, subject, details, previous, hash
        from log order by id
        """
    )
    for row in rows:
        yield Entry(*row)
