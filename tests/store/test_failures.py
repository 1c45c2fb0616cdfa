"""A database that fails, as the command line tells it: path, cause, next step, no traceback."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pytest

from green.errors import StoreFailed
from green.store import Store
from green.store.failures import explain, explained
from tests.database import ROOT, SELF_DECLARED, green, morning

pytestmark = pytest.mark.thorough

HAN = re.compile(r"[\u4e00-\u9fff]")
COMMANDS = {
    "init": ("init",),
    "progress": ("progress", "--programme", SELF_DECLARED),
}


def fails(path: Path, command: str, *sentences: str, before: tuple[str, ...] = ()) -> str:
    """Check that a command on this database is refused with these sentences, in English, and in
    Chinese when nothing else is asked for; returns what it said in English."""
    said = ""
    for language in ((), ("--lang", "en")):
        done = green(*language, *COMMANDS[command], "--db", path, before=before)
        said = done.stderr
        assert "Traceback" not in said, said
        assert done.returncode == 1, said
        assert done.stdout == ""
        assert str(path) in said
        assert len(said.strip().splitlines()) == 1, said
        if not language:
            assert HAN.search(said), f"not in Chinese: {said}"
    for sentence in sentences:
        assert sentence in said
    return said


def kilobytes(database: Path, more: int) -> str:
    """The size of a disk for this database and so many kilobytes more."""
    return f"{database.stat().st_size // 1024 + more}k"


DAMAGED = (
    "The file is damaged or is not a database.",
    "Restore the last backup, or move the file away and start with a new database.",
)
FULL = ("The disk is full, so nothing more was stored.", "Free some space and try again")
FORBIDDEN = (
    "The database may not be written here.",
    "Allow writing to the file and its folder, or name another with --db.",
)


def test_a_missing_database_is_named_with_the_command_that_makes_one(tmp_path: Path) -> None:
    path = tmp_path / "none.duckdb"
    fails(path, "progress", "There is no database here.", "python -m green init", "--db")
    assert not path.exists()


def test_a_database_in_a_folder_that_does_not_exist_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "no folder" / "none.duckdb"
    fails(path, "progress", "There is no database here.")
    assert not path.parent.exists()


def test_a_database_below_a_file_is_a_wrong_path(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    path = tmp_path / "file" / "green.duckdb"
    fails(path, "progress", "There is no database here.")
    fails(path, "init", "The folder of the database cannot be made or found.", "--db")


def test_a_database_of_a_newer_version_is_left_alone(database: Path) -> None:
    with duckdb.connect(database) as connection:
        connection.execute("insert into migration values (9999, 'later', '2030-01-01')")
    before = database.read_bytes()
    fails(
        database,
        "progress",
        "The database was made by a newer version of this software.",
        "Update the software, or name another database with --db.",
    )
    assert database.read_bytes() == before


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"not a database\n", id="text"),
        pytest.param(bytes(range(256)) * 400, id="100 KB of anything"),
        pytest.param(b"SQLite format 3\x00" + bytes(8000), id="SQLite"),
    ],
)
def test_a_file_that_is_no_database_is_refused_and_not_touched(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "green.duckdb"
    path.write_bytes(content)
    fails(path, "progress", *DAMAGED)
    assert path.read_bytes() == content


def test_a_byte_changed_on_the_disk_is_noticed(database: Path) -> None:
    content = bytearray(database.read_bytes())
    content[len(content) // 2] ^= 0xFF
    database.write_bytes(content)
    fails(database, "progress", *DAMAGED)


@pytest.mark.parametrize("length", [100, 4096, 12288, 300_000, 1_400_000])
def test_a_database_that_was_cut_off_is_called_damaged(database: Path, length: int) -> None:
    os.truncate(database, length)
    with pytest.raises(StoreFailed), explained(database):
        Store.open(database).close()


def test_a_database_cut_in_half_is_refused_on_the_command_line(database: Path) -> None:
    os.truncate(database, database.stat().st_size // 2)
    fails(database, "progress", *DAMAGED)


@pytest.mark.parametrize("percent", range(5, 100, 18))
def test_a_byte_changed_anywhere_gives_the_right_figures_or_a_sentence(
    database: Path, percent: int
) -> None:
    content = bytearray(database.read_bytes())
    place = len(content) * percent // 100
    content[place] ^= 0xFF
    database.write_bytes(content)
    try:
        store = Store.open(database)
    except StoreFailed:
        return
    try:
        with store.read() as query:
            assert query.value("select count(*) from community") == 6977
            assert query.value("select count(*) from division") == 2021
    except StoreFailed:
        pass
    finally:
        store.close()


def test_opening_a_file_of_another_kind_asks_nothing_of_the_internet(tmp_path: Path) -> None:
    """DuckDB knows SQLite's files by their first bytes and would fetch an extension for them."""
    path = tmp_path / "green.duckdb"
    path.write_bytes(b"SQLite format 3\x00" + bytes(8000))
    assert "extension" not in green("--lang", "en", *COMMANDS["progress"], "--db", path).stderr


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "folder"
    path.mkdir()
    fails(path, "progress", *DAMAGED)
    assert list(path.iterdir()) == []


