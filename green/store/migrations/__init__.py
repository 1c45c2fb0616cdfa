"""The schema's steps in order; each runs once, in one transaction with its record."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import duckdb

from green.store.failures import foreign, newer

_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Migration:
    number: int
    name: str
    sql: str


@cache
def known() -> tuple[Migration, ...]:
    """All migrations of this version, read from the `.sql` files beside this one."""
    found = []
    for path in sorted(_FOLDER.glob("*.sql")):
        number, _, name = path.stem.partition("_")
        found.append(Migration(int(number), name, path.read_text(encoding="utf-8")))
    return tuple(found)


def apply(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Run what is missing; raises `StoreFailed` for a newer or another program's database."""
    tables = _tables(connection)
    if tables and "migration" not in tables:
        raise foreign(path)
    if not tables:
        connection.execute(
            """
            create table migration (
                number integer primary key,
                name varchar not null,
                applied_at timestamp not null
            )
            """
        )
    done = {row[0] for row in connection.execute("select number from migration").fetchall()}
    if done - {migration.number for migration in known()}:
        raise newer(path)
    for migration in known():
        if migration.number not in done:
            _apply_one(connection, migration)


def _tables(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """Asked before anything is written: a database on a full disk can still be read."""
    rows = connection.execute("select table_name from information_schema.tables").fetchall()
    return {row[0] for row in rows}


def _apply_one(connection: duckdb.DuckDBPyConnection, migration: Migration) -> None:
    connection.execute("begin transaction")
    try:
        connection.execute(migration.sql)
        connection.execute(
            "insert into migration values ($number, $name, $applied_at)",
            {
                "number": migration.number,
                "name": migration.name,
                "applied_at": datetime.now(UTC).replace(tzinfo=None),
            },
        )
        connection.execute("commit")
    except BaseException:
        # A failed commit has ended the transaction already.
        with suppress(duckdb.Error):
            connection.execute("rollback")
        raise
