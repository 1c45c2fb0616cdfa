"""What DuckDB and the operating system say when a database fails, in sentences with a next step."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from green.errors import Problem, StoreFailed, StoreInUse
from green.texts import Text, lazy

_LOCKED = r"Could not set lock|being used by another process|already open"
_HOLDER = re.compile(r"held in (?P<program>.+?) \(PID (?P<pid>[0-9]+)\)")


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn failures inside into `StoreFailed` naming path, cause and next step.

    What is not the surroundings' fault (a wrong statement) passes unchanged: it is a bug and
    should look like one.
    """
    try:
        yield
    except (duckdb.Error, OSError) as error:
        failure = explain(str(error), path)
        if failure is None:
            raise
        raise failure from error


def explain(said: str, path: Path) -> StoreFailed | None:
    """What a failure's own words mean for the person at the screen, if it is a known kind."""
    for pattern, what, mend in _CAUSES:
        if re.search(pattern, said):
            kind = StoreInUse if pattern == _LOCKED else StoreFailed
            return kind(Problem(_holder(said) or what, str(path), mend))
    return None


def _holder(said: str) -> Text | None:
    """Which program holds the file, if the failure names it."""
    holder = _HOLDER.search(said)
    if holder is None:
        return None
    return lazy(
        "The database is in use by another program ({program}, process {pid}).",
        program=Path(holder["program"]).name,
        pid=holder["pid"],
    )


def missing(path: Path) -> StoreFailed:
    """There is no file at the path."""
    return StoreFailed(
        Problem(
            lazy("There is no database here."),
            str(path),
            lazy("Make one with “python -m green init”, or name another with --db."),
        )
    )


def newer(path: Path) -> StoreFailed:
    """The schema was written by a later version of this software."""
    return StoreFailed(
        Problem(
            lazy("The database was made by a newer version of this software."),
            str(path),
            lazy("Update the software, or name another database with --db."),
        )
    )


def foreign(path: Path) -> StoreFailed:
    """A DuckDB file with the tables of another program."""
    return StoreFailed(
        Problem(
            lazy("This database belongs to another program."),
            str(path),
            lazy("Nothing was changed in it; name another file with --db."),
        )
    )


_CAUSES: tuple[tuple[str, Text, Text], ...] = (
    (
        _LOCKED,
        lazy("The database is in use by another program."),
        lazy("Stop that program, for example the running app, and try again."),
    ),
    (
        r"No space left|not enough space|disk (is )?full|File too large",
        lazy("The disk is full, so nothing more was stored."),
        lazy("Free some space and try again; what was stored before is safe."),
    ),
    (
        r"Read-only file system|Permission denied|Access is denied",
        lazy("The database may not be written here."),
        lazy("Allow writing to the file and its folder, or name another with --db."),
    ),
    (
        r"database file with version number|newer version of DuckDB|storage version",
        lazy("The database was made by a newer version of this software."),
        lazy("Update the software, or name another database with --db."),
    ),
    (
        r"not a valid DuckDB|Corrupt database|checksum|Is a directory|replay|enough bytes|sqlite",
        lazy("The file is damaged or is not a database."),
        lazy("Restore the last backup, or move the file away and start with a new database."),
    ),
    (
        r"already closed|Connection Error",
        lazy("The database was exchanged or removed meanwhile."),
        lazy("Load the page again; nothing of this step was stored."),
    ),
    (
        r"has been invalidated",
        lazy("The database stopped after an earlier failure."),
        lazy("Restart the app; what was stored before is safe."),
    ),
    (
        r"No such file or directory|Not a directory|File exists|cannot find the path",
        lazy("The folder of the database cannot be made or found."),
        lazy("Check the path given with --db or GREEN_DB."),
    ),
)
