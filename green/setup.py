"""The first start: a database for one province, made whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from green import clock
from green.errors import NotPossible, Problem
from green.registry import loading
from green.settings import DEFAULT_PROVINCE, Settings
from green.store import Store
from green.store.failures import explained
from green.texts import lazy


@dataclass(frozen=True)
class Made:
    """What `set_up` made: the province and how many communities it has."""

    path: Path
    province: str
    communities: int


def set_up(path: Path, province: str = DEFAULT_PROVINCE) -> Made:
    """Make a new database at the path; raises `NotPossible` if one is there already.

    It is built under another name and moved into place when it is complete, so an interrupted
    start leaves nothing that looks like a database.
    """
    if path.exists():
        raise NotPossible(
            Problem(
                lazy("There is a database here already."),
                str(path),
                lazy("Use it as it is, or name another with --db."),
            )
        )
    making = path.with_name(path.name + ".making")
    with explained(path):
        making.unlink(missing_ok=True)
        making.with_name(making.name + ".wal").unlink(missing_ok=True)
    store = Store.open(making, create=True)
    try:
        with store.write() as query:
            communities = loading.load(query, province, clock.now())
    finally:
        store.close()
    with explained(path):
        making.replace(path)
    return Made(path, province, communities)


def open_or_set_up(settings: Settings) -> Made | None:
    """Make the database if there is none; returns what was made, None if it was there."""
    return None if settings.database.exists() else set_up(settings.database)
