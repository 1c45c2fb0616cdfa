"""Real and simulated data side by side: always told apart, and never one written into the other."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from green import clock
from green.assessment.enrolment import enrol
from green.assessment.model import Case
from green.assessment.programmes import programme_here
from green.progress.figures import month_ends, progress
from green.settings import DEFAULT_PROVINCE, DEFAULT_SEED, Settings
from green.setup import throw_away
from green.simulation.pace import ENDS
from green.standard import loader
from green.store import Store, shared
from green.store.store import _opened
from green.texts import Language
from tests.database import JIEFANGQIAO, LOCAL, SHANDONG, all_met, answer_all, case_of, rows
from tests.pages.conftest import Somebody
from tests.pages.test_progress import chart
from tests.pages.visit import HOME, PROGRESS, WALK, Visit, read_back
from tests.simulation.worlds import build

Open = Callable[..., Visit]
DATA = "admin/data.py"
PAGES = (HOME, WALK, PROGRESS, DATA)
LANGUAGES: tuple[Language, ...] = ("zh_CN", "en")
CHINESE = re.compile(r"[\u3400-\u9fff]")
TABLES = (
    *("enrolment_event", "profile_event", "answer_event", "evidence", "evidence_link_event"),
    *("submission", "submission_item", "submission_event", "standard_text", "denominator"),
    *("community", "division", "simulation"),
)


@pytest.fixture
def simulated(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The simulated Shandong beside the real database of this test."""
    made = build(tmp_path_factory, DEFAULT_PROVINCE, DEFAULT_SEED)
    path = Path(shutil.copy(made.path, Settings(store.path).simulated))
    yield path
    if path in _opened:
        _opened.pop(path).close()


