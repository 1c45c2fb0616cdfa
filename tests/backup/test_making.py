"""Backups are of one moment, proved, and never half there."""

from __future__ import annotations

import json
import os
import shutil
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import BinaryIO

import pytest

from green.assessment import answering, evidence_records
from green.assessment.enrolment import enrol
from green.backup.making import back_up
from green.backup.model import Backup, latest, read_backup, warnings
from green.errors import NotPossible, StoreFailed
from green.evidence.storage import Folder
from green.log import records as log
from green.people.guard import NotAllowed
from green.people.log_sentences import sentence
from green.people.model import Actor, Role
from green.store import Store, copying
from tests.backup.conftest import CLERK, Filled, attach, quietly
from tests.database import JIEFANGQIAO, LOCAL, Days, case_of, green, let_in, rows
from tests.people.colleagues import tables


def there(folder: Path) -> list[str]:
    """What is in a folder, hidden things as well."""
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


@pytest.fixture
def made(filled: Filled, tmp_path: Path) -> Backup:
    return back_up(filled.store, CLERK, filled.files, tmp_path / "backups", quietly)


def test_a_backup_has_every_row_and_every_file_and_says_so(filled: Filled, made: Backup) -> None:
    copied = Store.open(made.folder / "green.duckdb")
    mine, theirs = tables(filled.store, "log"), tables(copied, "log")
    logged = rows(copied, "select * from log order by id")
    copied.close()
    assert theirs == mine
    assert logged == rows(filled.store, "select * from log where action <> 'back_up' order by id")
    assert tuple(Folder(made.folder / "evidence").names()) == filled.hashes
    record = json.loads((made.folder / "backup.json").read_text(encoding="utf-8"))
    assert record["made_at"].endswith("Z")
    assert record["log"]["head"] == logged[-1][-1]
    assert record["files"] == {"count": 2, "bytes": 43, "erased": [], "lacking": []}
    assert record["rows"]["answer_event"] == len(mine["answer_event"]) > 16
    assert warnings(made) == []
    assert read_backup(made.folder) == made
    assert there(made.folder.parent) == [made.folder.name], "nothing unfinished is left"


def test_what_no_row_names_is_not_taken_along(filled: Filled, tmp_path: Path) -> None:
    stray = filled.files.keep(b"nobody's")
    made = back_up(filled.store, CLERK, filled.files, tmp_path / "backups", quietly)
    assert stray not in set(Folder(made.folder / "evidence").names())
    assert made.record.files.count == 2


def test_the_backup_stands_in_the_log_in_words_and_is_the_latest(
    filled: Filled, made: Backup
) -> None:
    with filled.store.read() as query:
        entry = log.entries(query, [""], limit=1)[0]
        assert log.verify(query).broken is None
    name = made.folder.name
    assert sentence(entry, {}) == f"the command line made the backup {name}."
    assert latest(made.folder.parent, filled.store.path) == made
    assert latest(made.folder.parent, filled.store.path.with_name("other.duckdb")) is None
    assert latest(made.folder, filled.store.path) is None


@pytest.mark.parametrize("role", ["officer", "reviewer", "viewer", "administrator"])
@pytest.mark.parametrize("scope", ["", "37"])
def test_only_an_administrator_of_everything_may(
    store: Store, files: Folder, tmp_path: Path, role: Role, scope: str
) -> None:
    zhao, folder = Actor("zhao"), tmp_path / "backups"
    let_in(store, zhao, role=role, scope=scope)
    if (role, scope) == ("administrator", ""):
        assert back_up(store, zhao, files, folder, quietly).is_whole
        return
    with pytest.raises(NotAllowed):
        back_up(store, zhao, files, folder, quietly)
    assert there(folder) == []
    assert rows(store, "select person, action from log") == [("zhao", "refuse")]


