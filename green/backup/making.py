"""Making a backup: of one moment, while everybody works on, and proved before it has its name."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from green.backup.files import Tell, carry, need_room, part, unsound
from green.backup.model import DATABASE, EVIDENCE, RECORD, Backup, Chain, Files, Record, name_of
from green.errors import NotPossible, Problem, StoreFailed
from green.evidence import file_records
from green.evidence.storage import Folder, Storage, hash_of
from green.log import records as log
from green.people import guard
from green.people.model import Action, Actor
from green.store import Query, Store, copying
from green.store.failures import explained
from green.texts import lazy

_one_at_a_time = threading.Lock()
# What an interrupted backup left is old before it is taken away: it might be another's at work.
_LEFT_SECONDS = 24 * 60 * 60


def back_up(store: Store, actor: Actor, files: Storage, folder: Path, tell: Tell) -> Backup:
    """Make a backup of the store and its files in a new folder inside `folder`.

    People may go on writing; what they store meanwhile is not in it. Files that are missing or
    altered where they are kept do not stop it: the record names them. Raises `NotAllowed`,
    `NotPossible`, and `StoreFailed` for a full or read-only disk; then nothing is left.
    """
    with guard.logging_refusals(store), store.read() as query:
        guard.need(query, actor, Action.MANAGE_DATA, "")
    with _one_at_a_time, _unfinished(folder, store.path) as making:
        record = _fill(making, store, files, folder, tell)
        finished = folder / name_of(store.path, record.made_at)
        if finished.exists():
            raise NotPossible(
                Problem(
                    lazy("There is a backup of this second already."),
                    str(finished),
                    lazy("Use that one, or try again."),
                )
            )
        with explained(folder):
            making.rename(finished)
    with store.write() as query:
        log.add(query, actor.person, "back_up", "", name=finished.name)
    return Backup(finished, record)


@contextmanager
def _unfinished(folder: Path, database: Path) -> Iterator[Path]:
    """A folder under another name, which is gone if it was not renamed."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _clear(folder, database)
        # Everybody's accounts are in it: it is for the owner of the server alone.
        making = folder / f".{database.stem}.{uuid4().hex[:8]}.making"
        making.mkdir(mode=0o700)
    except OSError as error:
        raise StoreFailed(
            Problem(
                lazy("The backup cannot be written here."),
                str(folder),
                lazy("Allow writing to the folder, or name another."),
            )
        ) from error
    try:
        yield making
    finally:
        shutil.rmtree(making, ignore_errors=True)


def _clear(folder: Path, database: Path) -> None:
    for left in folder.glob(f".{database.stem}.*.making"):
        if time.time() - left.stat().st_mtime > _LEFT_SECONDS:
            shutil.rmtree(left, ignore_errors=True)


def _fill(making: Path, store: Store, files: Storage, folder: Path, tell: Tell) -> Record:
    path, kept = making / DATABASE, Folder(making / EVIDENCE)
    with store.read_long() as query:
        at, rows, steps = query.at, copying.rows_of(query), copying.steps_of(query)
        chain, named = Chain.of(log.verify(query)), file_records.named(query)
        # The journal of the new database may become as large as the database itself.
        need_room(folder, 2 * _bytes_of(store.path) + sum(named.values()))
        copying.copy(query, path, part(tell, 0, 0.4), spoken_of=folder)
    # Files are only ever added before the rows that name them: those of the moment are there.
    lacking = carry(named, files, kept, part(tell, 0.4, 0.7))
    with store.read() as query:
        now = file_records.named(query)
    erased = tuple(sha256 for sha256 in lacking if sha256 not in now)
    there = {sha256: named[sha256] for sha256 in named if sha256 not in lacking}
    _prove(path, rows, chain, there, kept, folder, part(tell, 0.7, 1))
    with path.open("rb") as file:
        sha256 = hash_of(file)
    record = Record(
        made_at=at,
        database=str(store.path),
        sha256=sha256,
        bytes=path.stat().st_size,
        steps=steps,
        rows=rows,
        log=chain,
        files=Files(
            count=len(there),
            bytes=sum(there.values()),
            erased=erased,
            lacking=tuple(one for one in lacking if one not in erased),
        ),
    )
    with explained(folder), (making / RECORD).open("x", encoding="utf-8") as file:
        file.write(record.model_dump_json(indent=2) + "\n")
        file.flush()
        os.fsync(file.fileno())
    return record


def _bytes_of(database: Path) -> int:
    journal = database.with_name(database.name + ".wal")
    return sum(path.stat().st_size for path in (database, journal) if path.exists())


def _prove(
    path: Path,
    rows: dict[str, int],
    chain: Chain,
    named: dict[str, int],
    kept: Folder,
    folder: Path,
    tell: Tell,
) -> None:
    """Open the copy and read it; raises `StoreFailed` if it is not what was to be copied."""
    copied = Store.open(path, spoken_of=folder)
    try:
        with copied.read() as query:
            is_sound = has(query, rows, chain)
    finally:
        copied.close()
    if not is_sound or unsound(named, kept, tell):
        raise StoreFailed(
            Problem(
                lazy("What was written was not what is read back; the backup was removed."),
                str(folder),
                lazy("The disk may be failing: make the backup on another one."),
            )
        )


def has(query: Query, rows: dict[str, int], chain: Chain) -> bool:
    """Whether a database has these rows and this log."""
    return copying.rows_of(query) == rows and Chain.of(log.verify(query)) == chain
