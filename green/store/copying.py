"""All rows of a database carried into a new one, as they are at one moment.

A copy of the file would lack what is still in its journal, and the running program lets nobody
else open it; so the rows are read in one unit of work and written into a database of their own.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from green.store.store import Query, Store

Tell = Callable[[float], None]


def rows_of(query: Query) -> dict[str, int]:
    """How many rows each table has, by the tables' names."""
    return {table: int(query.value(f"select count(*) from {table}")) for table in _tables(query)}


def steps_of(query: Query) -> int:
    """The number of the last step that brought the schema up to date."""
    return int(query.value("select max(number) from migration"))


def copy(query: Query, path: Path, tell: Tell, *, spoken_of: Path) -> None:
    """Make a new database with all rows that the unit of work sees.

    Constraints and defaults are those of the schema's steps; numbers go on where they stood.
    `spoken_of` is what failures name. Raises `StoreFailed` for a full or read-only disk.
    """
    rows = rows_of(query)
    whole, done = sum(rows.values()) or 1, 0
    into = Store.open(path, create=True, spoken_of=spoken_of)
    try:
        # What the schema's steps wrote themselves is replaced by what comes along. A key that is
        # removed and stored again in one unit of work would be refused.
        with into.write() as fresh:
            for table in [table for table, number in rows_of(fresh).items() if number]:
                fresh.run(f"delete from {table}")
        with into.write() as fresh:
            for table in [table for table, number in rows.items() if number]:
                fresh.load(table, query.batches(f"select * from {table}"))
                done += rows[table]
                tell(done / whole)
            # Numbers are given outside of any unit of work: they are asked for after the rows.
            for (sequence,) in query.rows("select sequencename from pg_catalog.pg_sequences"):
                fresh.reserve(sequence, query.reserve(sequence, 1))
        into.checkpoint()
    finally:
        into.close()


def _tables(query: Query) -> list[str]:
    rows = query.rows("select table_name from information_schema.tables order by table_name")
    return [row[0] for row in rows]