def test_a_backup_while_others_write_is_of_one_moment(
    store: Store, files: Folder, tmp_path: Path
) -> None:
    case = case_of(store, JIEFANGQIAO)
    enrol(store, case, LOCAL)
    begun, enough = threading.Event(), threading.Event()

    def write() -> None:
        seen = None
        while not enough.is_set():
            text = f"note {seen}"
            seen = answering.save(store, case, "noise", "note", text, seen, LOCAL).event
            attach(store, files, case, f"%PDF-1.7 {seen}".encode())
            begun.set()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert begun.wait(30)
        made = back_up(store, CLERK, files, tmp_path / "backups", quietly)
    finally:
        enough.set()
        writer.join(30)
    copied = Store.open(made.folder / "green.duckdb")
    with copied.read() as query:
        ((answers, said),) = query.rows(
            """
            select (select count(*) from answer_event),
                (select count(*) from log where action = 'answer')
            """
        )
        assert log.verify(query).broken is None
        assert query.value("select count(*) from evidence_file") == made.record.files.count
    copied.close()
    assert answers == said > 0, "no row is there without its row in the log"
    assert rows(store, "select count(*) from answer_event")[0][0] > answers
    assert made.is_whole


def test_nobody_waits_for_a_backup_and_what_they_store_is_not_in_it(
    filled: Filled, tmp_path: Path
) -> None:
    stored: list[float] = []

    def write(share: float) -> None:
        with filled.store.write() as query:
            log.add(query, "local", "meanwhile", "")
        stored.append(share)

    def tell(share: float) -> None:
        writer = threading.Thread(target=write, args=(share,))
        writer.start()
        writer.join(10)

    made = back_up(filled.store, CLERK, filled.files, tmp_path / "backups", tell)
    assert stored[0] < 0.4 < stored[-1], "while rows are copied, and while files are"
    copied = Store.open(made.folder / "green.duckdb")
    assert rows(copied, "select count(*) from log where action = 'meanwhile'") == [(0,)]
    copied.close()


class Erasing(Folder):
    """Somebody erases a piece in the moment in which its file would be copied."""

    def __init__(self, root: Path, store: Store) -> None:
        super().__init__(root)
        self.store = store

    def open(self, sha256: str) -> BinaryIO:
        with self.store.write() as query:
            number = query.value(
                "select evidence from evidence_file where sha256 = $sha256", sha256=sha256
            )
            evidence_records.add_end(query, number, LOCAL, is_erased=True)
        self.remove(sha256)
        return super().open(sha256)


def test_what_is_erased_meanwhile_is_told_and_is_no_failure(filled: Filled, tmp_path: Path) -> None:
    storage = Erasing(filled.files.root, filled.store)
    made = back_up(filled.store, CLERK, storage, tmp_path / "backups", quietly)
    assert made.record.files.erased == filled.hashes
    assert made.record.files.lacking == ()
    assert made.is_whole
    assert warnings(made) == ["2 files were erased while the backup was made."]


def test_files_lost_or_altered_before_are_named_and_do_not_stop_the_backup(
    filled: Filled, tmp_path: Path
) -> None:
    lost, altered = filled.hashes
    filled.files.remove(lost)
    (filled.files.root / altered[:2] / altered).write_bytes(b"something else")
    made = back_up(filled.store, CLERK, filled.files, tmp_path / "backups", quietly)
    assert made.record.files.lacking == filled.hashes
    assert not made.is_whole
    assert list(Folder(made.folder / "evidence").names()) == []
    (said,) = warnings(made)
    assert said == "2 files of evidence were missing or altered and are not in the backup."


def test_a_log_that_was_tampered_with_is_backed_up_as_it_is_and_told(
    filled: Filled, tmp_path: Path
) -> None:
    with filled.store.write() as query:
        query.run("update log set details = '{}' where id = 3")
    made = back_up(filled.store, CLERK, filled.files, tmp_path / "backups", quietly)
    assert made.record.log.broken == 3
    assert warnings(made) == ["The log was not sound when the backup was made, from row 3."]
    assert not made.is_whole