def test_a_database_in_use_names_the_program_and_process_that_hold_it(database: Path) -> None:
    holding = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print(flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", holding, database],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        said = fails(database, "progress", "The database is in use by another program", "try again")
        assert f"process {holder.pid}" in said
        assert "python" in said
        holder.communicate("\n")
    assert green(*COMMANDS["progress"], "--db", database).returncode == 0


def test_the_sentence_for_a_database_in_use_does_not_invent_a_process() -> None:
    failure = explain("IO Error: Could not set lock on file", Path("green.duckdb"))
    assert failure is not None
    assert "PID" not in str(failure)
    assert "process" not in str(failure.problems[0].what.message)  # type: ignore[union-attr]


def test_what_nobody_foresaw_is_not_explained() -> None:
    assert explain("Binder Error: column not found", Path("green.duckdb")) is None


# DuckDB writes to the file, then to a log beside it, then from there to the file again as it
# closes. Each of these sizes stops it somewhere else.
@pytest.mark.parametrize("size", ["16k", "280k", "540k", "1800k"])
def test_a_disk_too_small_for_a_new_database_leaves_none(
    disk: Callable[[str], Path], size: str
) -> None:
    path = disk(size) / "green.duckdb"
    fails(path, "init", *FULL)
    assert not path.exists()


@pytest.mark.parametrize("more", [-400, 0, 100, 700])
def test_a_database_is_never_said_to_be_made_that_is_not_whole(
    disk: Callable[[str], Path], shandong: Path, more: int
) -> None:
    path = disk(kilobytes(shandong, more)) / "green.duckdb"
    done = green("--lang", "en", "init", "--db", path)
    if done.returncode == 0:
        shown = green("--lang", "en", *COMMANDS["progress"], "--db", path)
        assert "6977" in shown.stdout, shown.stderr
    else:
        assert FULL[0] in done.stderr
        assert not path.exists()


def test_the_path_named_is_the_one_that_was_asked_for(disk: Callable[[str], Path]) -> None:
    path = disk("400k") / "green.duckdb"
    assert green("--lang", "en", "init", "--db", path).stderr.startswith(f"{path}: ")


def test_a_full_disk_keeps_nothing_of_an_attempt(disk: Callable[[str], Path]) -> None:
    """What is left of it would take the very space that has to be freed."""
    place = disk("400k")
    green("init", "--db", place / "green.duckdb")
    assert list(place.iterdir()) == []


def test_an_attempt_works_once_there_is_space(disk: Callable[[str], Path]) -> None:
    place = disk("16m")
    ballast = place / "ballast"
    ballast.write_bytes(bytes(16 * 1024 * 1024 - 400_000))
    path = place / "green.duckdb"
    fails(path, "init", *FULL)
    ballast.unlink()
    assert green("init", "--db", path).returncode == 0
    assert green(*COMMANDS["progress"], "--db", path).returncode == 0


def write_until_it_fails(store: Store) -> tuple[int, StoreFailed]:
    """How many rows of a note each were stored, and what was said then."""
    stored = 0
    while stored < 10_000:
        try:
            with store.write() as query:
                for _row in range(50):
                    query.run(
                        """
                        insert into evidence (
                            community, what, true_as_of, kept_at, recorded_at, person
                        )
                        values (1, $what, $day, 'a folder', $at, 'local')
                        """,
                        what=os.urandom(1000).hex(),
                        day=date(2022, 3, 1),
                        at=morning(date(2022, 3, 1)),
                    )
        except StoreFailed as failed:
            return stored, failed
        stored += 50
    raise AssertionError("the disk was never full")


def test_a_disk_that_fills_up_while_writing_keeps_all_that_was_stored(
    disk: Callable[[str], Path], shandong: Path, tmp_path: Path, english: None
) -> None:
    place = disk(kilobytes(shandong, 1000))
    path = Path(shutil.copy(shandong, place / "green.duckdb"))
    store = Store.open(path)
    stored, failed = write_until_it_fails(store)
    assert stored > 0
    assert str(failed).startswith(f"{path}: ")
    for sentence in FULL:
        assert sentence in str(failed)
    # The app goes on reading what there is.
    with store.read() as query:
        assert query.value("select count(*) from evidence") == stored
    store.close()
    # A bigger disk shows that it is on the disk, and no part of the last unit of work with it.
    bigger = Path(shutil.copytree(place, tmp_path / "bigger")) / "green.duckdb"
    again = Store.open(bigger)
    with again.read() as query:
        assert query.value("select count(*) from evidence") == stored
    again.close()


def test_writing_goes_on_once_there_is_space_again(
    disk: Callable[[str], Path], shandong: Path
) -> None:
    place = disk(kilobytes(shandong, 2000))
    store = Store.open(Path(shutil.copy(shandong, place / "green.duckdb")))
    ballast = place / "ballast"
    ballast.write_bytes(bytes(1024 * 1024))
    stored, _failed = write_until_it_fails(store)
    ballast.unlink()
    more, _failed = write_until_it_fails(store)
    assert more > 0
    with store.read() as query:
        assert query.value("select count(*) from evidence") == stored + more
    store.close()


def test_a_limit_on_file_size_is_told_like_a_full_disk(tmp_path: Path) -> None:
    """The same without root: the system refuses to let any file grow."""
    if shutil.which("prlimit") is None:
        pytest.skip("there is no prlimit to limit the size of files")
    path = tmp_path / "green.duckdb"
    fails(path, "init", *FULL, before=("prlimit", "--fsize=400000"))
    assert not path.exists()


def test_a_limit_reached_only_on_closing_leaves_no_half_database(tmp_path: Path) -> None:
    """All rows fit into the log beside the file, and then not into the file."""
    if shutil.which("prlimit") is None:
        pytest.skip("there is no prlimit to limit the size of files")
    path = tmp_path / "green.duckdb"
    fails(path, "init", *FULL, before=("prlimit", "--fsize=1500000"))
    assert not path.exists()


def test_a_disk_mounted_read_only_is_told_with_what_to_allow(
    disk: Callable[[str], Path], shandong: Path
) -> None:
    place = disk("16m")
    path = Path(shutil.copy(shandong, place / "green.duckdb"))
    subprocess.run(["mount", "-o", "remount,ro", place], check=True)  # noqa: S607
    fails(path, "progress", *FORBIDDEN)
    fails(place / "new.duckdb", "init", *FORBIDDEN)
    fails(place / "new folder" / "new.duckdb", "init", *FORBIDDEN)


def test_a_file_that_may_not_be_written_is_told_with_what_to_allow(
    database: Path, ordinary_user: tuple[str, ...]
) -> None:
    database.chmod(0o444)
    fails(database, "progress", *FORBIDDEN, before=ordinary_user)


def test_a_file_that_may_not_even_be_read_is_told_with_what_to_allow(
    database: Path, ordinary_user: tuple[str, ...]
) -> None:
    database.chmod(0o000)
    fails(database, "progress", *FORBIDDEN, before=ordinary_user)


def test_a_folder_that_may_not_be_written_is_told_with_what_to_allow(
    tmp_path: Path, ordinary_user: tuple[str, ...]
) -> None:
    place = tmp_path / "closed"
    place.mkdir(mode=0o555)
    fails(place / "green.duckdb", "init", *FORBIDDEN, before=ordinary_user)
    assert list(place.iterdir()) == []


@pytest.mark.parametrize("command", ["init", "progress"])
def test_a_folder_that_may_not_be_entered_is_told_with_what_to_allow(
    tmp_path: Path, shandong: Path, ordinary_user: tuple[str, ...], command: str
) -> None:
    place = tmp_path / "locked"
    place.mkdir()
    shutil.copy(shandong, place / "green.duckdb")
    place.chmod(0o000)
    try:
        fails(place / "green.duckdb", command, *FORBIDDEN, before=ordinary_user)
    finally:
        place.chmod(0o755)


def test_a_log_beside_the_file_that_is_damaged_is_told_as_such(database: Path) -> None:
    """A server that was killed leaves the log; a byte changed in it is no answer."""
    writing = """if True:
        import os, sys
        from pathlib import Path
        from green.store import Store

        store = Store.open(Path(sys.argv[1]))
        with store.write() as query:
            query.run("insert into registry_list values ('a', '2024-06-30', 'test')")
        os._exit(1)
    """
    subprocess.run([sys.executable, "-c", writing, database], cwd=ROOT, check=False)
    log = database.with_name(database.name + ".wal")
    content = bytearray(log.read_bytes())
    content[len(content) // 2] ^= 0xFF
    log.write_bytes(content)
    fails(database, "progress", *DAMAGED)
