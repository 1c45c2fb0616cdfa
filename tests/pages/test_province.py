"""Another province instead: nothing entered is ever lost by choosing one."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from green.assessment.enrolment import enrol
from green.assessment.model import Case
from green.assessment.programmes import programme_here
from green.errors import GreenError, NotPossible
from green.settings import DEFAULT_PROVINCE
from green.setup import start_over
from green.store import Store, shared
from green.ui import jobs
from tests.pages.first_start import (
    DATA,
    LONG,
    SET_UP,
    TIBET,
    Open,
    beside,
    count,
    exchange,
    keys,
    no_job_outlives_its_test,
    province,
    wait_for,
)

__all__ = ["no_job_outlives_its_test"]
from tests.database import JIEFANGQIAO, LOCAL, rows
from tests.pages.visit import PROGRESS


def test_where_nothing_was_entered_another_province_takes_the_place_of_shandong(
    visit: Open, database: Path
) -> None:
    found = exchange(visit(community=None), TIBET)
    assert not found.app.error
    assert province(database) == TIBET
    assert count(database, "community") == 273
    with shared(database).read() as query:
        assert programme_here(query).region == TIBET
    assert beside(database) == [database.name]
    # It is still a first start, and what is searched is the new province.
    assert found.has("build_simulated")
    ((code,),) = rows(shared(database), "select min(code) from community")
    found.give("find_community", code[:6])
    assert f"choose_{code}" in keys(found)
    found.give("find_community", "jfq")
    assert f"choose_{JIEFANGQIAO}" not in keys(found)


def test_the_page_data_exchanges_the_province_too(visit: Open, database: Path) -> None:
    exchange(visit(DATA, community=None), TIBET)
    assert province(database) == TIBET


def test_the_province_can_be_exchanged_again_and_back(visit: Open, database: Path) -> None:
    found = exchange(visit(community=None), TIBET)
    exchange(found, DEFAULT_PROVINCE)
    assert province(database) == DEFAULT_PROVINCE
    assert count(database, "community") == 6977


def test_in_the_new_province_one_takes_part_in_the_national_programme(
    visit: Open, database: Path
) -> None:
    found = exchange(visit(community=None), TIBET)
    ((code,),) = rows(shared(database), "select min(code) from community")
    found.give("find_community", code).press(f"choose_{code}").press("enrol")
    assert not found.app.error
    assert rows(shared(database), "select programme, person from enrolment_event") == [
        ("cn-green-community", "local")
    ]
    found.go(PROGRESS)
    assert not found.app.error
    assert len(found.app.table[0].value) == 8


def test_what_was_entered_since_the_page_was_shown_is_not_lost_by_a_late_press(
    visit: Open, store: Store, database: Path, case: Case
) -> None:
    """The window still offers other provinces; meanwhile somebody takes part in another."""
    late = visit(community=None)
    late.give("province", TIBET)
    enrol(store, case, LOCAL)
    late.press("set_up")
    wait_for(SET_UP)
    late.run()
    assert province(database) == DEFAULT_PROVINCE
    assert rows(shared(database), "select community, person from enrolment_event") == [
        (case.community.id, "local")
    ]
    assert beside(database) == [database.name]


def test_a_refused_exchange_says_so_and_can_be_put_away(
    visit: Open, store: Store, database: Path, case: Case
) -> None:
    late = visit(DATA, community=None)
    late.give("province", TIBET)
    enrol(store, case, LOCAL)
    late.press("set_up")
    wait_for(SET_UP)
    late.run()
    assert len(late.errors()) == 1
    assert str(database) in late.errors()[0]
    late.press("close_set_up")
    assert not late.app.error
    assert jobs.current(SET_UP) is None


def test_starting_over_is_refused_as_soon_as_anything_was_entered(
    store: Store, database: Path, case: Case
) -> None:
    enrol(store, case, LOCAL)
    before = [count(database, table) for table in ("enrolment_event", "community", "division")]
    with pytest.raises(NotPossible):
        start_over(database, TIBET)
    assert before == [
        count(database, table) for table in ("enrolment_event", "community", "division")
    ]
    assert beside(database) == [database.name]


def test_an_unknown_province_exchanges_nothing(store: Store, database: Path) -> None:
    with pytest.raises(GreenError):
        start_over(database, "99")
    assert province(database) == DEFAULT_PROVINCE
    assert beside(database) == [database.name]


def test_a_step_under_way_during_an_exchange_is_stored_or_refused_in_a_sentence(
    store: Store, database: Path, case: Case
) -> None:
    under_way, go_on = threading.Event(), threading.Event()
    ended: list[object] = []

    def write() -> None:
        try:
            with store.write() as query:
                query.run(
                    """
                    insert into profile_event (community, effective_on, recorded_at, person)
                    values ($community, $day, $at, 'local')
                    """,
                    community=case.community.id,
                    day=query.at.date(),
                    at=query.at,
                )
                under_way.set()
                assert go_on.wait(LONG)
        except Exception as failure:  # noqa: BLE001 - whatever it is, it is looked at below
            ended.append(failure)
        else:
            ended.append("stored")

    def change() -> None:
        try:
            start_over(database, TIBET)
        except GreenError:
            pass
        finally:
            go_on.set()

    writer, changer = threading.Thread(target=write), threading.Thread(target=change)
    writer.start()
    assert under_way.wait(LONG)
    changer.start()
    # Whoever waits for the other: neither may wait for ever.
    changer.join(10)
    go_on.set()
    writer.join(LONG)
    changer.join(LONG)
    assert not writer.is_alive()
    assert not changer.is_alive()
    shared(database)
    if ended == ["stored"]:
        assert count(database, "profile_event") == 1
    else:
        assert isinstance(ended[0], GreenError), ended


def test_a_press_in_a_window_that_shows_the_old_province_writes_nothing_into_the_new_one(
    visit: Open, database: Path
) -> None:
    old = visit()
    assert old.has("enrol")
    exchange(visit(community=None), TIBET)
    old.press("enrol")
    assert rows(shared(database), "select programme, community from enrolment_event") == []
    assert len(old.errors()) >= 1
