"""The figures of a simulated province: their day, slider, pictures and words."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from green import clock
from green.progress.figures import month_ends
from green.simulation.pace import ENDS
from green.texts import Language
from tests.pages.apart import (
    NEVER,
    figures,
    images,
    one_that,
    shown,
)
from tests.pages.test_progress import chart
from tests.pages.visit import HOME, PROGRESS, Visit

Open = Callable[..., Visit]
DATA = "admin/data.py"
LANGUAGES: tuple[Language, ...] = ("zh_CN", "en")
CHINESE = re.compile(r"[\u3400-\u9fff]")


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
