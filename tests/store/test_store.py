"""Units of work on a real file: whole or not at all, one after the other, one state at a time."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from green.errors import StoreFailed
from green.store import Query, Store, shared
from green.store.store import _opened
from tests.database import ROOT

pytestmark = pytest.mark.usefixtures("english")
INSERT = "insert into registry_list values ($basis, '2024-06-30', 'test')"
COUNT = "select count(*) from registry_list where source = 'test'"


class Rerun(BaseException):
    """What a page raises in the middle of a script when it starts again."""


def count(store: Store) -> int:
    with store.read() as query:
        return int(query.value(COUNT))


def put(query: Query, *names: str) -> None:
    for name in names:
        query.run(INSERT, basis=name)


def put_and_fail(store: Store, failure: type[BaseException], *names: str) -> None:
    with store.write() as query:
        put(query, *(names or ("a", "b")))
        raise failure


def test_what_was_written_is_there_after_closing_and_opening_again(database: Path) -> None:
    store = Store.open(database)
    with store.write() as query:
        put(query, "a", "b")
    store.close()
    again = Store.open(database)
    assert count(again) == 2
    again.close()


@pytest.mark.parametrize("failure", [ValueError, KeyboardInterrupt, Rerun])
def test_a_unit_of_work_that_fails_stores_nothing_of_itself(
    store: Store, failure: type[BaseException]
) -> None:
    with pytest.raises(failure):
        put_and_fail(store, failure)
    assert count(store) == 0


def test_after_a_failure_the_next_unit_of_work_can_write(store: Store) -> None:
    with pytest.raises(Rerun):
        put_and_fail(store, Rerun)
    with store.write() as query:
        put(query, "a")
    assert count(store) == 1


def test_a_statement_that_fails_undoes_those_before_it(store: Store) -> None:
    with pytest.raises(duckdb.ConstraintException), store.write() as query:
        put(query, "a", "a")
    assert count(store) == 0


def test_a_wrong_statement_is_a_bug_and_not_called_a_failure_of_the_disk(store: Store) -> None:
    with pytest.raises(duckdb.CatalogException), store.read() as query:
        query.rows("select * from no_such_table")


def test_a_value_never_becomes_part_of_the_statement(store: Store) -> None:
    name = "a'); drop table registry_list; --"
    with store.write() as query:
        put(query, name)
        assert query.value("select basis from registry_list where source = 'test'") == name


def test_a_statement_cannot_reach_other_files(store: Store, tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(duckdb.Error), store.read() as query:
        query.rows(f"select * from read_csv('{tmp_path}/secret.csv')")


def test_a_second_writer_waits_until_the_first_has_finished(store: Store) -> None:
    entered, order = threading.Event(), []

    def second() -> None:
        entered.set()
        with store.write() as query:
            order.append(f"second sees {query.value(COUNT)}")
            put(query, "b")

    thread = threading.Thread(target=second)
    with store.write() as query:
        thread.start()
        assert entered.wait(10)
        put(query, "a")
        order.append("first done")
    thread.join(10)
    assert order == ["first done", "second sees 1"]
    assert count(store) == 2


def test_a_reader_sees_one_state_while_others_write(store: Store) -> None:
    with store.read() as reading:
        before = reading.value(COUNT)
        with store.write() as query:
            put(query, "a")
        assert reading.value(COUNT) == before == 0
    assert count(store) == 1


def test_a_reader_does_not_wait_for_a_writer_nor_see_what_is_unfinished(store: Store) -> None:
    with store.write() as query:
        put(query, "a")
        assert count(store) == 0


@settings(max_examples=30, deadline=None)
@given(batches=st.lists(st.tuples(st.integers(1, 5), st.booleans()), max_size=12))
def test_exactly_the_units_that_ended_well_are_stored(
    tmp_path_factory: pytest.TempPathFactory, batches: list[tuple[int, bool]]
) -> None:
    store = Store.open(tmp_path_factory.mktemp("store") / "units.duckdb", create=True)
    for number, (size, ends_well) in enumerate(batches):
        names = [f"{number}-{row}" for row in range(size)]
        if ends_well:
            with store.write() as query:
                put(query, *names)
        else:
            with pytest.raises(Rerun):
                put_and_fail(store, Rerun, *names)
    assert count(store) == sum(size for size, ends_well in batches if ends_well)
    store.close()


def test_a_killed_process_loses_nothing_that_it_had_stored(database: Path) -> None:
    writing = """if True:
        import sys
        from pathlib import Path
        from green.store import Store

        store = Store.open(Path(sys.argv[1]))
        for number in range(10_000):
            with store.write() as query:
                query.run(
                    "insert into registry_list values ($basis, '2024-06-30', 'test')",
                    basis=str(number),
                )
            print(number, flush=True)
    """
    with subprocess.Popen(
        [sys.executable, "-c", writing, database], stdout=subprocess.PIPE, cwd=ROOT, text=True
    ) as process:
        assert process.stdout is not None
        stored = 0
        while stored < 100:
            stored = int(process.stdout.readline()) + 1
        process.kill()
        stored = max([stored, *(int(line) + 1 for line in process.stdout if line.endswith("\n"))])
    assert process.returncode != 0
    again = Store.open(database)
    # One more may have been stored whose line was not printed any more; none is missing.
    assert stored <= count(again) <= stored + 1
    again.close()


def test_one_process_shares_one_store_for_a_path(database: Path) -> None:
    first = shared(database)
    try:
        assert shared(database) is first
    finally:
        _opened.pop(database).close()


def test_a_store_that_could_not_be_opened_is_tried_again_the_next_time(
    shandong: Path, tmp_path: Path
) -> None:
    path = tmp_path / "later.duckdb"
    with pytest.raises(StoreFailed):
        shared(path)
    path.write_bytes(shandong.read_bytes())
    try:
        assert count(shared(path)) == 0
    finally:
        _opened.pop(path).close()
