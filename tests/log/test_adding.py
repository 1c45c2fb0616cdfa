"""Rows of the log: what is written comes back letter for letter, from many hands at once."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from green.log import records as log
from green.log.model import Entry
from green.store import Store
from tests.database import Days, rows

ALL = [""]
# Hypothesis writes on into one database: a chain is never begun anew either.
on_one_store = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def entries(store: Store, **condition: str) -> list[Entry]:
    with store.read() as query:
        return log.entries(query, ALL, **condition)  # type: ignore[arg-type]


def add(store: Store, person: str, action: str, subject: str, **details: object) -> None:
    with store.write() as query:
        log.add(query, person, action, subject, **details)


def refuse(store: Store, person: str, action: str, subject: str) -> None:
    with store.write() as query:
        log.add_refusal(query, person, action, subject)


def need_sound(store: Store) -> None:
    with store.read() as query:
        found = log.verify(query)
        assert found.broken is None
        assert found.rows == query.value("select count(*) from log")


@on_one_store
@given(st.text(), st.text())
@example("'; drop table log; --", '"quoted", {"json": 1}')
@example("\x00\x01\x1f\x7f\x85", "\u202eright to left\u202c\u200f\ufeff")
@example("𠮷野家😀", "\u2028\u2029\r\n\t")
@example("a\u0301", "\u00e1")
def test_every_text_survives_and_the_chain_holds(store: Store, subject: str, detail: str) -> None:
    add(store, "wang", "answer", subject, field=detail)
    last = entries(store)[0]
    assert last.subject == subject
    assert json.loads(last.details) == {"field": detail}
    need_sound(store)


def test_half_a_letter_is_written_out_and_does_not_keep_the_row_from_being_stored(
    store: Store,
) -> None:
    add(store, "wa\ud800ng", "answer", "37\udfff", field="\ud83d")
    (last,) = entries(store)
    assert (last.person, last.subject) == ("wa\\ud800ng", "37\\udfff")
    assert "\\ud83d" in last.details
    refuse(store, "wang", "answer", "37\udfff")
    refuse(store, "wang", "answer", "37\udfff")
    assert len(entries(store)) == 2
    need_sound(store)


def test_values_that_are_not_text_are_written_as_text(store: Store) -> None:
    add(store, "wang", "enrol", "37", day=date(2024, 3, 1), role="officer", count=3)
    (last,) = entries(store)
    assert json.loads(last.details) == {"count": 3, "day": "2024-03-01", "role": "officer"}


def test_many_at_once_make_one_unbroken_chain_with_a_row_for_each(store: Store) -> None:
    threads, each = 8, 15
    start = Barrier(threads)

    def work(number: int) -> None:
        start.wait()
        for turn in range(each):
            add(store, f"p{number}", "answer", str(turn))

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, range(threads)))
    need_sound(store)
    per_person = "select distinct count(*) from log group by person"
    assert rows(store, per_person) == [(each,)]
    assert rows(store, "select min(id), max(id) from log") == [(1, threads * each)]


def test_a_clock_that_is_set_back_does_not_break_the_chain(store: Store, days: Days) -> None:
    for day in (date(2024, 3, 9), date(2024, 3, 1), date(2020, 1, 1), date(2024, 3, 10)):
        days.go_to(day)
        add(store, "wang", "answer", day.isoformat())
    need_sound(store)
    moments = [entry.recorded_at for entry in reversed(entries(store))]
    assert moments == sorted(set(moments))


def test_the_chain_goes_on_where_it_was_after_the_database_was_closed(store: Store) -> None:
    path = store.path
    add(store, "wang", "answer", "1")
    store.close()
    again = Store.open(path)
    add(again, "li", "answer", "2")
    need_sound(again)
    assert [entry.person for entry in entries(again)] == ["li", "wang"]
    again.close()


def test_the_same_refusal_is_one_row_within_a_minute_and_another_after_it(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    from green import clock

    now = clock.now()
    for seconds in (0, 30, 59, 60, 61, 119, 122):
        monkeypatch.setattr(clock, "now", lambda at=now + timedelta(seconds=seconds): at)
        refuse(store, "wang", "answer", "37")
    assert len(entries(store)) == 3
    need_sound(store)


def test_another_person_place_or_deed_is_another_refusal(store: Store) -> None:
    for person, action, subject in (
        ("wang", "answer", "37"),
        ("li", "answer", "37"),
        ("wang", "hand_in", "37"),
        ("wang", "answer", "3701"),
    ):
        refuse(store, person, action, subject)
    assert len(entries(store)) == 4


def test_entries_are_those_of_the_places_inside_the_scopes_the_latest_first(store: Store) -> None:
    for subject in ("", "37", "3701", "370102", "3702", "11"):
        add(store, "wang", "answer", subject)
    with store.read() as query:
        assert [one.subject for one in log.entries(query, ["3701", "11"])] == [
            "11",
            "370102",
            "3701",
        ]
        assert log.entries(query, []) == []
        assert len(log.entries(query, [""], limit=2)) == 2


def test_entries_are_narrowed_by_person_deed_place_and_time(store: Store) -> None:
    add(store, "wang", "answer", "370102")
    add(store, "li", "answer", "3702")
    add(store, "li", "enrol", "370102")
    late = entries(store)[0].recorded_at
    assert [one.person for one in entries(store, person="wang")] == ["wang"]
    assert [one.action for one in entries(store, action="enrol")] == ["enrol"]
    assert {one.subject for one in entries(store, subject="3701")} == {"370102"}
    assert entries(store, subject="' or '1'='1") == []
    with store.read() as query:
        assert len(log.entries(query, ALL, since=late)) == 1
        assert len(log.entries(query, ALL, until=late)) == 2
