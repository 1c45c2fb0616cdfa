"""A backup comes back as it was, to a place where nothing is, or not at all."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

import pytest

from green.assessment import answering
from green.assessment.submission import recall
from green.backup.making import back_up
from green.backup.model import RECORD, Backup
from green.backup.restoring import restore
from green.errors import GreenError, NotPossible, Refused, StoreFailed
from green.evidence.storage import Folder
from green.log import records as log
from green.people import accounts
from green.people.log_sentences import sentence
from green.progress.figures import progress
from green.review.proof import prove_snapshots
from green.standard.programme import Programme
from green.store import Store
from tests.backup.conftest import CLERK, Filled, attach, files_of, quietly
from tests.database import LOCAL, green, rows
from tests.people.colleagues import SENTENCE, tables


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "elsewhere" / "green.duckdb"


@contextmanager
def restored(made: Backup, place: Path) -> Iterator[Store]:
    restore(made.folder, place, files_of(place).root, quietly)
    with closing(Store.open(place)) as store:
        yield store


def around(place: Path) -> list[str]:
    """Everything below the place of a restored database, hidden things as well."""
    return sorted(path.name for path in place.parent.rglob("*")) if place.parent.exists() else []


def refuses(folder: Path, place: Path, said: str, kind: type[GreenError] = Refused) -> None:
    before = around(place)
    with pytest.raises(kind) as refused:
        restore(folder, place, files_of(place).root, quietly)
    assert said in str(refused.value)
    assert around(place) == before, "nothing is left, and nothing is taken away"


def test_what_is_restored_is_what_was_backed_up(
    filled: Filled, made: Backup, place: Path, programme: Programme
) -> None:
    with restored(made, place) as store:
        assert tables(store, "log") == tables(filled.store, "log")
        asked = {"as_of": date(2100, 1, 1), "by": "street"}
        with filled.store.read() as query:
            mine = progress(query, programme, **asked)
        with store.read() as query:
            theirs = progress(query, programme, **asked)
            assert prove_snapshots(query).altered == ()
            assert log.verify(query).broken is None
            entry = log.entries(query, [""], limit=1)[0]
        assert theirs.rows == mine.rows
        assert theirs.total == mine.total
        assert theirs.total.standing.counts.submitted == 1
    said = f"the command line restored the data from the backup {made.folder.name}."
    assert sentence(entry, {}) == said
    assert tuple(files_of(place).names()) == filled.hashes
    assert not list(place.parent.glob("*.making"))
    assert not list(place.parent.glob(".*"))


def test_people_are_still_signed_in_and_their_passwords_still_open(
    filled: Filled, made: Backup, place: Path
) -> None:
    with restored(made, place) as store:
        with store.read() as query:
            found = accounts.who(query, filled.token)
        assert found is not None
        assert found[0].id == "zhang"
        assert accounts.sign_in(store, "zhang", SENTENCE)
        with pytest.raises(Refused):
            accounts.sign_in(store, "zhang", "another sentence")


def test_work_goes_on_and_no_number_is_given_twice(
    filled: Filled, made: Backup, place: Path
) -> None:
    with restored(made, place) as store:
        highest = max(
            number
            for table, column in rows(
                store,
                """
                select table_name, column_name from information_schema.columns
                where column_name = 'id' and data_type = 'BIGINT'
                    and column_default like '%event_id%'
                """,
            )
            for (number,) in rows(store, f"select coalesce(max({column}), 0) from {table}")
        )
        ((submission,),) = rows(store, "select id from submission")
        recall(store, filled.case, submission, LOCAL)
        saved = answering.save(store, filled.case, "noise", "note", "again", None, LOCAL)
        assert saved.event is not None
        assert saved.event > highest > 0
        attach(store, files_of(place), filled.case, b"%PDF-1.7 a third")
        communities = rows(store, "select max(id) from community")[0][0]
        with store.write() as query:
            new = query.insert(
                "insert into community (code, name) values ('370102001999', 'new') returning id"
            )
        assert new > communities
        with store.read() as query:
            assert log.verify(query).broken is None
    assert len(list(filled.files.names())) == 2, "the other place has nothing of it"


def test_what_the_schema_forbids_stays_forbidden(made: Backup, place: Path) -> None:
    import duckdb

    with restored(made, place) as store:
        for wrong in (
            "insert into submission_item values (1, 'noise', 'perhaps')",
            "insert into person select * from person limit 1",
            "insert into division (code, name) values ('99', 'x')",
        ):
            with pytest.raises(duckdb.ConstraintException), store.write() as query:
                query.run(wrong)


def spoil(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)


def test_an_altered_database_in_a_backup_is_refused(made: Backup, place: Path) -> None:
    spoil(made.folder / "green.duckdb")
    refuses(made.folder, place, "The database in the backup is not as it was made.")


def test_an_altered_file_in_a_backup_is_refused(made: Backup, place: Path) -> None:
    spoil(next((made.folder / "evidence").glob("??/*")))
    refuses(made.folder, place, "Missing in the backup, or not as made: 1 files.")


@pytest.mark.parametrize(
    ("gone", "said"),
    [
        ("green.duckdb", "The database is missing in the backup."),
        ("evidence", "Missing in the backup, or not as made: 2 files."),
        ("backup.json", "This is no backup."),
        ("", "This is no backup."),
    ],
)
def test_a_backup_with_something_missing_is_refused(
    made: Backup, place: Path, gone: str, said: str
) -> None:
    path = made.folder / gone
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    refuses(made.folder, place, said)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"format": 2}, "damaged, or of a newer version"),
        ({"colour": "green"}, "damaged, or of a newer version"),
        ({"sha256": "0" * 64}, "not as it was made"),
        ({"rows": {"person": 1}}, "not as it was made"),
        ({"log": {"rows": 1, "head": "0" * 64, "broken": None}}, "not as it was made"),
    ],
)
def test_a_record_that_says_otherwise_is_refused(
    made: Backup, place: Path, change: dict[str, object], said: str
) -> None:
    path = made.folder / RECORD
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | change))
    refuses(made.folder, place, said)


@pytest.mark.parametrize("name", ["green.duckdb", "green.duckdb.wal"])
def test_a_database_that_is_there_is_never_touched(made: Backup, place: Path, name: str) -> None:
    place.parent.mkdir()
    there = place.with_name(name)
    there.write_bytes(b"what lies here")
    refuses(made.folder, place, "There is a database here already.", NotPossible)
    assert there.read_bytes() == b"what lies here"


def test_files_of_evidence_that_are_there_are_never_touched(made: Backup, place: Path) -> None:
    files = files_of(place)
    sha256 = files.keep(b"what lies here")
    refuses(made.folder, place, "There are files of evidence here already.", NotPossible)
    assert list(files.names()) == [sha256]


def test_an_empty_folder_of_files_is_in_nobodys_way(made: Backup, place: Path) -> None:
    files_of(place).root.mkdir(parents=True)
    with restored(made, place):
        assert len(list(files_of(place).names())) == 2


def test_a_database_that_comes_meanwhile_stays_and_the_files_go_again(
    made: Backup, place: Path
) -> None:
    def tell(share: float) -> None:
        if share == 1:
            place.write_bytes(b"quicker")

    with pytest.raises(NotPossible, match="There is a database here already"):
        restore(made.folder, place, files_of(place).root, tell)
    assert place.read_bytes() == b"quicker"
    assert around(place) == [place.name]


@pytest.mark.parametrize("share", [0.2, 1.0])
def test_an_interrupted_restore_leaves_nothing(made: Backup, place: Path, share: float) -> None:
    def tell(done: float) -> None:
        if done >= share:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        restore(made.folder, place, files_of(place).root, tell)
    assert around(place) == []


def test_what_was_lost_already_is_no_reason_to_refuse(
    filled: Filled, tmp_path: Path, place: Path
) -> None:
    lost, kept = filled.hashes
    filled.files.remove(lost)
    made = back_up(filled.store, CLERK, filled.files, tmp_path / "backups", quietly)
    with restored(made, place):
        assert list(files_of(place).names()) == [kept]
    shutil.rmtree(place.parent)
    (made.folder / "evidence" / kept[:2] / kept).unlink()
    refuses(made.folder, place, "Missing in the backup, or not as made: 1 files.")


def test_a_restored_database_can_be_backed_up_and_restored_again(
    made: Backup, place: Path, tmp_path: Path
) -> None:
    with restored(made, place) as store:
        again = back_up(store, CLERK, files_of(place), tmp_path / "again", quietly)
        want = tables(store, "log")
    third = tmp_path / "third" / "other.duckdb"
    with restored(again, third) as store:
        assert tables(store, "log") == want
    assert len(list(Folder(third.parent / "other-evidence").names())) == 2


def test_a_disk_without_room_is_told_and_nothing_is_left(
    made: Backup, disk: Callable[[str], Path]
) -> None:
    place = disk("1m") / "green.duckdb"
    refuses(made.folder, place, "There is not enough room", StoreFailed)


def test_a_folder_that_may_not_be_written_is_told_and_nothing_is_left(
    made: Backup, tmp_path: Path, ordinary_user: tuple[str, ...]
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o555)
    place = closed / "green.duckdb"
    done = green("--lang", "en", "restore", made.folder, "--db", place, before=ordinary_user)
    assert (done.returncode, done.stdout) == (1, "")
    assert "The database may not be written here." in done.stderr
    assert "Traceback" not in done.stderr
    assert list(closed.iterdir()) == []
