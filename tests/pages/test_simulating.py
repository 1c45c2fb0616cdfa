"""Building the simulated province from the page."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from green import texts
from green.settings import Settings
from green.setup import set_up
from green.store import Store
from green.ui import jobs
from tests.pages.first_start import (
    CHINESE,
    DATA,
    LONG,
    SIMULATE,
    TIBET,
    Open,
    count,
    exchange,
    no_job_outlives_its_test,
    province,
    wait_for,
)

__all__ = ["no_job_outlives_its_test"]
from tests.database import rows
from tests.pages.visit import HOME, PROGRESS


def test_building_is_one_press_goes_on_in_the_server_and_opens_by_itself(
    visit: Open, store: Store, database: Path
) -> None:
    before = database.stat().st_size, count(database, "community")
    found = visit(community=None).press("build_simulated")
    job = jobs.current(SIMULATE)
    assert job is not None
    # While it goes on there is nothing to press twice, and other pages work.
    assert not found.has("build_simulated")
    assert not found.has("open_simulated")
    found.go(PROGRESS)
    assert not found.app.warning
    found.go(HOME)
    wait_for(SIMULATE)
    assert (job.done, job.error) == (True, None)
    found.run()
    assert found.app.warning
    assert found.app.query_params["data"] == "simulated"
    assert jobs.current(SIMULATE) is None
    found.go(PROGRESS)
    assert len(found.app.table[0].value) == 17
    assert Settings(database).simulated.exists()
    assert (database.stat().st_size, count(database, "community")) == before
    for table in ("enrolment_event", "answer_event", "submission", "simulation"):
        assert count(database, table) == 0


def test_a_window_opened_while_it_is_built_watches_and_begins_nothing(
    visit: Open, simulated: Path
) -> None:
    simulated.unlink()
    working = threading.Event()
    go_on = threading.Event()

    def work(tell: Callable[[float], None]) -> None:
        tell(0.5)
        working.set()
        assert go_on.wait(LONG)

    job = jobs.start(SIMULATE, work)
    assert working.wait(LONG)
    try:
        other = visit(community=None)
        assert not other.has("build_simulated")
        assert other.has("find_community")
        assert jobs.current(SIMULATE) is job
    finally:
        go_on.set()


def test_what_is_there_already_is_opened_and_not_built_again(visit: Open, simulated: Path) -> None:
    before = simulated.read_bytes()
    found = visit(community=None)
    assert not found.has("build_simulated")
    found.press("open_simulated")
    assert found.app.query_params["data"] == "simulated"
    assert found.app.warning
    assert jobs.current(SIMULATE) is None
    assert simulated.read_bytes() == before


def test_a_failed_building_says_why_and_spoils_nothing_that_is_there(
    visit: Open, store: Store, database: Path
) -> None:
    found = visit(community=None)
    # Between looking and pressing somebody puts a file there.
    path = Settings(database).simulated
    path.write_bytes(b"somebody's notes")
    found.press("build_simulated")
    wait_for(SIMULATE)
    found.run()
    assert len(found.errors()) == 1
    assert str(path) in found.errors()[0]
    assert not found.app.warning
    found.press("close_simulate")
    assert not found.app.error
    assert found.has("find_community")
    assert path.read_bytes() == b"somebody's notes"


def test_in_simulated_data_neither_way_is_offered_any_more(visit: Open, simulated: Path) -> None:
    found = visit(community=None, data="simulated")
    for key in ("build_simulated", "open_simulated", "set_up", "province"):
        assert not found.has(key)
    assert found.has("find_community")


def test_the_simulated_province_never_counts_as_a_first_start_used_up(
    visit: Open, simulated: Path, database: Path
) -> None:
    """Whoever looked around in it can still choose another province for real."""
    found = visit(community=None, data="simulated")
    found.go(DATA).press("go_real").go(HOME)
    assert found.has("set_up")
    exchange(found, TIBET)
    assert province(database) == TIBET
    assert simulated.exists()


def test_a_new_database_of_another_province_has_nothing_of_the_simulated_one(
    simulated: Path, tmp_path: Path
) -> None:
    made = set_up(tmp_path / "new.duckdb", TIBET)
    store = Store.open(made.path)
    assert rows(store, "select * from simulation") == []
    assert rows(store, "select * from enrolment_event") == []
    store.close()


def test_after_the_language_was_changed_the_choice_stays(visit: Open, simulated: Path) -> None:
    found = visit(community=None).press("open_simulated").speak("en")
    assert found.app.query_params["data"] == "simulated"
    texts.use("en")
    assert not any(CHINESE.search(one.value) for one in found.app.warning)
