"""Who may take which bulletin, and what is refused in words."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from green import clock
from green.assessment.programmes import programme_here
from green.bulletin.book import book
from green.bulletin.content import content
from green.bulletin.export import file_name, made
from green.bulletin.gathering import gather, quarter
from green.bulletin.model import Period
from green.bulletin.pictures import Pictures
from green.bulletin.word import word
from green.errors import GreenError, NotFound, Refused
from green.people.guard import NotAllowed
from green.people.model import Actor
from green.standard import loader
from green.store import Store
from tests.bulletin.reading import said, tables
from tests.database import LOCAL, SHANDONG, let_in, rows

LOGGED = "select person, subject from log where action = 'export'"
TODAY = clock.today()
YEAR = Period(date(2022, 1, 1), date(2022, 12, 31))


def test_who_sees_figures_takes_their_place_and_no_other(store: Store) -> None:
    let_in(store, Actor("viola"), role="viewer", scope="3701")
    let_in(store, Actor("chen"), scope="370102001001")
    with store.read() as query:
        programme = programme_here(query)
    assert made(store, Actor("viola"), programme, "370102", YEAR, "xlsx").data[:2] == b"PK"
    assert rows(store, LOGGED) == [("viola", "370102")]
    for who, scope in (("viola", "37"), ("viola", "3702"), ("chen", "370102")):
        with pytest.raises(NotAllowed):
            made(store, Actor(who), programme, scope, YEAR, "xlsx")
    assert rows(store, LOGGED) == [("viola", "370102")]
    assert rows(store, "select count(*) from log where action = 'refuse'") == [(3,)]


@pytest.mark.parametrize(
    ("scope", "period", "words"),
    [
        ("37", Period(date(2022, 3, 1), date(2022, 2, 28)), "早于起始日"),
        ("37", Period(date(2019, 1, 1), date(2022, 2, 28)), "创建活动自"),
        ("37", Period(date(2022, 1, 1), TODAY + timedelta(days=1)), "还没有到"),
        ("370102001", YEAR, "没有单独的通报"),
        ("99", YEAR, "没有代码为"),
        ("37010", YEAR, "没有代码为"),
        ("37%", YEAR, "没有代码为"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_leaves_no_row(
    store: Store, scope: str, period: Period, words: str
) -> None:
    with store.read() as query:
        programme = programme_here(query)
    with pytest.raises(GreenError, match=words):
        made(store, LOCAL, programme, scope, period, "docx")
    assert rows(store, LOGGED) == []


def test_everything_wrong_is_said_at_once(store: Store) -> None:
    elsewhere = loader.programme(SHANDONG).model_copy(update={"region": "11"})
    period = Period(date(2019, 5, 1), date(2019, 4, 1))
    with store.read() as query, pytest.raises(Refused) as refused:
        gather(query, elsewhere, "3701", period)
    assert len(refused.value.problems) == 3


def test_an_office_that_is_no_name_is_refused(store: Store) -> None:
    with store.read() as query, pytest.raises(Refused, match="发文单位"):
        gather(query, programme_here(query), "37", YEAR, office="\n")


def test_without_anybody_taking_part_it_says_zero_and_draws_no_conclusion(store: Store) -> None:
    with store.read() as query:
        found = gather(query, programme_here(query), "37", YEAR)
    assert found.before(found.found.total, "attained") == 0
    assert found.near == 0
    with pytest.raises(NotFound), store.read() as query:
        gather(query, programme_here(query), "36", YEAR)


def test_the_quarter_up_to_a_day_begins_no_earlier_than_the_programme() -> None:
    programme = loader.programme(SHANDONG)
    assert quarter(date(2022, 12, 31), programme).first == date(2022, 10, 1)
    assert quarter(date(2022, 1, 1), programme).first == date(2022, 1, 1)
    assert quarter(date(2020, 8, 1), programme).first == programme.opens
    assert quarter(programme.opens, programme).first == programme.opens


def test_the_file_says_place_period_and_that_it_is_simulated() -> None:
    name = file_name("山东省", YEAR, "docx", simulated=True)
    assert name == "山东省-通报-20220101-20221231-模拟数据.docx"
    assert "模拟" not in file_name("a/b", YEAR, "xlsx", simulated=False)
    assert "/" not in file_name("a/b", YEAR, "xlsx", simulated=False)


def test_where_no_target_is_for_the_whole_the_file_says_so(store: Store) -> None:
    with store.read() as query:
        programme = programme_here(query)
        each_city = [one.model_copy(update={"scope": "each-city"}) for one in programme.targets]
        programme = programme.model_copy(update={"targets": tuple(each_city)})
        found = gather(query, programme, "37", YEAR)
    assert found.missing(found.found.total) is None
    assert all(found.missing(row) is not None for row in found.found.rows)
    data = word(content(found, Pictures()))
    assert "没有针对本地整体的目标" in said(data)
    assert "目标" not in tables(data)
    assert book(found)[:2] == b"PK"
