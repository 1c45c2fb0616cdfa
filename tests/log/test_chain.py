"""The chain: whatever is changed in the file afterwards, walking it finds the place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from green.log import records as log
from green.log.model import BEGINNING, Entry, Verified
from green.store import Query, Store
from tests.database import morning, rows

COLUMNS = ("id", "recorded_at", "person", "action", "subject", "details", "previous", "hash")
words = st.sampled_from(["wang", "li", "王红", "answer", "370102001002", ""])
logs = st.lists(st.tuples(words, words, words, words), min_size=2, max_size=8)
Rows = list[tuple[str, str, str, str]]
Change = Callable[[list[Entry]], list[Entry]]
INSERT = """
    insert into log (id, recorded_at, person, action, subject, details, previous, hash)
    values ($id, $recorded_at, $person, $action, $subject, $details, $previous, $hash)
"""


class Undone(Exception):
    """Takes back what an example has written."""


@pytest.fixture(scope="module")
def one_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A database in which each example writes and takes it back: a file for each costs seconds."""
    opened = Store.open(tmp_path_factory.mktemp("log") / "green.duckdb", create=True)
    yield opened
    opened.close()


def verified(store: Store, done: Rows, change: Change) -> Verified:
    """What is found in a log of these rows once somebody has changed them so."""
    found: list[Verified] = []
    with suppress(Undone), store.write() as query:
        write(query, done)
        before = [Entry(*row) for row in query.rows("select * from log order by id")]
        query.run("delete from log")
        for entry in change(before):
            query.run(INSERT, **vars(entry))
        found.append(log.verify(query))
        raise Undone
    return found[0]


def write(query: Query, done: Rows) -> None:
    for person, action, subject, field in done:
        log.add(query, person, action, subject, field=field)


def forged(entry: Entry) -> Entry:
    """With the hash that its content asks for: who tampers knows the rule too."""
    return replace(entry, hash=entry.computed)


def another(column: str, value: Any) -> Any:
    if column == "id":
        return value + 1000
    return value + timedelta(microseconds=1) if column == "recorded_at" else value + "x"


@given(logs)
def test_a_log_that_nobody_touched_is_sound_to_its_last_row(one_store: Store, done: Rows) -> None:
    sound = verified(one_store, done, lambda entries: entries)
    assert (sound.rows, sound.broken) == (len(done), None)
    assert sound.head != BEGINNING


@pytest.mark.parametrize("column", COLUMNS)
@settings(max_examples=20)
@given(done=logs, data=st.data())
def test_a_change_of_any_column_of_any_row_is_found_at_that_row(
    one_store: Store, column: str, done: Rows, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(done) - 1))

    def change(entries: list[Entry]) -> list[Entry]:
        entries[at] = replace(
            entries[at], **{column: another(column, getattr(entries[at], column))}
        )
        return entries

    broken = verified(one_store, done, change).broken
    # A row with another number leaves a gap where it stood.
    assert broken == at + 1 if column != "id" else broken in (at + 2, at + 1001)


@given(done=logs, data=st.data())
def test_a_row_changed_together_with_its_hash_breaks_the_row_after_it(
    one_store: Store, done: Rows, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(done) - 2))

    def change(entries: list[Entry]) -> list[Entry]:
        entries[at] = forged(replace(entries[at], person="somebody else"))
        return entries

    assert verified(one_store, done, change).broken == at + 2


@given(done=logs, data=st.data())
def test_a_missing_row_is_found_wherever_it_stood_but_at_the_end(
    one_store: Store, done: Rows, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(done) - 2))
    now = verified(one_store, done, lambda entries: entries[:at] + entries[at + 1 :])
    assert (now.rows, now.broken) == (at, at + 2)


