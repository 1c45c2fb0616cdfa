"""The first start: a database for one province, made whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from uuid import uuid4

from green.assessment.programmes import choose_programme
from green.errors import NotPossible, Problem, StoreFailed, StoreInUse
from green.registry import loading
from green.registry.records import is_used
from green.settings import DEFAULT_PROVINCE, Settings
from green.store import Query, Store, closed, shared
from green.store.failures import explained
from green.texts import lazy


@dataclass(frozen=True)
class Made:
    """What `set_up` made: the province and how many communities it has."""

    path: Path
    province: str
    communities: int


def set_up(path: Path, province: str = DEFAULT_PROVINCE, programme: str | None = None) -> Made:
    """Make a new database of a province ("all" for China), about its programme or another one.

    Raises `NotPossible`, `NotFound`, and `Refused` for a programme of another place.
    """
    with making(path, province) as (store, communities):
        if programme is not None:
            with store.write() as query:
                choose_programme(query, programme)
    return Made(path, province, communities)


@contextmanager
def making(path: Path, province: str) -> Iterator[tuple[Store, int]]:
    """A new database with its registry, and the number of its communities, to be filled further.

    It is built under another name and moved into place when the block ends well, so an
    interrupted start leaves nothing that looks like a database. Raises `NotPossible` if there is
    one at the path already, `NotFound` for an unknown province and `StoreFailed`.
    """
    with explained(path):
        if path.exists():
            raise is_there(path)
    _clear(path)
    # Each start has a file of its own: two at once do not touch each other's.
    unfinished = path.with_name(f"{path.name}.{uuid4().hex[:8]}.making")
    try:
        store = Store.open(unfinished, create=True, spoken_of=path)
        try:
            with store.write() as query:
                communities = loading.load(query, province)
            yield store, communities
            store.checkpoint()
        finally:
            store.close()
        put_in_place(unfinished, path)
    finally:
        remove(unfinished)


def is_there(path: Path) -> NotPossible:
    """Why nothing is made where a database lies."""
    return NotPossible(
        Problem(
            lazy("There is a database here already."),
            str(path),
            lazy("Use it as it is, or name another with --db."),
        )
    )


def _clear(path: Path) -> None:
    """Remove what interrupted starts left; one that is still going keeps its file."""
    for left in path.parent.glob(f"{path.name}.*.making"):
        try:
            Store.open(left, spoken_of=path).close()
        except StoreInUse:
            continue
        except StoreFailed:
            # Damaged or half made: nothing in it was ever said to be stored.
            pass
        remove(left)


def put_in_place(unfinished: Path, path: Path) -> None:
    """Give the finished file its name, never over a database that came there meanwhile.

    Raises `NotPossible` if one did.
    """
    with explained(path):
        try:
            path.hardlink_to(unfinished)
        except FileExistsError:
            raise is_there(path) from None
        except OSError:
            # A file system without links: between looking and moving lies only this line.
            if path.exists():
                raise is_there(path) from None
            unfinished.replace(path)


def remove(path: Path) -> None:
    """Take away a file that was never said to be a database, as far as that can be done."""
    with suppress(OSError):
        path.unlink(missing_ok=True)
        path.with_name(path.name + ".wal").unlink(missing_ok=True)


def open_or_set_up(settings: Settings) -> Made | None:
    """Make the database if there is none; returns what was made, None if it was there."""
    with explained(settings.database):
        there = settings.database.exists()
    return None if there else set_up(settings.database)


def start_over(path: Path, province: str) -> Made:
    """Replace a database in which nothing was ever entered by one of another province.

    Its people come along, and the log of what they did. Raises `NotPossible` as soon as anything
    was entered.
    """
    fresh = path.with_name(path.name + ".next")
    with explained(path):
        fresh.unlink(missing_ok=True)
    made = set_up(fresh, province)
    try:
        shared(path)
        with explained(path), closed(path, partial(_hand_over, path, fresh)):
            fresh.replace(path)
    finally:
        remove(fresh)
    return Made(path, province, made.communities)


# What stays when the registry is exchanged, in an order in which it can be filled.
_KEPT = (
    *("person", "person_event", "credential", "external_identity", "role_grant", "role_grant_end"),
    *("session", "session_end", "sign_in_attempt", "invitation", "invitation_end", "log"),
)


def _hand_over(path: Path, fresh: Path, query: Query) -> None:
    """Refuse a database that is used; else carry its people over into the fresh one."""
    _need_unused(path, query)
    store = Store.open(fresh, spoken_of=path)
    try:
        with store.write() as into:
            for table in _KEPT:
                _copy(query, into, table)
            # Numbers that rows of the people have are not given again.
            into.reserve("event_id", query.reserve("event_id", 1))
        store.checkpoint()
    finally:
        store.close()


def _copy(query: Query, into: Query, table: str) -> None:
    columns = [
        row[0]
        for row in query.rows(
            """
            select column_name from information_schema.columns
            where table_name = $table order by ordinal_position
            """,
            table=table,
        )
    ]
    names, places = ", ".join(columns), ", ".join(f"${column}" for column in columns)
    for row in query.rows(f"select {names} from {table}"):  # noqa: S608 own names
        statement = f"insert into {table} ({names}) values ({places})"  # noqa: S608 own names
        into.run(statement, **dict(zip(columns, row, strict=True)))


def _need_unused(path: Path, query: Query) -> None:
    if is_used(query):
        raise NotPossible(
            Problem(
                lazy("Something was entered into this database already."),
                str(path),
                mend=lazy(
                    "Leave it as it is; for another province, name another file with GREEN_DB."
                ),
            )
        )


def throw_away(path: Path) -> None:
    """Remove a database and all that is in it."""
    with explained(path), closed(path):
        path.unlink(missing_ok=True)
        path.with_name(path.name + ".wal").unlink(missing_ok=True)
