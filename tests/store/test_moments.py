"""Moments of recording: what was known at one never changes afterwards."""

from __future__ import annotations

import threading
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from green.store import Store
from tests.database import Days, morning

EARLY, LATE = date(2024, 3, 1), date(2024, 3, 2)
INSERT = """
    insert into profile_event (community, effective_on, recorded_at, person)
    values (1, '2024-03-01', $at, 'local')
"""


@pytest.fixture
def opened(days: Days, store: Store) -> Store:
    """The store under the clock of the test."""
    return store


def write(store: Store) -> datetime:
    with store.write() as query:
        query.run(INSERT, at=query.at)
        return query.at


def read(store: Store) -> datetime:
    with store.read() as query:
        return query.at


def test_a_unit_of_work_is_recorded_at_the_clocks_moment(opened: Store, days: Days) -> None:
    days.go_to(LATE)
    assert write(opened) == morning(LATE) + timedelta(seconds=1)


def test_every_write_is_later_than_every_read_and_write_before_it(opened: Store) -> None:
    before = read(opened)
    for step in (write, read, write, write, read):
        now = step(opened)
        assert now > before if step is write else now >= before
        before = now


def test_a_clock_that_is_set_back_does_not_set_the_moments_back(opened: Store, days: Days) -> None:
    days.go_to(LATE)
    known = read(opened)
    days.go_to(EARLY)
    assert write(opened) > known


def test_nor_does_it_after_the_store_was_closed_and_opened_again(
    days: Days, database: Path
) -> None:
    days.go_to(LATE)
    with closing(Store.open(database)) as store:
        before = write(store)
    days.go_to(EARLY)
    with closing(Store.open(database)) as store:
        assert write(store) > before


def test_who_reads_while_another_writes_asks_for_a_moment_before_it(opened: Store) -> None:
    with opened.write() as query:
        query.run(INSERT, at=query.at)
        seen: list[datetime] = []
        reading = threading.Thread(target=lambda: seen.append(read(opened)))
        reading.start()
        reading.join(10)
        assert [moment < query.at for moment in seen] == [True]
    assert read(opened) >= query.at


def test_counts_of_the_reference_data_set_no_moment(opened: Store) -> None:
    """They are recorded as of their own days, of which some lie after the clock of this test."""
    with opened.read() as query:
        assert query.at < morning(LATE)