@given(done=logs, data=st.data())
def test_a_missing_row_is_found_although_those_after_it_moved_up(
    one_store: Store, done: Rows, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(done) - 2))

    def change(entries: list[Entry]) -> list[Entry]:
        after = [forged(replace(entry, id=entry.id - 1)) for entry in entries[at + 1 :]]
        return entries[:at] + after

    assert verified(one_store, done, change).broken == at + 1


@given(done=logs, data=st.data())
def test_two_rows_that_changed_places_are_found(
    one_store: Store, done: Rows, data: st.DataObject
) -> None:
    one = data.draw(st.integers(0, len(done) - 2))
    other = data.draw(st.integers(one + 1, len(done) - 1))

    def change(entries: list[Entry]) -> list[Entry]:
        first, second = entries[one], entries[other]
        entries[one] = forged(replace(second, id=first.id))
        entries[other] = forged(replace(first, id=second.id))
        return entries

    assert verified(one_store, done, change).broken == one + 1


@given(done=logs, data=st.data())
def test_a_row_put_in_between_is_found_however_well_it_was_made(
    one_store: Store, done: Rows, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(done) - 1))

    def change(entries: list[Entry]) -> list[Entry]:
        previous = entries[at - 1].hash if at else BEGINNING
        new = forged(replace(entries[at], person="never there", previous=previous))
        after = [replace(entry, id=entry.id + 1) for entry in entries[at:]]
        return [*entries[:at], new, *after]

    assert verified(one_store, done, change).broken == at + 2


@given(done=logs, data=st.data())
def test_several_random_changes_at_once_are_found(
    one_store: Store, done: Rows, data: st.DataObject
) -> None:
    places = st.tuples(st.integers(0, len(done) - 1), st.sampled_from(COLUMNS[1:]), words)
    changes = data.draw(st.lists(places, min_size=1, max_size=4))
    same = True

    def change(entries: list[Entry]) -> list[Entry]:
        nonlocal same
        before = list(entries)
        for at, column, word in changes:
            value: Any = word
            if column == "recorded_at":
                value = morning(date(2024, 3, 1 + len(word)))
            entries[at] = replace(entries[at], **{column: value})
        same = before == entries
        return entries

    broken = verified(one_store, done, change).broken
    assume(not same)
    assert broken is not None


@given(logs)
def test_rows_cut_off_at_the_end_show_in_the_head_and_the_number_kept_elsewhere(
    one_store: Store, done: Rows
) -> None:
    kept = verified(one_store, done, lambda entries: entries)
    now = verified(one_store, done, lambda entries: entries[:-1])
    assert (kept.rows, now.rows, now.broken) == (len(done), len(done) - 1, None)
    assert now.head != kept.head


@pytest.mark.parametrize("column", COLUMNS)
def test_a_change_in_the_file_is_found_by_the_next_who_opens_it(
    store: Store, path: Path, column: str
) -> None:
    with store.write() as query:
        write(query, [("wang", "answer", str(n), "note") for n in range(5)])
        value = query.value(f"select {column} from log where id = 3")
    store.close()
    with duckdb.connect(path) as theirs:
        theirs.execute(f"update log set {column} = ? where id = 3", [another(column, value)])
    again = Store.open(path)
    with again.read() as query:
        found = log.verify(query)
    again.close()
    assert (found.rows, found.broken) == (2, 4 if column == "id" else 3)


def test_an_empty_log_is_sound(store: Store) -> None:
    with store.read() as query:
        assert log.verify(query) == Verified(0, BEGINNING)


def test_a_unit_that_breaks_off_leaves_no_gap(store: Store) -> None:
    with store.write() as query:
        log.add(query, "wang", "answer", "370102001002")
    with suppress(Undone), store.write() as query:
        log.add(query, "quick", "answer", "370102001002")
        raise Undone
    with store.write() as query:
        log.add(query, "li", "answer", "370102001002")
    with store.read() as query:
        assert log.verify(query).broken is None
    assert rows(store, "select id, person from log order by id") == [(1, "wang"), (2, "li")]
