"""`python -m green backup` and `restore`, as they are typed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from green import texts
from green.cli import main
from green.store import Store
from tests.backup.conftest import HASHES, Filled, files_of
from tests.database import green, rows


@pytest.fixture(autouse=True)
def _back_to_chinese() -> Iterator[None]:
    yield
    texts.use(texts.DEFAULT)


def run(*words: str | Path) -> int:
    return main(["--lang", "en", *map(str, words)])


def test_a_database_is_backed_up_beside_itself_and_restored_elsewhere(
    filled: Filled, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path, place = filled.store.path, tmp_path / "elsewhere" / "green.duckdb"
    filled.store.close()
    assert run("backup", "--db", path) == 0
    said, told = capsys.readouterr()
    assert told == "", "nobody watches"
    (folder,) = (tmp_path / "backups").iterdir()
    assert f"Backup made: {folder}\n2 files of evidence, " in said
    assert run("verify", "--db", folder / "green.duckdb") == 0, "looking into it does no harm"
    capsys.readouterr()
    assert run("restore", folder, "--db", place) == 0
    said, told = capsys.readouterr()
    assert f"Restored: {place}\n" in said
    assert "close those who left since" in said
    assert told == ""
    assert tuple(files_of(place).names()) == HASHES
    assert run("restore", folder, "--db", place) == 1
    assert "There is a database here already." in capsys.readouterr().err


def test_json_is_all_that_is_printed(
    filled: Filled, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = filled.store.path
    filled.files.remove(HASHES[0])
    filled.store.close()
    assert run("backup", tmp_path / "here", "--db", path, "--json") == 0
    said, told = capsys.readouterr()
    found = json.loads(said)
    assert Path(found["folder"]).parent == tmp_path / "here"
    assert found["whole"] is False
    assert found["files"]["lacking"] == [HASHES[0]]
    assert told == "1 file of evidence was missing or altered and is not in the backup.\n"
    assert run("restore", found["folder"], "--db", tmp_path / "x" / "x.duckdb", "--json") == 0
    assert json.loads(capsys.readouterr().out) == found
    with closing(Store.open(tmp_path / "x" / "x.duckdb")) as store:
        assert rows(store, "select person from log where action = 'restore'") == [("console",)]


def test_while_the_app_runs_the_command_names_it_and_the_page(
    filled: Filled, tmp_path: Path
) -> None:
    done = green("--lang", "en", "backup", "--db", filled.store.path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "in use by another program (" in done.stderr
    assert "Make the backup in the app, on the page Data" in done.stderr
    assert not (tmp_path / "backups").exists()


def test_what_is_no_backup_is_refused_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("restore", tmp_path / "nothing", "--db", tmp_path / "x.duckdb") == 1
    said, told = capsys.readouterr()
    assert said == ""
    assert told == (
        f"{tmp_path / 'nothing'}: This is no backup. "
        "Name a folder that “backup” made, with backup.json in it.\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_a_database_that_is_not_there_is_not_made_by_backing_it_up(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("backup", "--db", tmp_path / "x.duckdb") == 1
    assert "There is no database here." in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
