"""One DuckDB file, one connection to it, a cursor per unit of work."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from green.store import migrations
from green.store.failures import explained, missing

if TYPE_CHECKING:
    import pandas as pd

# Files stay readable by DuckDB 1.5; queries may not reach other files or the network.
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "storage_compatibility_version": "v1.5.0"
}
_AFTER_OPENING = "set enable_external_access = false"


class Query:
    """What a unit of work may do. Parameters are written `$name` and passed by name."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self._cursor = cursor

    def run(self, sql: str, **params: object) -> None:
        """Execute a statement for its effect."""
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

    def frame(self, sql: str, **params: object) -> pd.DataFrame:
        """A query's result as a frame with the query's column names."""
        return self._cursor.execute(sql, params).df()

    def stream(self, sql: str, **params: object) -> Iterator[tuple[Any, ...]]:
        """Rows one after the other, for results too large to hold."""
        cursor = self._cursor.execute(sql, params)
        while rows := cursor.fetchmany(10_000):
            yield from rows

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

    def load(self, table: str, frame: pd.DataFrame) -> None:
        """Append a frame whose columns are named like the table's."""
        columns = ", ".join(frame.columns)
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

    @classmethod
    def open(cls, path: Path, *, create: bool = False) -> Store:
        """Open the file and bring its schema up to date.

        Raises `StoreFailed` for a file that is missing (unless `create`), newer, damaged, locked
        by another process, or on a full or read-only disk.
        """
        if not create and not path.exists():
            raise missing(path)
        with explained(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            connection = duckdb.connect(path, config=_CONFIG)
            try:
                connection.execute(_AFTER_OPENING)
                migrations.apply(connection, path)
            except BaseException:
                connection.close()
                raise
        return cls(path, connection)

    @contextmanager
    def read(self) -> Iterator[Query]:
        """A unit of work that sees one state of the database throughout."""
        with self._transaction() as query:
            yield query

    @contextmanager
    def write(self) -> Iterator[Query]:
        """A unit of work that is stored whole at its end, or not at all."""
        with self._writing, self._transaction() as query:
            yield query

    @contextmanager
    def _transaction(self) -> Iterator[Query]:
        # A page's rerun is raised as a BaseException, so every way out rolls back.
        with explained(self.path):
            cursor = self._connection.cursor()
            try:
                cursor.execute("begin transaction")
                yield Query(cursor)
                cursor.execute("commit")
            except BaseException:
                _roll_back(cursor)
                raise
            finally:
                cursor.close()

    def close(self) -> None:
        self._connection.close()


def _roll_back(cursor: duckdb.DuckDBPyConnection) -> None:
    # A failed commit has ended the transaction already.
    with suppress(duckdb.Error):
        cursor.execute("rollback")


_opened: dict[Path, Store] = {}
_opening = threading.RLock()


@contextmanager
def closed(path: Path) -> Iterator[None]:
    """A moment in which this process has the path's store closed, to replace or remove the file."""
    with _opening:
        store = _opened.pop(path, None)
        if store is not None:
            store.close()
        yield


def shared(path: Path) -> Store:
    """This process's one store for the path, opened at the first call."""
    with _opening:
        if path not in _opened:
            _opened[path] = Store.open(path)
        return _opened[path]
