"""A line of a paper list means exactly one community, or a person is asked."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from green.review.matching import Directory, Known, Row
from green.review.wording import digits, stem

DAY = date(2022, 6, 30)
LIXIA = ("山东省", "济南市", "历下区", "解放路街道")
QIANFO = ("山东省", "济南市", "历下区", "千佛山街道")
SHINAN = ("山东省", "青岛市", "市南区", "解放路街道")
BRIDGE = Known(1, "370102001001", "解放桥社区居委会", LIXIA)
HILL = Known(2, "370102001002", "历山路社区居委会", LIXIA)
CHESS = Known(3, "370102002001", "棋盘街社区居委会", QIANFO)
SAME = Known(4, "370102002002", "历山路社区居委会", QIANFO)
FAR = Known(5, "370202001001", "解放桥社区居委会", SHINAN)
OLD = Known(6, "370102001009", "旧桥社区居委会", LIXIA, None, date(2021, 1, 1), 1)
YOUNG = Known(7, "370102001010", "新桥社区居委会", LIXIA, date(2023, 1, 1))
ALL = [BRIDGE, HILL, CHESS, SAME, FAR, OLD, YOUNG]


@pytest.fixture
def directory(english: None) -> Directory:
    return Directory(ALL, "37")


@pytest.mark.parametrize(
    "code",
    [
        "370102001001",
        " 3701 0200 1001 ",
        "370102001001.0",
        "'370102001001",
        "\uff13\uff170102001001",
    ],
)
def test_a_code_is_found_however_it_is_written(directory: Directory, code: str) -> None:
    found = directory.match(Row(1, code), DAY)
    assert (found.community, found.how) == (BRIDGE, "code")


@pytest.mark.parametrize("name", ["棋盘街", "棋盘街社区", "棋盘街居委会", "棋盘街社区居民委员会"])
def test_endings_of_names_vary(directory: Directory, name: str) -> None:
    found = directory.match(Row(1, name=name), DAY)
    assert (found.community, found.how) == (CHESS, "name")


@pytest.mark.parametrize(
    ("row", "how"),
    [
        (Row(1, street="解放路街道", district="历下区", name="历山路社区"), "street"),
        (Row(1, street="历下区解放路街道办事处", name="历山路"), "street"),
        (Row(1, name="济南市历下区解放路街道历山路社区居委会"), "street"),
        (Row(1, name="历下区解放路街道历山路"), "street"),
    ],
)
def test_a_street_tells_communities_of_one_name_apart(
    directory: Directory, row: Row, how: str
) -> None:
    found = directory.match(row, DAY)
    assert (found.community, found.how) == (HILL, how)


def test_a_district_is_enough_where_the_name_is_there_once(directory: Directory) -> None:
    found = directory.match(Row(1, district="历下区", name="解放桥社区"), DAY)
    assert (found.community, found.how) == (BRIDGE, "district")


def test_a_name_that_several_have_is_asked(directory: Directory) -> None:
    found = directory.match(Row(1, name="历山路社区"), DAY)
    assert found.community is None
    assert set(found.candidates) == {HILL, SAME}


@pytest.mark.parametrize("name", ["解放桥杜区", "棋盘接社区", "棋盆街社区"])
def test_a_typing_error_is_never_matched_in_silence(directory: Directory, name: str) -> None:
    found = directory.match(Row(1, district="历下区", name=name), DAY)
    assert found.community is None
    assert found.candidates


def test_a_code_beside_another_name_is_asked(directory: Directory) -> None:
    found = directory.match(Row(1, BRIDGE.code, name="棋盘街社区"), DAY)
    assert found.community is None
    assert set(found.candidates) == {BRIDGE, CHESS}


def test_a_code_beside_another_street_is_asked(directory: Directory) -> None:
    found = directory.match(Row(1, BRIDGE.code, street="千佛山街道", name="解放桥社区"), DAY)
    assert found.community is None
    assert found.candidates == (BRIDGE,)


def test_a_code_that_nobody_has_is_not_guessed(directory: Directory) -> None:
    found = directory.match(Row(1, "370102001999"), DAY)
    assert (found.community, found.candidates) == (None, ())
    assert "No community has the code" in str(found.why)


@pytest.mark.parametrize("row", [Row(1, OLD.code), Row(1, name="旧桥社区")])
def test_a_merged_community_offers_its_successor_and_is_not_replaced(
    directory: Directory, row: Row
) -> None:
    found = directory.match(row, DAY)
    assert found.community is None
    assert found.candidates == (BRIDGE,)
    assert "2021-01-01" in str(found.why)
    assert directory.match(row, date(2020, 12, 31)).community == OLD


def test_a_community_is_not_matched_before_it_exists(directory: Directory) -> None:
    found = directory.match(Row(1, YOUNG.code), DAY)
    assert (found.community, found.candidates) == (None, ())
    assert directory.match(Row(1, YOUNG.code), date(2023, 1, 1)).community == YOUNG


def test_a_name_in_another_place_than_written_is_asked(directory: Directory) -> None:
    found = directory.match(Row(1, street="千佛山街道", name="解放桥社区"), DAY)
    assert found.community is None
    assert BRIDGE in found.candidates


def test_names_are_not_looked_for_outside_the_scope(english: None) -> None:
    found = Directory(ALL, "3701").match(Row(1, name="解放桥社区"), DAY)
    assert found.community == BRIDGE


@pytest.mark.parametrize("row", [Row(1), Row(1, street="解放路街道"), Row(1, name="  ")])
def test_a_line_without_code_and_name_matches_nothing(directory: Directory, row: Row) -> None:
    assert directory.match(row, DAY).community is None


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_whatever_is_written_gives_an_answer(code: str, street: str, name: str) -> None:
    found = Directory(ALL, "37").match(Row(1, code, street=street, name=name), DAY)
    if found.community is not None:
        assert digits(code) == found.community.code or stem(found.community.name) in stem(
            "".join(name.split())
        )
    else:
        assert found.why is not None