def test_a_file_that_is_not_what_was_written_takes_the_backup_away(
    filled: Filled, tmp_path: Path
) -> None:
    folder, spoilt = tmp_path / "backups", []

    def tell(share: float) -> None:
        if share >= 0.7 and not spoilt:
            (making,) = folder.glob(".*.making")
            victim = making / "evidence" / filled.hashes[0][:2] / filled.hashes[0]
            victim.write_bytes(b"another")
            spoilt.append(victim)

    with pytest.raises(StoreFailed, match="not what is read back; the backup was removed"):
        back_up(filled.store, CLERK, filled.files, folder, tell)
    assert spoilt
    assert there(folder) == []
    assert rows(filled.store, "select count(*) from log where action = 'back_up'") == [(0,)]


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_an_interrupted_backup_leaves_nothing_that_looks_like_one(
    filled: Filled, tmp_path: Path, share: float
) -> None:
    def tell(done: float) -> None:
        if done >= share:
            raise KeyboardInterrupt

    folder = tmp_path / "backups"
    with pytest.raises(KeyboardInterrupt):
        back_up(filled.store, CLERK, filled.files, folder, tell)
    assert there(folder) == []
    assert latest(folder, filled.store.path) is None


def test_what_a_killed_backup_left_is_cleared_once_it_is_old(
    filled: Filled, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    for name in (".green.0.making", ".green.1.making", ".other.0.making"):
        (folder / name).mkdir(parents=True)
    os.utime(folder / ".green.0.making", (0, 0))
    os.utime(folder / ".other.0.making", (0, 0))
    made = back_up(filled.store, CLERK, filled.files, folder, quietly)
    assert there(folder) == [".green.1.making", ".other.0.making", made.folder.name]


def test_a_backup_never_goes_over_what_has_its_name(
    filled: Filled, tmp_path: Path, days: Days
) -> None:
    days.go_to(date(2034, 3, 1))
    folder = tmp_path / "backups"
    for second in range(60):
        (folder / f"green-20340301-0100{second:02}").mkdir(parents=True)
    with pytest.raises(NotPossible, match="There is a backup of this second already"):
        back_up(filled.store, CLERK, filled.files, folder, quietly)
    assert len(there(folder)) == 60
    assert not any((folder / name / "backup.json").exists() for name in there(folder))


def test_too_little_room_is_told_before_anything_is_written(
    filled: Filled, disk: Callable[[str], Path]
) -> None:
    place = disk("1m")
    with pytest.raises(StoreFailed) as refused:
        back_up(filled.store, CLERK, filled.files, place, quietly)
    assert "There is not enough room: " in str(refused.value)
    assert str(place) in str(refused.value)
    assert there(place) == []
    with filled.store.write() as query:
        log.add(query, "local", "test", "")


def test_a_disk_that_is_full_meanwhile_is_told_and_nothing_is_left(
    database: Path, tmp_path: Path
) -> None:
    if shutil.which("prlimit") is None:
        pytest.skip("there is no prlimit to limit the size of files")
    folder = tmp_path / "backups"
    limited = ("prlimit", "--fsize=1500000")
    done = green("--lang", "en", "backup", folder, "--db", database, before=limited)
    assert (done.returncode, done.stdout) == (1, "")
    assert "The disk is full" in done.stderr
    assert "Traceback" not in done.stderr
    assert there(folder) == []


def test_a_folder_that_may_not_be_written_is_told_with_what_to_allow(
    database: Path, tmp_path: Path, ordinary_user: tuple[str, ...]
) -> None:
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o555)
    done = green("--lang", "en", "backup", folder, "--db", database, before=ordinary_user)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"{folder}: The backup cannot be written here. "
        "Allow writing to the folder, or name another.\n"
    )
    assert there(folder) == []


def test_closing_a_store_to_exchange_it_waits_for_a_backup(store: Store) -> None:
    """Else the old database would be found again under its path."""
    order = []

    def close() -> None:
        with store.last_write():
            order.append("closing")

    with store.read_long() as query:
        waiting = threading.Thread(target=close)
        waiting.start()
        waiting.join(0.1)
        assert waiting.is_alive()
        assert copying.rows_of(query)["community"] > 0
        order.append("read")
    waiting.join(30)
    assert order == ["read", "closing"]
