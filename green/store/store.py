"""One DuckDB file, one connection to it, a cursor per unit of work."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from green.store import migrations
from green.store.failures import explained, missing
from green.store.moments import Moments

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

# Files stay readable by DuckDB 1.5; queries may not reach other files or the network.
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "storage_compatibility_version": "v1.5.0",
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
_AFTER_OPENING = "set enable_external_access = false"


class Query:
    """What a unit of work may do. Parameters are written `$name` and passed by name.

    `at` is the unit's moment (UTC): what it writes is recorded then, what it reads is known then.
    """

    def __init__(self, cursor: duckdb.DuckDBPyConnection, at: datetime) -> None:
        self._cursor = cursor
        self.at = at
        self.has_written = False

    def run(self, sql: str, **params: object) -> None:
        """Execute a statement for its effect."""
        self.has_written = True
        self._cursor.execute(sql, params)

    def rows(self, sql: str, **params: object) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        return self._cursor.execute(sql, params).fetchall()

    def row(self, sql: str, **params: object) -> tuple[Any, ...] | None:
        """The first row of a query, or None."""
        # All rows are fetched: an unfinished result would block what follows on this cursor.
        found = self.rows(sql, **params)
        return found[0] if found else None

    def value(self, sql: str, **params: object) -> Any:
        """The first column of the first row; there has to be one."""
        found = self.row(sql, **params)
        assert found is not None, sql
        return found[0]

    def insert(self, sql: str, **params: object) -> int:
        """Execute an `insert … returning id` of one row; returns the id."""
        self.has_written = True
        return int(self.value(sql, **params))

    def frame(self, sql: str, **params: object) -> pd.DataFrame:
        """A query's result as a frame with the query's column names."""
        return self._cursor.execute(sql, params).df()

    def stream(self, sql: str, **params: object) -> Iterator[tuple[Any, ...]]:
        """Rows one after the other, for results too large to hold."""
        cursor = self._cursor.execute(sql, params)
        while rows := cursor.fetchmany(10_000):
            yield from rows

    def batches(self, sql: str, **params: object) -> pa.RecordBatchReader:
        """A query's result in pieces, with the database's own types, for `load`."""
        return self._cursor.sql(sql, params=params).to_arrow_reader(100_000)

    def reserve(self, sequence: str, n: int) -> int:
        """Set `n` following numbers of a sequence aside; returns the first."""
        sql = f"""
            select min(number)
            from (
                select nextval('{sequence}') as number
                from generate_series(1, cast($n as integer))
            ) as reserved
        """
        return int(self.value(sql, n=n))

    def load(self, table: str, frame: pd.DataFrame | pa.RecordBatchReader) -> None:
        """Append a frame, or batches, whose columns are named like the table's."""
        self.has_written = True
        names = frame.columns if hasattr(frame, "columns") else frame.schema.names
        columns = ", ".join(names)
        self._cursor.register("incoming", frame)
        try:
            self._cursor.execute(f"insert into {table} ({columns}) select {columns} from incoming")
        finally:
            self._cursor.unregister("incoming")


class Store:
    """The database of one path.

    Any number of units of work may read at once; writing ones follow each other, so what a unit
    read before it writes is still so when it commits.
    """

    def __init__(self, path: Path, connection: duckdb.DuckDBPyConnection) -> None:
        self.path = path
        self._connection = connection
        self._writing = threading.Lock()
        self._reading_long = threading.Lock()
        self._moments = Moments(_latest(connection))

    @classmethod
    def open(cls, path: Path, *, create: bool = False, spoken_of: Path | None = None) -> Store:
        """Open the file and bring its schema up to date.

        `spoken_of` is the path that failures name, if the person knows the file by another.

        Raises `StoreFailed` for a file that is missing (unless `create`), newer, damaged, locked
        by another process, or on a full or read-only disk.
        """
        spoken_of = spoken_of or path
        with explained(spoken_of):
            if not create and not path.exists():
                raise missing(spoken_of)
            path.parent.mkdir(parents=True, exist_ok=True)
            connection = duckdb.connect(path, config=_CONFIG)
            try:
                connection.execute(_AFTER_OPENING)
                migrations.apply(connection, spoken_of)
                return cls(spoken_of, connection)
            except BaseException:
                connection.close()
                raise

    @contextmanager
    def read(self) -> Iterator[Query]:
        """A unit of work that sees one state of the database throughout."""
        with self._transaction(self._moments.reading()) as query:
            yield query

    @contextmanager
    def read_long(self) -> Iterator[Query]:
        """A unit of work as `read` that may take minutes: `last_write` waits for it."""
        with self._reading_long, self.read() as query:
            yield query

    @contextmanager
    def write(self) -> Iterator[Query]:
        """A unit of work that is stored whole at its end, or not at all."""
        with self._writing, self._moments.writing() as at, self._transaction(at) as query:
            yield query

    @contextmanager
    def _transaction(self, at: datetime) -> Iterator[Query]:
        # A page's rerun is raised as a BaseException, so every way out rolls back.
        with explained(self.path):
            cursor = self._connection.cursor()
            try:
                cursor.execute("begin transaction")
                yield Query(cursor, at)
                cursor.execute("commit")
            except BaseException:
                _roll_back(cursor)
                raise
            finally:
                cursor.close()

    @contextmanager
    def last_write(self) -> Iterator[Query]:
        """Close the store with this unit of work; nobody writes after it."""
        with self._reading_long, self._writing:
            with self._moments.writing() as at, self._transaction(at) as query:
                yield query
            self._connection.close()

    def checkpoint(self) -> None:
        """Bring everything into the one file; closing does so too, but hides a full disk."""
        with explained(self.path):
            self._connection.execute("checkpoint")

    def close(self) -> None:
        self._connection.close()


def _latest(connection: duckdb.DuckDBPyConnection) -> datetime | None:
    """The latest moment that anybody recorded anything at; reference data do not count."""
    # Asked of one schema, and in one go: every start waits for this.
    tables = connection.execute(
        """
        select table_name from information_schema.columns
        where table_schema = current_schema() and column_name = 'recorded_at'
        """
    ).fetchall()
    each = " union all ".join(
        f"select max(recorded_at) as latest from {table} where person <> 'data'"
        for (table,) in tables
    )
    found = connection.execute(f"select max(latest) from ({each}) as found").fetchone()
    return found[0] if found else None


def _roll_back(cursor: duckdb.DuckDBPyConnection) -> None:
    # A failed commit has ended the transaction already.
    with suppress(duckdb.Error):
        cursor.execute("rollback")


_opened: dict[Path, Store] = {}
_opening = threading.RLock()


@contextmanager
def closed(path: Path, check: Callable[[Query], None] | None = None) -> Iterator[None]:
    """A moment in which this process has the path's store closed, to replace or remove the file.

    Units of work that write come to their end first. `check` may then still refuse by raising.
    """
    with _opening:
        store = _opened.get(path)
        if store is not None:
            with store.last_write() as query:
                if check is not None:
                    check(query)
            del _opened[path]
        yield


def shared(path: Path) -> Store:
    """This process's one store for the path, opened at the first call."""
    with _opening:
        if path not in _opened:
            _opened[path] = Store.open(path)
        return _opened[path]
