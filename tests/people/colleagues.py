"""People with accounts and roles, and what the tables hold, for the tests of this room."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from green.log import records as log
from green.people import records
from green.people.model import Actor, Role
from green.store import Store
from tests.database import let_in, quick_hash

SENTENCE = "three green trees"

Tables = Mapping[str, list[tuple[Any, ...]]]


def somebody(
    store: Store, name: str, role: Role, scope: str = "", since: date | None = None
) -> Actor:
    """A person with one role, without a password."""
    actor = Actor(name)
    if since is None:
        let_in(store, actor, role=role, scope=scope)
        return actor
    with store.write() as query:
        records.add_person(query, name, name, "data")
        records.add_grant(query, name, role, scope, since, "data")
    return actor


def with_password(store: Store, name: str, role: Role = "officer", scope: str = "") -> Actor:
    """A person who can sign in with `SENTENCE`."""
    actor = somebody(store, name, role, scope)
    with store.write() as query:
        records.set_credential(query, name, quick_hash(SENTENCE), "data")
    return actor


def grant_of(store: Store, holder: str) -> int:
    """The id of a person's latest grant."""
    with store.read() as query:
        return records.grants(query, holder=holder)[-1].id


def tables(store: Store, *but: str) -> Tables:
    """Every row of every table, but for those named."""
    with store.read() as query:
        names = query.rows(
            "select table_name from information_schema.tables where table_type = 'BASE TABLE'"
        )
        return {
            name: query.rows(f"select * from {name} order by all")
            for (name,) in names
            if name not in but
        }


def logged(store: Store, since: int = 0) -> list[tuple[str, str, str]]:
    """Who did what to which subject, in order, after that many rows."""
    with store.read() as query:
        assert log.verify(query).broken is None
        return query.rows(
            "select person, action, subject from log where id > $since order by id", since=since
        )