def content(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Every row that anybody could have entered."""
    return {table: rows(store, f"select * from {table} order by all") for table in TABLES}


def counts(store: Store) -> dict[str, int]:
    return {table: rows(store, f"select count(*) from {table}")[0][0] for table in TABLES}


def one_that(path: Path, condition: str) -> str:
    """The code of the first simulated community about which this is so."""
    found = rows(
        shared(path),
        f"select code from community where {condition} order by code limit 1",
    )
    return str(found[0][0])


NEVER = "id not in (select community from enrolment_event)"
STANDING = """
    id in (
        select community from submission where outcome = 'meets' and cycle = '2022'
            and id not in (select submission from submission_event)
            and id not in (select submission from decision)
    )
"""


def images(page: Visit) -> list[Any]:
    """The pictures of the page, in order."""
    return [one.proto.imgs[0] for one in page.app.main if one.type == "image"]


def figures(path: Path, as_of: date) -> Any:
    with shared(path).read() as query:
        return progress(query, programme_here(query), as_of=as_of, monthly=True)


def shown(page: Visit) -> list[list[str]]:
    return page.app.table[0].value.to_numpy().tolist()


# Told apart


@pytest.mark.parametrize("community", [None, JIEFANGQIAO])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_every_page_of_simulated_data_says_so_first(
    visit: Open, simulated: Path, path: str, language: Language, community: str | None
) -> None:
    page = visit(community=community, data="simulated").speak(language).go(path)
    assert not page.app.error
    (banner,) = page.app.warning
    assert bool(CHINESE.search(banner.value)) == (language == "zh_CN")
    visible = [
        one.type for one in page.app.main if one.type not in ("main", "flex_container", "html")
    ]
    assert visible[0] == "warning", "it stands above everything else"


@pytest.mark.parametrize("community", [None, JIEFANGQIAO])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_no_page_of_real_data_says_that_it_is_simulated(
    visit: Open, simulated: Path, path: str, language: Language, community: str | None
) -> None:
    page = visit(community=community).speak(language).go(path)
    assert not page.app.warning
    assert "data" not in page.app.query_params


@pytest.mark.parametrize("asked", ["simulated", "real", "SIMULATED", "x", "", "../green"])
@pytest.mark.parametrize("path", PAGES)
def test_without_a_simulated_database_an_address_leads_to_the_real_one(
    visit: Open, store: Store, path: str, asked: str
) -> None:
    page = visit(path, community=None, data=asked)
    assert not page.app.warning
    assert not page.app.error
    assert "data" not in page.app.query_params
    assert not Settings(store.path).simulated.exists()


@pytest.mark.parametrize("asked", ["SIMULATED", "x", "", "real"])
def test_only_the_word_itself_leads_to_the_simulated_data(
    visit: Open, simulated: Path, asked: str
) -> None:
    page = visit(community=None, data=asked)
    assert not page.app.warning
    assert "data" not in page.app.query_params


def test_the_choice_stays_over_pages_and_in_the_address(visit: Open, simulated: Path) -> None:
    page = visit(DATA, community=None).press("open_simulated")
    for path in PAGES:
        page.go(path)
        assert page.app.warning
        assert page.app.query_params["data"] == "simulated"
    page.press("go_real")
    for path in PAGES:
        page.go(path)
        assert not page.app.warning
        assert "data" not in page.app.query_params


def test_the_page_data_names_both_files(visit: Open, store: Store, simulated: Path) -> None:
    captions = read_back(" ".join(one.value for one in visit(DATA, community=None).app.caption))
    assert str(store.path) in captions
    assert str(simulated) in captions


@pytest.mark.parametrize("looked_at", ["real", "simulated"])
def test_the_page_data_says_which_database_is_in_use_and_what_is_in_both(
    visit: Open, case: Case, store: Store, simulated: Path, looked_at: str
) -> None:
    enrol(store, case, LOCAL)
    page = visit(DATA, community=None, data=looked_at)
    said = [one.value.replace("\u00a0", " ") for one in page.app.markdown]
    in_use = [place for place, text in enumerate(said) if "正在使用" in text]
    real, invented = (place for place, text in enumerate(said) if "6,977 个社区" in text)
    assert "曾参与创建 1 个 · 申报 0 次" in said[real]
    ever = rows(shared(simulated), "select count(distinct community) from enrolment_event")[0][0]
    assert f"曾参与创建 {ever:,} 个" in said[invented]
    assert in_use == [real - 1 if looked_at == "real" else invented - 1]


def test_another_window_stays_where_it_is(visit: Open, simulated: Path) -> None:
    other = visit(community=None)
    visit(community=None, data="simulated")
    assert not other.go(PROGRESS).app.warning


# Thrown away


def test_throwing_away_removes_the_file_and_leads_back_to_the_real_data(
    visit: Open, store: Store, case: Case, simulated: Path
) -> None:
    enrol(store, case, LOCAL)
    before = content(store)
    page = visit(community=None, data="simulated").go(DATA).press("throw_away")
    assert not page.app.warning
    assert not page.app.error
    assert "data" not in page.app.query_params
    assert [p.name for p in simulated.parent.iterdir() if "simulated" in p.name] == []
    assert page.has("build_simulated")
    assert not page.has("throw_away")
    assert content(store) == before


def test_it_can_be_thrown_away_from_the_real_data_too(
    visit: Open, store: Store, simulated: Path
) -> None:
    before = content(store)
    page = visit(DATA, community=None).press("throw_away")
    assert not simulated.exists()
    assert not page.app.error
    assert content(store) == before


def test_there_is_nothing_to_throw_away_where_nothing_was_built(visit: Open) -> None:
    assert not visit(DATA, community=None).has("throw_away")


def test_throwing_away_what_is_gone_already_is_no_failure(visit: Open, simulated: Path) -> None:
    page = visit(DATA, community=None)
    throw_away(simulated)
    page.press("throw_away")
    assert not page.app.error
    assert not page.app.warning


def test_a_window_that_showed_what_was_thrown_away_goes_on_with_the_real_data(
    visit: Open, store: Store, simulated: Path
) -> None:
    other = visit(community=None, data="simulated")
    visit(DATA, community=None).press("throw_away")
    other.go(PROGRESS)
    assert not other.app.warning
    assert not other.app.error
    assert "data" not in other.app.query_params


def test_a_press_meant_for_what_was_thrown_away_writes_nothing_into_the_real_data(
    visit: Open, store: Store, simulated: Path
) -> None:
    """Two windows: one shows a simulated community, the other throws the data away."""
    before = content(store)
    other = visit(community=one_that(simulated, NEVER), data="simulated")
    assert other.has("enrol")
    visit(DATA, community=None).press("throw_away")
    other.press("enrol")
    assert content(store) == before


def test_an_answer_meant_for_what_was_thrown_away_is_not_stored_in_the_real_data(
    visit: Open, store: Store, case: Case, simulated: Path
) -> None:
    """The same community takes part for real as well."""
    enrol(store, case, LOCAL)
    with shared(simulated).write() as query:
        # It takes part in the simulated data too, and has not handed in.
        query.run("delete from submission where community = $id", id=case.community.id)
    if not rows(shared(simulated), "select 1 from enrolment_event where community = 1"):
        enrol(shared(simulated), case, LOCAL)
    other = visit(WALK, data="simulated")
    assert other.app.warning
    before = content(store)
    visit(DATA, community=None).press("throw_away")
    other.give(other.key("1"), "unmet")
    assert content(store) == before


# Never mixed


def test_a_simulated_session_writes_nothing_into_the_real_database(
    visit: Open, store: Store, simulated: Path
) -> None:
    before = content(store)
    there = counts(shared(simulated))
    code = one_that(simulated, NEVER)
    page = visit(community=code, data="simulated").press("enrol")
    there_case = case_of(shared(simulated), code, loader.programme(SHANDONG))
    page.case = there_case
    page.give(f"profile.{there_case.community.id}.quarters", 12)
    page.go(WALK).give(page.key("1"), "met").give(page.key("1", "note"), "试一试")
    answer_all(shared(simulated), there_case)
    page.go(HOME).press("hand_in").press("recall").press("withdraw")
    page.go(PROGRESS)
    assert not page.app.error
    now = counts(shared(simulated))
    more = {table: now[table] - there[table] for table in TABLES if now[table] != there[table]}
    assert more["enrolment_event"] == 2
    assert more["submission"] == more["submission_event"] == 1
    assert {"answer_event", "profile_event", "submission_item"} <= set(more)
    assert content(store) == before


def test_what_is_done_in_simulated_data_says_so_in_its_rows(
    visit: Open, simulated: Path, here: Somebody
) -> None:
    here.person = "simulated-officer"
    code = one_that(simulated, NEVER)
    store = shared(simulated)
    case = case_of(store, code, loader.programme(SHANDONG))
    page = visit(community=code, data="simulated").press("enrol")
    page.case = case
    page.give(f"profile.{case.community.id}.quarters", 12)
    page.go(WALK)
    for area in case.standard.areas:
        page.give("area", area.id)
        for item in area.items:
            for (met, field), value in all_met(case.standard).items():
                if met == item.id and field == "status":
                    page.give(page.key(item.ref), value["status"])
    answer_the_rest(store, case)
    page.go(HOME).press("hand_in").press("recall")
    assert not page.app.error
    for table in ("enrolment_event", "profile_event", "answer_event", "submission"):
        people = rows(
            store,
            f"select distinct person from {table} where community = $id",
            id=case.community.id,
        )
        assert people == [("simulated-officer",)], table
    ((snapshot,),) = rows(
        store, "select snapshot from submission where community = $id", id=case.community.id
    )
    assert json.loads(snapshot)["simulated"] is True
    assert json.loads(snapshot)["person"] == "simulated-officer"
    assert rows(store, "select person from submission_event order by id desc limit 1") == [
        ("simulated-officer",)
    ]


def answer_the_rest(store: Store, case: Case) -> None:
    """The items with checks, as the simulation would."""
    from green.assessment import answer_records, answering
    from green.people.model import Actor

    for (item, field), value in all_met(case.standard).items():
        with store.read() as query:
            draft = answer_records.draft(query, case)
        if draft.value(item, field) is None:
            answering.save(store, case, item, field, value, None, Actor("simulated-officer"))


def test_what_is_done_for_real_while_another_window_is_simulated_stays_real(
    visit: Open, store: Store, simulated: Path
) -> None:
    before = counts(shared(simulated))
    simulated_page = visit(data="simulated")
    real_page = visit()
    simulated_page.go(PROGRESS)
    real_page.press("enrol")
    assert rows(store, "select person from enrolment_event") == [("local",)]
    assert counts(shared(simulated)) == before


def test_a_simulated_snapshot_says_so_in_the_file_one_takes_along(
    visit: Open, simulated: Path
) -> None:
    code = one_that(simulated, STANDING)
    page = visit(community=code, data="simulated")
    ((number, text),) = rows(
        shared(simulated),
        """
        select id, snapshot from submission
        where community = (select id from community where code = $code)
        order by id desc limit 1
        """,
        code=code,
    )
    assert page.has(f"snapshot_{number}")
    assert json.loads(text)["simulated"] is True
    assert page.has("recall")


# The figures of a simulated province


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_figures_open_at_the_end_of_the_simulation(
    visit: Open, simulated: Path, language: Language
) -> None:
    page = visit(PROGRESS, community=None, data="simulated").speak(language)
    assert page.widget("as_of").value == ENDS
    assert page.widget("as_of_month").value == ENDS
    assert "as_of" not in page.app.query_params
    expected = figures(simulated, ENDS)
    assert [int(row[3].replace(",", "")) for row in shown(page)] == [
        row.standing.counts.attained for row in (*expected.rows, expected.total)
    ]
    assert expected.total.standing.counts.attained > 2000
    # The province's two lines, whoever has to reach them.
    assert {30, 60} <= {line["y"][0] for line in chart(page)["data"] if line["y"]}


def test_the_figures_of_real_data_open_today(visit: Open, simulated: Path) -> None:
    page = visit(PROGRESS, community=None)
    assert page.widget("as_of").value == clock.today()


def test_the_slider_has_every_month_of_the_history(visit: Open, simulated: Path) -> None:
    page = visit(PROGRESS, community=None, data="simulated")
    programme = page.case.programme
    ends = month_ends(programme.opens, ENDS)
    assert list(page.widget("as_of_month").options) == [f"{day:%Y-%m}" for day in ends]


@pytest.mark.parametrize("month", [date(2020, 7, 31), date(2021, 2, 28), date(2021, 12, 31), ENDS])
def test_the_slider_sets_the_day_and_the_figures(visit: Open, simulated: Path, month: date) -> None:
    page = visit(PROGRESS, community=None, data="simulated").give("as_of_month", month)
    assert page.widget("as_of").value == month
    named = page.app.query_params.get("as_of")
    assert named == (None if month == ENDS else month.isoformat())
    expected = figures(simulated, month).total.standing.counts
    last = [int(cell.replace(",", "")) for cell in shown(page)[-1][1:4]]
    assert last == [expected.participating, expected.submitted, expected.attained]


@pytest.mark.parametrize(
    ("day", "month"),
    [
        (date(2021, 6, 15), date(2021, 6, 30)),
        (date(2021, 6, 30), date(2021, 6, 30)),
        (date(2021, 7, 1), date(2021, 7, 31)),
        (date(2024, 1, 1), ENDS),
    ],
)
def test_the_day_sets_the_slider(visit: Open, simulated: Path, day: date, month: date) -> None:
    page = visit(PROGRESS, community=None, data="simulated").give("as_of", day)
    assert page.widget("as_of_month").value == month
    assert page.widget("as_of").value == day
    assert page.app.query_params["as_of"] == day.isoformat()


def test_back_at_the_end_the_address_says_nothing_of_a_day(visit: Open, simulated: Path) -> None:
    page = visit(PROGRESS, community=None, data="simulated", as_of="2021-12-31")
    assert page.widget("as_of_month").value == date(2021, 12, 31)
    page.give("as_of_month", ENDS)
    assert "as_of" not in page.app.query_params


@pytest.mark.parametrize("asked", ["2021-12-31", "2020-12-31", "2022-06-30", "2021-05-17"])
def test_a_day_in_the_address_is_the_day_of_the_figures(
    visit: Open, simulated: Path, asked: str
) -> None:
    page = visit(PROGRESS, community=None, data="simulated", as_of=asked)
    day = date.fromisoformat(asked)
    assert page.widget("as_of").value == day
    assert page.app.query_params["as_of"] == asked
    expected = figures(simulated, day).total.standing.counts.attained
    assert int(shown(page)[-1][3].replace(",", "")) == expected


@pytest.mark.parametrize(
    ("asked", "day"),
    [
        ("x", ENDS),
        ("", ENDS),
        ("2021-02-30", ENDS),
        ("2021-12", ENDS),
        ("31.12.2021", ENDS),
        ("9999-99-99", ENDS),
        ("1999-01-01", date(2020, 7, 22)),
        ("0001-01-01", date(2020, 7, 22)),
        ("9999-12-31", None),
        ("' or 1=1", ENDS),
    ],
)
def test_a_day_that_cannot_be_meant_is_left_out_or_brought_into_bounds(
    visit: Open, simulated: Path, asked: str, day: date | None
) -> None:
    page = visit(PROGRESS, community=None, data="simulated", as_of=asked)
    assert not page.app.error
    assert page.widget("as_of").value == (day or clock.today())
    assert page.app.query_params.get("as_of") != asked
    assert len(shown(page)) == 17


def test_a_day_of_simulated_figures_is_not_taken_over_into_the_real_ones(
    visit: Open, simulated: Path
) -> None:
    page = visit(DATA, community=None, data="simulated").go(PROGRESS)
    assert page.widget("as_of").value == ENDS
    page.go(DATA).press("go_real").go(PROGRESS)
    assert page.widget("as_of").value == clock.today()


def test_whoever_comes_back_to_the_page_finds_day_slider_address_and_figures_in_step(
    visit: Open, simulated: Path
) -> None:
    page = visit(PROGRESS, community=None, data="simulated").give("as_of", date(2021, 12, 31))
    page.go(HOME).go(PROGRESS)
    day = page.widget("as_of").value
    assert page.widget("as_of_month").value == day
    assert page.app.query_params.get("as_of") == (None if day == ENDS else day.isoformat())
    expected = figures(simulated, day).total.standing.counts.attained
    assert int(shown(page)[-1][3].replace(",", "")) == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_a_small_picture_of_every_city_with_its_figures_in_words(
    visit: Open, simulated: Path, language: Language
) -> None:
    page = visit(PROGRESS, community=None, data="simulated").speak(language)
    key, *cities = images(page)
    expected = figures(simulated, ENDS)
    assert key.alt
    assert len(cities) == len(expected.rows) == 16
    for picture, row in zip(cities, expected.rows, strict=True):
        standing = row.standing
        for part in (
            row.name,
            standing.counts.participating,
            standing.counts.submitted,
            standing.counts.attained,
            standing.denominator.count,
        ):
            assert str(part) in picture.alt
    assert len({picture.alt for picture in cities}) == 16
    words = re.sub("[^\u3400-\u9fff]", "", cities[0].alt.replace(expected.rows[0].name, ""))
    assert bool(words) == (language == "zh_CN")


def test_the_small_pictures_show_the_day_that_was_asked_for(visit: Open, simulated: Path) -> None:
    page = visit(PROGRESS, community=None, data="simulated", as_of="2021-12-31")
    _key, *cities = images(page)
    for picture, row in zip(cities, figures(simulated, date(2021, 12, 31)).rows, strict=True):
        assert str(row.standing.counts.attained) in picture.alt


def test_at_the_first_day_of_the_programme_every_picture_is_there_and_says_nought(
    visit: Open, simulated: Path
) -> None:
    page = visit(PROGRESS, community=None, data="simulated", as_of="2020-07-22")
    _key, *cities = images(page)
    assert len(cities) == 16
    assert {row[3] for row in shown(page)} == {"0"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_figures_of_a_simulated_province_are_in_one_language(
    visit: Open, simulated: Path, language: Language
) -> None:
    page = visit(PROGRESS, community=None, data="simulated").speak(language)
    texts = [one.value for one in (*page.app.title, *page.app.subheader, *page.app.warning)]
    assert texts
    assert all(bool(CHINESE.search(text)) == (language == "zh_CN") for text in texts)
    columns = list(page.app.table[0].value.columns)
    assert all(bool(CHINESE.search(name)) == (language == "zh_CN") for name in columns)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_data_is_in_one_language(visit: Open, simulated: Path, language: Language) -> None:
    for data in ("real", "simulated"):
        page = visit(DATA, community=None, data=data).speak(language)
        texts = [one.value for one in (*page.app.title, *page.app.subheader, *page.app.markdown)]
        texts += [one.label for one in page.app.button]
        assert len(texts) > 4
        assert all(bool(CHINESE.search(text)) == (language == "zh_CN") for text in texts)


def test_figures_of_yesterday_in_simulated_data_are_those_of_yesterday_tomorrow(
    visit: Open, simulated: Path
) -> None:
    """What somebody tries out today moves no figure of the history."""
    before = figures(simulated, ENDS)
    code = one_that(simulated, NEVER)
    visit(community=code, data="simulated").press("enrol")
    after = figures(simulated, ENDS)
    assert (before.rows, before.total) == (after.rows, after.total)
    today = figures(simulated, clock.today()).total.standing.counts
    assert today.participating == before.total.standing.counts.participating + 1
    assert clock.today() > ENDS + timedelta(days=1)
