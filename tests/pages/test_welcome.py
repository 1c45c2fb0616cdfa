"""The first minute: two ways to begin, and nothing entered is ever lost by choosing one."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from green import texts
from green.assessment.enrolment import enrol
from green.assessment.model import Case
from green.assessment.profiles import save_profile
from green.assessment.programmes import programme_here
from green.errors import GreenError, NotPossible
from green.registry.model import Profile
from green.settings import DEFAULT_PROVINCE, DEFAULT_SEED, Settings
from green.setup import set_up, start_over
from green.store import Store, shared
from green.store.store import _opened
from green.texts import Language
from green.ui import jobs
from tests.database import JIEFANGQIAO, LOCAL, rows
from tests.pages.visit import HOME, PROGRESS, WALK, Visit
from tests.simulation.worlds import build

Open = Callable[..., Visit]
DATA = "admin/data.py"
SIMULATE, SET_UP = "simulate", "set_up"
TIBET = "54"
LONG = 180.0
CHINESE = re.compile(r"[\u3400-\u9fff]")


@pytest.fixture(autouse=True)
def _no_job_outlives_its_test(database: Path) -> Iterator[None]:
    yield
    for name in (SIMULATE, SET_UP):
        wait_for(name)
        jobs.forget(name)
    for path in [path for path in _opened if path.parent == database.parent]:
        if path != database:
            _opened.pop(path).close()


@pytest.fixture
def simulated(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The simulated Shandong is there already, beside the real database."""
    made = build(tmp_path_factory, DEFAULT_PROVINCE, DEFAULT_SEED)
    return Path(shutil.copy(made.path, Settings(store.path).simulated))


def wait_for(name: str) -> None:
    """Until the work of this name has ended."""
    for thread in threading.enumerate():
        if thread.name == name:
            thread.join(LONG)
            assert not thread.is_alive()


def keys(page: Visit) -> list[str]:
    """The keys of all widgets of the page, in the order in which they are read."""
    return [one.key for one in page.app.main if getattr(one, "key", None)]


def count(path: Path, table: str) -> int:
    return int(rows(shared(path), f"select count(*) from {table}")[0][0])


def beside(path: Path) -> list[str]:
    """What is in the database's folder, without the journal of one that is open."""
    return sorted(found.name for found in path.parent.iterdir() if found.suffix != ".wal")


def province(path: Path) -> str:
    (found,) = rows(shared(path), "select distinct substr(code, 1, 2) from community")
    return str(found[0])


def exchange(page: Visit, chosen: str) -> Visit:
    """Choose another province and wait until the page has gone on."""
    page.give("province", chosen).press("set_up")
    wait_for(SET_UP)
    return page.run()


# What a first start offers


@pytest.mark.parametrize("page", [HOME, WALK])
def test_a_first_start_offers_both_ways_and_the_search_below(visit: Open, page: str) -> None:
    found = visit(page, community=None)
    assert not found.app.error
    offered = [key for key in keys(found) if key in ("build_simulated", "set_up", "find_community")]
    assert offered == ["build_simulated", "set_up", "find_community"]
    assert found.app.title


def test_a_province_has_to_be_chosen_before_it_can_be_set_up(visit: Open) -> None:
    found = visit(community=None)
    assert found.widget("province").value is None
    assert found.widget("set_up").proto.disabled
    found.give("province", TIBET)
    assert not found.widget("set_up").proto.disabled


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_province_is_offered_and_all_of_china(visit: Open, language: Language) -> None:
    found = visit(community=None).speak(language)
    options = found.widget("province").options
    assert len(options) == 32
    assert "山东省" in options
    assert options[0] == ("All of China" if language == "en" else options[0])
    assert bool(CHINESE.search(options[0])) == (language == "zh_CN")


def test_the_first_start_is_a_page_in_one_language(visit: Open) -> None:
    found = visit(community=None)
    chinese = [title.value for title in found.app.title] + [
        part.value for part in (*found.app.subheader, *found.app.markdown)
    ]
    assert all(CHINESE.search(text) for text in chinese if text)
    found.speak("en")
    english = [title.value for title in found.app.title] + [
        part.value for part in (*found.app.subheader, *found.app.markdown)
    ]
    assert len(english) == len(chinese)
    assert not any(CHINESE.search(text) for text in english)


def test_a_community_can_be_searched_without_choosing_any_way(visit: Open) -> None:
    found = visit(community=None).give("find_community", "jfq")
    found.press(f"choose_{JIEFANGQIAO}")
    assert found.has("enrol")
    assert not found.has("build_simulated")


@pytest.mark.parametrize("entered", ["enrolment", "profile"])
def test_after_something_was_entered_there_is_only_the_search(
    visit: Open, store: Store, case: Case, entered: str
) -> None:
    if entered == "enrolment":
        enrol(store, case, LOCAL)
    else:
        save_profile(store, case.community, Profile(quarters=3), LOCAL)
    found = visit(community=None)
    assert found.has("find_community")
    for key in ("build_simulated", "set_up", "province"):
        assert not found.has(key)
    # The page Data still leads to the simulated province, but exchanges nothing any more.
    found.go(DATA)
    assert found.has("build_simulated")
    assert not found.has("province")


# Another province


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


# Two windows


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


# The simulated province


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
