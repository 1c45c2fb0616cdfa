"""The schema's steps: each once, whole with its record, and none of a later version's."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from green.errors import StoreFailed
from green.store import Store, migrations
from green.store.migrations import Migration

pytestmark = pytest.mark.usefixtures("english")
KNOWN = migrations.known()
GOOD = Migration(9001, "good", "create table good (a integer); insert into good values (1)")
BAD = Migration(9002, "bad", "create table half (a integer); select * from no_such_table")
MORE = Migration(9003, "more", "create table more (a integer)")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "new.duckdb"


def look(path: Path, sql: str) -> list[object]:
    """The first column of a query on a file that no store has open."""
    with duckdb.connect(path, read_only=True) as connection:
        return [row[0] for row in connection.execute(sql).fetchall()]


def tables(path: Path) -> set[object]:
    return set(look(path, "select table_name from information_schema.tables"))


def applied(path: Path) -> list[object]:
    return look(path, "select number from migration order by applied_at, number")


def know(monkeypatch: pytest.MonkeyPatch, *found: Migration) -> None:
    monkeypatch.setattr(migrations, "known", lambda: (*KNOWN, *found))


def test_the_migrations_are_numbered_from_1_without_gaps() -> None:
    assert [migration.number for migration in KNOWN] == list(range(1, len(KNOWN) + 1))


def test_a_new_database_has_every_migration_with_its_record_in_order(path: Path) -> None:
    Store.open(path, create=True).close()
    assert applied(path) == [migration.number for migration in KNOWN]
    names = look(path, "select name from migration order by number")
    assert names == [migration.name for migration in KNOWN]


def test_a_migration_runs_once_however_often_the_database_is_opened(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    know(monkeypatch, GOOD)
    for _time in range(3):
        Store.open(path, create=True).close()
    assert look(path, "select count(*) from good") == [1]
    assert applied(path).count(GOOD.number) == 1


def test_a_database_of_an_earlier_version_gets_only_what_it_lacks(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Store.open(path, create=True).close()
    before = look(path, "select applied_at from migration order by number")
    know(monkeypatch, GOOD)
    Store.open(path).close()
    after = look(path, "select applied_at from migration order by number")
    assert after[: len(before)] == before
    assert applied(path)[-1] == GOOD.number


def test_a_failing_migration_leaves_nothing_of_itself_and_keeps_those_before_it(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    know(monkeypatch, GOOD, BAD, MORE)
    with pytest.raises(duckdb.CatalogException, match="no_such_table"):
        Store.open(path, create=True)
    assert not {"half", "more"} & tables(path)
    assert "good" in tables(path)
    assert applied(path)[-1] == GOOD.number


def test_a_migration_whose_record_cannot_be_written_is_undone(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    twice = Migration(GOOD.number, "twice", "create table twice (a integer)")
    know(monkeypatch, GOOD, twice)
    with pytest.raises(duckdb.ConstraintException):
        Store.open(path, create=True)
    assert "twice" not in tables(path)


def test_a_failed_migration_is_run_once_it_is_mended(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    know(monkeypatch, BAD)
    with pytest.raises(duckdb.CatalogException):
        Store.open(path, create=True)
    know(monkeypatch, Migration(BAD.number, "bad", "create table half (a integer)"))
    Store.open(path).close()
    assert "half" in tables(path)


def test_a_database_that_knows_more_than_the_software_is_refused_and_stays_as_it_was(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    know(monkeypatch, MORE)
    Store.open(path, create=True).close()
    # This version knows another migration, which may not be mixed into the later schema.
    know(monkeypatch, GOOD)
    with pytest.raises(StoreFailed, match="newer version"):
        Store.open(path)
    assert "good" not in tables(path)
    assert applied(path) == [*(migration.number for migration in KNOWN), MORE.number]


def test_the_database_of_another_program_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "theirs.duckdb"
    with duckdb.connect(str(path)) as theirs:
        theirs.execute("create table notes (text varchar)")
    with pytest.raises(StoreFailed, match="belongs to another program"):
        Store.open(path)
    with duckdb.connect(str(path)) as theirs:
        assert theirs.execute("select table_name from duckdb_tables()").fetchall() == [("notes",)]
