"""The first start: a whole database or none, and never instead of one that is there."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from green import texts
from green.errors import GreenError, NotFound, NotPossible
from green.registry import loading
from green.settings import Settings
from green.setup import open_or_set_up, set_up
from green.store import Store
from tests.database import ROOT, SHANDONG, green

# Runs `init` in a process of its own; as soon as all rows are in, before they are stored for
# good, it prints a line and waits for one, or ends at once like a power failure.
INIT = """if True:
    import os, sys
    from pathlib import Path
    from green.errors import GreenError
    from green.registry import loading
    from green.setup import set_up

    load = loading.load

    def load_and_wait(*given):
        found = load(*given)
        if sys.argv[2] == "die":
            os._exit(9)
        print("loaded", flush=True)
        sys.stdin.readline()
        return found

    loading.load = load_and_wait
    try:
        set_up(Path(sys.argv[1]))
    except GreenError as error:
        print("refused", flush=True)
    else:
        print("made", flush=True)
"""


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    texts.use("en")
    yield
    texts.use(texts.DEFAULT)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "green.duckdb"


def communities(path: Path) -> int:
    store = Store.open(path)
    try:
        with store.read() as query:
            return int(query.value("select count(*) from community"))
    finally:
        store.close()


def beside(path: Path) -> list[str]:
    """What is in the database's folder."""
    return sorted(found.name for found in path.parent.iterdir())


def start(path: Path, end: str = "wait") -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", INIT, path, end],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        text=True,
    )


def test_a_new_database_is_one_file_with_shandong_in_it(path: Path) -> None:
    made = set_up(path)
    assert (made.path, made.province, made.communities) == (path, "37", 6977)
    assert beside(path) == [path.name]
    assert communities(path) == 6977


def test_another_province_can_be_chosen_and_nothing_of_shandong_is_in_it(path: Path) -> None:
    made = set_up(path, "63")
    assert made.communities == communities(path) > 0
    store = Store.open(path)
    with store.read() as query:
        for table, column in (
            ("division", "code"),
            ("community", "code"),
            ("denominator", "scope"),
        ):
            others = query.value(f"select count(*) from {table} where {column} not like '63%'")
            assert others == 0, table
    store.close()


@pytest.mark.parametrize("province", ["99", "3", "3701", "", "Shandong", "3%"])
def test_a_province_that_does_not_exist_is_refused_and_leaves_nothing(
    path: Path, province: str
) -> None:
    with pytest.raises(NotFound, match="There is no province with the code"):
        set_up(path, province)
    assert not path.exists()


def test_the_second_start_is_refused_and_leaves_the_first_untouched(path: Path) -> None:
    set_up(path)
    before = path.read_bytes()
    with pytest.raises(NotPossible, match="There is a database here already"):
        set_up(path)
    assert path.read_bytes() == before
    assert beside(path) == [path.name]


@pytest.mark.parametrize("content", [b"", b"somebody's notes"])
def test_a_file_that_is_there_is_never_written_over(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(NotPossible):
        set_up(path)
    assert path.read_bytes() == content


def test_the_app_makes_a_database_only_where_there_is_none(path: Path) -> None:
    made = open_or_set_up(Settings(path))
    assert made is not None
    assert made.communities == 6977
    assert open_or_set_up(Settings(path)) is None


@pytest.mark.parametrize("failure", [KeyboardInterrupt, MemoryError, SystemExit])
def test_an_interrupted_start_leaves_nothing_and_the_next_one_works(
    path: Path, monkeypatch: pytest.MonkeyPatch, failure: type[BaseException]
) -> None:
    load = loading.load

    def load_and_fail(*given: Any) -> int:
        load(*given)
        raise failure

    with monkeypatch.context() as interrupted:
        interrupted.setattr(loading, "load", load_and_fail)
        with pytest.raises(failure):
            set_up(path)
    assert not path.exists()
    assert set_up(path).communities == 6977


def test_a_killed_start_leaves_nothing_that_looks_like_a_database(path: Path) -> None:
    with start(path, "die") as process:
        process.communicate()
    assert process.returncode == 9
    assert not path.exists()
    refused = green("--lang", "en", "progress", "--programme", SHANDONG, "--db", path)
    assert "There is no database here." in refused.stderr
    assert set_up(path).communities == 6977
    assert beside(path) == [path.name]


def line(process: subprocess.Popen[str]) -> str:
    """What a started process says next; one that says nothing for a minute is ended."""
    assert process.stdout is not None
    guard = threading.Timer(60, process.kill)
    guard.start()
    said = process.stdout.readline().strip()
    guard.cancel()
    return said


def test_of_two_starts_at_once_one_makes_the_database_and_it_is_whole(path: Path) -> None:
    """The app and a command started together, the second still at work as the first ends."""
    with start(path) as first, start(path) as second:
        said = [line(first), line(second)]
        if said[0] == "loaded":
            assert first.stdin is not None
            print("go on", file=first.stdin, flush=True)
            said[0] = line(first)
        if said[0] != "made" and said[1] == "loaded":
            assert second.stdin is not None
            print("go on", file=second.stdin, flush=True)
            said[1] = line(second)
        # Who has not finished is killed: what was said to be made has to stand without it.
        first.kill()
        second.kill()
    assert "made" in said
    assert communities(path) == 6977


def test_a_start_that_comes_too_late_does_not_spoil_the_one_at_work(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process is quicker after this one has looked and before it begins."""
    open_it, others = Store.open, []

    def open_after_another(*given: Any, **named: Any) -> Store:
        if not others:
            others.append(start(path))
            assert line(others[0]) == "loaded"
        return open_it(*given, **named)

    monkeypatch.setattr(Store, "open", open_after_another)
    made = []
    with suppress(GreenError):
        made.append(set_up(path))
    monkeypatch.undo()
    with others[0] as other:
        out, _err = other.communicate("go on\n")
    assert len(made) + out.count("made") == 1
    assert communities(path) == 6977
