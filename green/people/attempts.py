"""Guessing passwords: each wrong one makes the next wait longer, and ten close the door a while.

The count is by the name that was typed, whether or not anybody has it, so an answer says nothing
about who exists, and nobody else is slowed.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from math import ceil

from green.errors import GreenError, Problem
from green.store import Query
from green.texts import lazy

FREE, MOST = 5, 10
LOCKED_FOR = timedelta(minutes=15)
_REMEMBERED = timedelta(hours=1)


class TooManyAttempts(GreenError):
    """This name has to wait before its password is looked at again; `seconds` says how long."""

    def __init__(self, seconds: int) -> None:
        minutes = ceil(seconds / 60)
        wait = (
            lazy("Try again in {n} seconds.", n=seconds)
            if seconds < 60
            else lazy("Try again in {n} minutes, or ask an administrator.", n=minutes)
        )
        super().__init__(Problem(lazy("Too many wrong passwords for this name."), mend=wait))
        self.seconds = seconds


def wait(wrong: int, last: datetime, now: datetime) -> int:
    """Seconds to wait after so many wrong passwords in a row: 0 for the first five, then 1, 2, 4,
    8 and 16, and after ten a quarter of an hour from the last one."""
    if wrong < FREE:
        return 0
    until = last + (LOCKED_FOR if wrong >= MOST else timedelta(seconds=2 ** (wrong - FREE)))
    return max(0, ceil((until - now).total_seconds()))


def begin(query: Query, name: str) -> int:
    """Count an attempt as wrong until it is known to be right; returns its id.

    Counted beforehand, a thousand attempts at once are no way around. Raises `TooManyAttempts`.
    """
    wrong, last = query.rows(
        """
        select count(*), max(recorded_at)
        from sign_in_attempt as attempt
        where name = $name and outcome = 'wrong' and recorded_at > $since
            and id > coalesce(
                (
                    select max(id) from sign_in_attempt
                    where name = $name and outcome = 'right'
                ),
                0
            )
        """,
        name=_key(name),
        since=query.at - _REMEMBERED,
    )[0]
    if wrong and (seconds := wait(wrong, last, query.at)):
        raise TooManyAttempts(seconds)
    return _add(query, name, "wrong")


def succeed(query: Query, name: str) -> None:
    """The password was right: the count begins anew."""
    _add(query, name, "right")


def _add(query: Query, name: str, outcome: str) -> int:
    return query.insert(
        """
        insert into sign_in_attempt (name, outcome, recorded_at, person)
        values ($name, $outcome, $at, 'nobody')
        returning id
        """,
        name=_key(name),
        outcome=outcome,
        at=query.at,
    )


def _key(name: str) -> str:
    """A hash, because people type their password into the name's field now and then."""
    return hashlib.sha256(name.encode()).hexdigest()
