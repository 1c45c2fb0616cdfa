"""Roles, places and days as every page of people says them."""

from __future__ import annotations

from datetime import datetime, timedelta

from babel.dates import format_time

from green import clock
from green.people.model import Grant
from green.people.records import place_name
from green.store import Query
from green.texts import _, language
from green.ui import show


def place(query: Query, code: str) -> str:
    """What a scope is called; the empty one is everything."""
    return place_name(query, code) if code else _("all places")


def days(grant: Grant) -> str:
    """Since when a role is held, or from when to when it was."""
    assert grant.since is not None
    if grant.until is None:
        return _("since {day}", day=show.day(grant.since))
    last = max(grant.since, grant.until - timedelta(days=1))
    return _("{first} to {last}", first=show.day(grant.since), last=show.day(last))


def until(moment: datetime) -> str:
    """A moment ahead in China's time, to the minute."""
    local = clock.in_china(moment)
    return f"{show.day(local.date())} {format_time(local, 'HH:mm', locale=language())}"
