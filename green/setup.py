"""The first start: a database for one province, made whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from green.errors import NotPossible, Problem
from green.registry import loading
from green.registry.records import is_used
from green.settings import DEFAULT_PROVINCE, Settings
from green.store import Store, closed, shared
from green.store.failures import explained
from green.texts import lazy


@dataclass(frozen=True)
class Made:
    """What `set_up` made: the province and how many communities it has."""

    path: Path
    province: str
    communities: int


def set_up(path: Path, province: str = DEFAULT_PROVINCE) -> Made:
    """Make a new database of a province ("all" for China); raises `NotPossible`, `NotFound`."""
    with making(path, province) as (_store, communities):
        pass
    return Made(path, province, communities)


@contextmanager
def making(path: Path, province: str) -> Iterator[tuple[Store, int]]:
    """A new database with its registry, and the number of its communities, to be filled further.

    It is built under another name and moved into place when the block ends well, so an
    interrupted start leaves nothing that looks like a database. Raises `NotPossible` if there is
    one at the path already and `NotFound` for an unknown province.
    """
    if path.exists():
        raise NotPossible(
            Problem(
                lazy("There is a database here already."),
                str(path),
                lazy("Use it as it is, or name another with --db."),
            )
        )
    unfinished = path.with_name(path.name + ".making")
    with explained(path):
        unfinished.unlink(missing_ok=True)
        unfinished.with_name(unfinished.name + ".wal").unlink(missing_ok=True)
    store = Store.open(unfinished, create=True)
    try:
        with store.write() as query:
            communities = loading.load(query, province)
        yield store, communities
    finally:
        store.close()
    with explained(path):
        unfinished.replace(path)


def open_or_set_up(settings: Settings) -> Made | None:
    """Make the database if there is none; returns what was made, None if it was there."""
    return None if settings.database.exists() else set_up(settings.database)


def start_over(path: Path, province: str) -> Made:
    """Replace a database in which nothing was ever entered by one of another province.

    Raises `NotPossible` as soon as anything was entered.
    """
    fresh = path.with_name(path.name + ".next")
    with explained(path):
        fresh.unlink(missing_ok=True)
    made = set_up(fresh, province)
    with shared(path).read() as query:
        used = is_used(query)
    if used:
        fresh.unlink()
        raise NotPossible(
            Problem(
                lazy("Something was entered into this database already."),
                str(path),
                lazy("Keep it, and name another file with GREEN_DB for another province."),
            )
        )
    with explained(path), closed(path):
        fresh.replace(path)
    return Made(path, province, made.communities)


def throw_away(path: Path) -> None:
    """Remove a database and all that is in it."""
    with explained(path), closed(path):
        path.unlink(missing_ok=True)
        path.with_name(path.name + ".wal").unlink(missing_ok=True)
