"""Bringing a backup back: proved first, to a place where nothing is, whole or not at all."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from green.backup.files import Tell, carry, need_room, part
from green.backup.model import DATABASE, EVIDENCE, Backup, Chain, read_backup
from green.errors import NotPossible, Problem, Refused
from green.evidence import file_records
from green.evidence.storage import Folder
from green.log import records as log
from green.people.model import CONSOLE
from green.setup import is_there, put_in_place, remove
from green.store import Store, copying
from green.store.failures import explained
from green.texts import Text, lazy

_PIECE = 1024 * 1024


def restore(folder: Path, database: Path, files: Path, tell: Tell) -> Backup:
    """Bring the backup in a folder to the place of a database and to that of its files.

    Raises `Refused` for a folder that is no backup, or not as it was made; `NotPossible` where a
    database or files lie already; `StoreFailed` for a full or read-only disk. Then nothing is
    left, and nothing that lies there is touched.
    """
    found = read_backup(folder)
    _need_free(database, files)
    unfinished = database.with_name(f"{database.name}.{uuid4().hex[:8]}.making")
    with _making(files) as making:
        try:
            _bring_database(found, unfinished, database, part(tell, 0, 0.5))
            _prove(found, unfinished, database, making, part(tell, 0.5, 1))
            with _in_place(making, files):
                put_in_place(unfinished, database)
        finally:
            remove(unfinished)
    return found


def _need_free(database: Path, files: Path) -> None:
    """Nothing may lie where the backup goes, a database's journal neither."""
    with explained(database):
        for path in (database, database.with_name(database.name + ".wal")):
            if path.exists():
                raise is_there(path)
        if files.exists() and any(files.iterdir()):
            raise NotPossible(
                Problem(
                    lazy("There are files of evidence here already."),
                    str(files),
                    lazy("Move the folder away, or name another database with --db."),
                )
            )


@contextmanager
def _making(files: Path) -> Iterator[Path]:
    making = files.with_name(f".{files.name}.{uuid4().hex[:8]}.making")
    try:
        yield making
    finally:
        shutil.rmtree(making, ignore_errors=True)


def _bring_database(found: Backup, unfinished: Path, database: Path, tell: Tell) -> None:
    source = found.folder / DATABASE
    if not source.is_file():
        raise _altered(found, lazy("The database is missing in the backup."))
    hashed, done = hashlib.sha256(), 0
    with explained(database):
        database.parent.mkdir(parents=True, exist_ok=True)
        need_room(database.parent, 2 * found.record.bytes)
        with source.open("rb") as file, unfinished.open("xb") as to:
            while piece := file.read(_PIECE):
                hashed.update(piece)
                to.write(piece)
                done += len(piece)
                tell(min(1.0, done / found.record.bytes))
            to.flush()
            os.fsync(to.fileno())
    if hashed.hexdigest() != found.record.sha256:
        raise _altered(found, lazy("The database in the backup is not as it was made."))


def _prove(found: Backup, unfinished: Path, database: Path, making: Path, tell: Tell) -> None:
    """Open the copy, bring its schema up to date, read its log, and fetch every file it names."""
    record = found.record
    store = Store.open(unfinished, spoken_of=database)
    try:
        with store.read() as query:
            rows, steps = copying.rows_of(query), copying.steps_of(query)
            chain, named = Chain.of(log.verify(query)), file_records.named(query)
        # A backup of an older version has other tables by now.
        if chain != record.log or (steps == record.steps and rows != record.rows):
            raise _altered(found, lazy("The database in the backup is not as it was made."))
        absent = {*record.files.erased, *record.files.lacking}
        wanted = [sha256 for sha256 in named if sha256 not in absent]
        if wanted:
            with explained(making):
                making.mkdir(parents=True)
            need_room(making, sum(named[sha256] for sha256 in wanted))
        lost = carry(wanted, Folder(found.folder / EVIDENCE), Folder(making), tell)
        if lost:
            words = lazy("Missing in the backup, or not as made: {n} files.", n=len(lost))
            raise _altered(found, words)
        with store.write() as query:
            log.add(query, CONSOLE, "restore", "", name=found.folder.name)
        store.checkpoint()
    finally:
        store.close()


@contextmanager
def _in_place(making: Path, files: Path) -> Iterator[None]:
    """The files in their place, and out of it again if the block fails."""
    if not making.exists():
        yield
        return
    with explained(files):
        if files.exists():
            # Only an empty folder can be removed so.
            files.rmdir()
        making.rename(files)
    try:
        yield
    except BaseException:
        files.rename(making)
        raise


def _altered(found: Backup, what: Text) -> Refused:
    return Refused(
        Problem(
            what,
            str(found.folder),
            lazy("Take another backup, or another copy of this one; nothing was restored."),
        )
    )
