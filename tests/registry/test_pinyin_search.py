"""Finding a community by typing four letters: initials, pinyin, in any reading and spelling."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from green.registry import records, search
from green.registry.model import Community
from green.registry.readings import readings
from green.store import Query, Store
from tests.database import JIEFANGQIAO

DAY = date(2024, 3, 1)
CHANGCHUNJIE = "110102017015"
Find = Callable[..., list[Community]]


@pytest.fixture(scope="module")
def find(china: Query) -> Find:
    def look(text: str, scope: str = "", limit: int = 200_000, day: date = DAY) -> list[Community]:
        return search.find(china, text, [scope], day, limit)

    return look


def codes(found: list[Community]) -> list[str]:
    return [community.code for community in found]


def initials_of(community: Community) -> set[str]:
    return {initials for initials, _reading in readings(community.name)}


def readings_of(community: Community) -> set[str]:
    return {reading for _initials, reading in readings(community.name)}


@pytest.mark.parametrize("scope", ["", "37", "3701"])
@pytest.mark.parametrize("typed", ["jfq", "jiefangqiao", "jiefangq", "jfq "])
def test_jiefangqiao_is_found_by_its_initials_and_by_its_pinyin(
    find: Find, typed: str, scope: str
) -> None:
    assert JIEFANGQIAO in codes(find(typed, scope))


@pytest.mark.parametrize(
    "typed",
    ["jfqsq", "jiefangqiaoshequ", "jiefangqiaosq", "JFQ SQ", "jfqsqjwh", "jfqshequjuweihui"],
)
def test_the_ending_of_a_name_may_be_typed_in_pinyin(find: Find, typed: str) -> None:
    assert JIEFANGQIAO in codes(find(typed, "37"))


@pytest.mark.parametrize("typed", ["sq", "shequ"])
def test_an_ending_alone_is_letters_like_any_others(find: Find, typed: str) -> None:
    found = find(typed)
    assert found
    assert all(any(typed in one for one in initials_of(each) | readings_of(each)) for each in found)


def test_a_name_that_reads_as_typed_comes_before_one_that_lacks_the_ending(find: Find) -> None:
    found = find("xsq")
    whole = [any(one.startswith("xsq") for one in initials_of(each)) for each in found]
    assert {True, False} == set(whole)
    assert whole == sorted(whole, reverse=True)


@pytest.mark.parametrize(
    ("wide", "narrow"),
    [
        ("ｊｆｑ", "jfq"),
        ("ＪｉｅＦａｎｇＱｉａｏ", "jiefangqiao"),
        ("３７０１０２００１", "370102001"),
        ("温泉花园Ａ区", "温泉花园a区"),
        ("万寿路８号", "万寿路8号"),
    ],
)
def test_full_width_letters_and_digits_are_like_others(find: Find, wide: str, narrow: str) -> None:
    assert find(wide)
    assert codes(find(wide)) == codes(find(narrow))


@pytest.mark.parametrize("typed", ["ccj", "zcj", "changchunjie", "zhangchunjie", "changchun"])
def test_changchunjie_is_found_by_either_reading_of_its_first_character(
    find: Find, typed: str
) -> None:
    assert CHANGCHUNJIE in codes(find(typed, "11"))


@pytest.mark.parametrize("typed", ["JFQ", "Jfq", "JieFangQiao", "J F Q", " jie fang  qiao ", "jfQ"])
def test_capitals_and_spaces_make_no_difference(find: Find, typed: str) -> None:
    plain = typed.lower().replace(" ", "")
    assert codes(find(typed)) == codes(find(plain))
    assert JIEFANGQIAO in codes(find(typed))


@pytest.mark.parametrize(
    "typed", ["lvzhoujiayuan", "lüzhoujiayuan", "LÜ zhou jia yuan", "LV ZHOU JIA YUAN"]
)
def test_an_umlaut_may_be_typed_as_it_is_written_or_as_a_v(find: Find, typed: str) -> None:
    found = find(typed)
    assert any("绿洲家园" in community.name for community in found)
    assert codes(found) == codes(find("lvzhoujiayuan"))


def test_an_apostrophe_between_syllables_changes_nothing(find: Find) -> None:
    assert codes(find("xi'an")) == codes(find("xian"))


# Names with digits, letters and points in them: real ones of the list.


@pytest.mark.parametrize(
    ("code", "typed"),
    [
        ("370104006008", "3520社区"),
        ("370104006008", "3520"),
        ("110108001012", "wsl8h"),
        ("110108001012", "wanshoulu8hao"),
        ("110108001012", "万寿路8号"),
        ("110108018032", "1201"),
        ("110114115008", "温泉花园A区"),
        ("110114115008", "温泉花园a区"),
        ("110114115008", "wqhyaq"),
        ("110114115008", "WQHYAQ"),
    ],
)
def test_a_name_with_digits_or_letters_is_found_by_typing_it(
    china: Query, find: Find, code: str, typed: str
) -> None:
    name = records.community_by_code(china, code, DAY).name
    assert code in codes(find(typed, code[:2])), name


@pytest.mark.parametrize(("name", "typed"), [("华润·凌江", "hrlj"), ("阳光佳园（西）", "ygjyx")])
def test_a_sign_within_a_name_need_not_be_typed(
    china: Query, find: Find, name: str, typed: str
) -> None:
    ((code,),) = china.rows("select code from community where name like $name", name=f"{name}%")
    assert code in codes(find(typed))


def test_digits_still_find_codes_first(find: Find) -> None:
    found = codes(find("370102001"))
    assert found
    assert all(code.startswith("370102001") for code in found)
    assert codes(find(JIEFANGQIAO)) == [JIEFANGQIAO]


# Any community at all.


@settings(max_examples=40)
@given(number=st.integers(0, 124_648), which=st.data())
def test_any_community_of_china_is_found_by_any_of_its_readings(
    china: Query, find: Find, number: int, which: st.DataObject
) -> None:
    ((code,),) = china.rows("select code from community order by code limit 1 offset $n", n=number)
    community = records.community_by_code(china, code, DAY)
    ways = [way for way in readings(community.name) if way[1].isascii() and way[1].isalpha()]
    assume(ways)
    initials, reading = which.draw(st.sampled_from(sorted(ways)), label=community.name)
    scope = code[:4]
    assert code in codes(find(initials, scope))
    assert code in codes(find(reading, scope))
    assert code in codes(find(reading.upper(), scope))


@settings(max_examples=40)
@given(typed=st.text("abcdefghjklmnopqrstwxyzv", min_size=1, max_size=7))
def test_what_is_found_reads_as_it_was_typed_the_best_first_then_in_code_order(
    find: Find, typed: str
) -> None:
    def rank(community: Community) -> int:
        initials, full = initials_of(community), readings_of(community)
        if typed in initials | full:
            return 0
        if any(one.startswith(typed) for one in initials):
            return 1
        if any(one.startswith(typed) for one in full):
            return 2
        return 3 if any(typed in one for one in full) else 4

    found = find(typed, "37")
    keys = [(rank(community), community.code) for community in found]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys), "each community is named once"
    assert all(place < 4 for place, _code in keys)


@settings(max_examples=25)
@given(typed=st.text("abcdefghjklmnopqrstwxyzv", min_size=1, max_size=3), limit=st.integers(1, 30))
def test_no_more_are_found_than_asked_for_and_they_are_the_first(
    find: Find, typed: str, limit: int
) -> None:
    assert codes(find(typed, "37", limit)) == codes(find(typed, "37"))[:limit]


@settings(max_examples=40)
@given(
    typed=st.text("abcdefghjklmnopqrstwxyzv", min_size=1, max_size=3),
    scope=st.sampled_from(["3701", "370102", "370102001", "3717"]),
)
def test_nothing_outside_the_scope_is_found_and_nothing_inside_is_missing(
    find: Find, typed: str, scope: str
) -> None:
    inside = [code for code in codes(find(typed, "37")) if code.startswith(scope)]
    assert codes(find(typed, scope)) == inside


def test_the_whole_name_comes_before_longer_ones(find: Find) -> None:
    for typed in ("jiefangqiao", "jfq"):
        found = find(typed)
        exact = [typed in initials_of(one) | readings_of(one) for one in found]
        assert any(exact)
        assert exact == sorted(exact, reverse=True)


@pytest.mark.parametrize("typed", ["qqqqqqqq", "zzzzz", "jiefangqiaojiefangqiao", "vvv"])
def test_letters_that_no_name_reads_as_find_nothing(find: Find, typed: str) -> None:
    assert find(typed) == []


@pytest.mark.parametrize("typed", ["%", "_", "j%q", "j_q", "'; drop table community; --"])
def test_signs_of_patterns_mean_nothing_among_letters(find: Find, typed: str) -> None:
    plain = typed.replace("%", "").replace("_", "")
    assert codes(find(typed)) == codes(find(plain))


def test_a_community_that_is_dissolved_is_no_longer_found(shandong: Path, tmp_path: Path) -> None:
    path = tmp_path / "green.duckdb"
    path.write_bytes(shandong.read_bytes())
    store = Store.open(path)
    with store.write() as query:
        query.run(
            "update community set valid_to = $day where code = $code", day=DAY, code=JIEFANGQIAO
        )
        before = date(2024, 2, 29)
        assert JIEFANGQIAO in codes(search.find(query, "jfq", "37", before, 100))
        assert JIEFANGQIAO not in codes(search.find(query, "jfq", "37", DAY, 100))
    store.close()
