"""The list of Shandong: how many there are, and finding one by name, code or place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from green.errors import NotFound
from green.registry import records, search
from green.registry.model import CODE_LENGTH, Community, Division, Level
from green.store import Query, Store
from tests.database import JIEFANGQIAO, LISHANLU

DAY = date(2022, 3, 1)
Find = Callable[..., list[Community]]


@pytest.fixture(scope="module")
def query(shandong: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Query]:
    """One unit of work for all tests that only read."""
    path = tmp_path_factory.mktemp("search") / "green.duckdb"
    path.write_bytes(shandong.read_bytes())
    with ExitStack() as stack:
        store = Store.open(path)
        stack.callback(store.close)
        yield stack.enter_context(store.read())


@pytest.fixture(scope="module")
def find(query: Query) -> Find:
    def look(text: str, scope: str = "37", day: date = DAY, limit: int = 7000) -> list[Community]:
        return search.find(query, text, [scope], day, limit)

    return look


def names(found: list[Community]) -> list[str]:
    return [f"{community.where}{community.name}" for community in found]


def alike(name: str) -> str:
    """Both ways to write a committee's name as one."""
    return name.replace("居民委员会", "居委会")


def test_shandong_has_sixteen_cities_and_their_parts(query: Query) -> None:
    expected: dict[Level, int] = {"province": 1, "city": 16, "district": 151, "street": 1853}
    for level, number in expected.items():
        assert len(records.divisions_within(query, "37", level)) == number


@pytest.mark.parametrize(("scope", "number"), [("37", 6977), ("3701", 1061), ("3702", 1195)])
def test_the_communities_of_a_scope_are_as_many_as_published(
    query: Query, scope: str, number: int
) -> None:
    level: Level = "province" if scope == "37" else "city"
    assert records.community_counts(query, scope, level, [DAY])[DAY] == {scope: number}


@pytest.mark.parametrize("level", ["city", "district", "street"])
def test_the_parts_of_every_level_add_up_to_the_province(query: Query, level: Level) -> None:
    counts = records.community_counts(query, "37", level, [DAY])[DAY]
    known = {division.code for division in records.divisions_within(query, "37", level)}
    assert sum(counts.values()) == 6977
    assert set(counts) <= known
    assert all(len(code) == CODE_LENGTH[level] for code in counts)


@pytest.mark.parametrize("lower", ["district", "street"])
def test_the_parts_of_every_city_add_up_to_it(query: Query, lower: Level) -> None:
    cities = records.community_counts(query, "37", "city", [DAY])[DAY]
    parts = records.community_counts(query, "37", lower, [DAY])[DAY]
    for city, number in cities.items():
        assert sum(n for code, n in parts.items() if code.startswith(city)) == number


def test_only_residents_committees_are_on_the_list(query: Query) -> None:
    ends = [int(row[0]) for row in query.rows("select distinct substr(code, 10) from community")]
    assert min(ends) >= 1
    assert max(ends) <= 199


def test_every_community_is_in_a_street_a_district_and_a_city(find: Find) -> None:
    for community in find("37"):
        assert 1 <= len(community.place) <= 3


def test_a_community_is_found_by_its_name(find: Find) -> None:
    assert names(find("解放桥社区")) == [
        "济南市历下区解放路街道解放桥社区居民委员会",
        "济宁市梁山县水泊街道解放桥社区居民委员会",
    ]


def test_a_community_is_found_by_its_whole_code(find: Find) -> None:
    assert [community.code for community in find(JIEFANGQIAO)] == [JIEFANGQIAO]


def test_the_beginning_of_a_code_finds_all_with_it_in_code_order(find: Find) -> None:
    codes = [community.code for community in find("370102001")]
    assert codes[:2] == [JIEFANGQIAO, LISHANLU]
    assert codes == sorted(codes)
    assert {code[:9] for code in codes} == {"370102001"}


def test_digits_in_the_middle_of_a_code_find_nothing(find: Find) -> None:
    assert find("02001002") == []


@pytest.mark.parametrize(
    "text",
    [
        "历下区解放桥",
        "历下解放桥",
        "济南解放桥",
        "济南市历下区解放路街道解放桥社区居民委员会",
        "历下 解放桥",
        " 历下区　解放桥 ",
    ],
)
def test_place_and_name_may_be_run_together_with_letters_left_out(find: Find, text: str) -> None:
    assert [community.code for community in find(text)] == [JIEFANGQIAO]


def test_a_place_finds_all_communities_in_it(find: Find) -> None:
    found = {community.code for community in find("历下区解放路街道")}
    assert found >= {JIEFANGQIAO, LISHANLU}
    assert {code[:6] for code in found} == {"370102"}


@pytest.mark.parametrize("ending", ["居委会", "居民委员会"])
def test_both_spellings_of_a_committee_find_the_same(find: Find, ending: str) -> None:
    found = [community.code for community in find(f"历下区解放桥社区{ending}")]
    assert found == [JIEFANGQIAO]


def test_a_name_that_is_spelt_the_short_way_is_found_by_the_long_one(find: Find) -> None:
    assert "青岛市莱西市水集街道济南路社区居委会" in names(find("济南路社区居民委员会"))


def test_names_that_begin_with_the_text_come_first_then_those_that_hold_it(find: Find) -> None:
    found = [community.name for community in find("解放桥")]
    begins = [name.startswith("解放桥") for name in found]
    assert begins == sorted(begins, reverse=True)


@pytest.mark.parametrize(
    "name",
    ["黄务社区居民委员会", "东关街居民委员会", "南赵家峪居民委员会", "胜景社区居民委员会"],
)
def test_a_whole_name_comes_before_names_that_only_hold_its_letters(find: Find, name: str) -> None:
    found = [alike(community.name) == alike(name) for community in find(name)]
    assert any(found)
    assert found == sorted(found, reverse=True)


def test_within_a_rank_communities_come_in_code_order(find: Find) -> None:
    codes = [community.code for community in find("滨河社区居委会")[:3]]
    assert codes == sorted(codes)


@pytest.mark.parametrize("text", ["", "  ", "　", "%", "_", "%%", "_ %", "\\", "\t\n"])
def test_nothing_is_found_for_a_text_without_letters(find: Find, text: str) -> None:
    assert find(text) == []


@pytest.mark.parametrize(
    "text", ["解%桥", "解_桥", "37%", "3701020010__", "' or 1=1 --", "解放桥\\"]
)
def test_signs_of_patterns_have_no_meaning_of_their_own(find: Find, text: str) -> None:
    plain = text.replace("%", "").replace("_", "").replace("\\", "")
    assert names(find(text)) == names(find(plain))


def test_no_more_are_returned_than_asked_for(find: Find) -> None:
    assert len(find("社区", limit=20)) == 20
    assert names(find("社区", limit=5)) == names(find("社区", limit=20))[:5]


def test_nothing_outside_the_scope_is_found(find: Find) -> None:
    assert [community.code[:4] for community in find("解放桥", scope="3708")] == ["3708"]
    assert find(JIEFANGQIAO, scope="3702") == []


@settings(deadline=None)
@given(text=st.text(max_size=30))
def test_any_text_can_be_searched_for(find: Find, text: str) -> None:
    assert len(find(text, limit=3)) <= 3


@settings(deadline=None)
@given(number=st.integers(0, 6976))
def test_every_community_is_found_by_its_place_and_name(
    query: Query, find: Find, number: int
) -> None:
    code = query.value("select code from community order by code limit 1 offset $n", n=number)
    community = records.community_by_code(query, code, DAY)
    assert community in find(f"{community.where}{community.name}")


def test_a_community_is_read_by_id_and_by_code(query: Query) -> None:
    community = records.community_by_code(query, JIEFANGQIAO, DAY)
    assert records.community_by_id(query, community.id) == community
    assert community.place == ("济南市", "历下区", "解放路街道")
    assert community.where == "济南市历下区解放路街道"


@pytest.mark.parametrize("code", ["370102001999", "37010200100", "", "37010200100%"])
def test_a_code_that_no_community_has_is_refused_with_the_next_step(
    query: Query, code: str
) -> None:
    with pytest.raises(NotFound) as refused:
        records.community_by_code(query, code, DAY)
    assert str(refused.value) == f"No community has the code {code}. Look for it by its name."


def test_an_id_that_no_community_has_is_refused(query: Query) -> None:
    with pytest.raises(NotFound, match="There is no such community"):
        records.community_by_id(query, 0)


@pytest.mark.parametrize("code", ["11", "3799", "37%", " ", "370102001002"])
def test_a_division_that_is_not_there_is_refused_with_the_lengths_of_codes(
    query: Query, code: str
) -> None:
    with pytest.raises(NotFound, match="Use the 2, 4, 6 or 9 digits"):
        records.division(query, code)


def test_a_division_is_read_with_its_name_and_level(query: Query) -> None:
    assert records.division(query, "370102") == Division("370102", "历下区", "district")
    assert records.division(query, "") == Division("", "全国", "country")


def test_the_communities_of_a_scope_come_in_code_order(query: Query) -> None:
    codes = [community.code for community in records.communities_within(query, "370102")]
    assert len(codes) == 138
    assert codes == sorted(codes)
    assert {code[:6] for code in codes} == {"370102"}


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("解放桥社区居委会", "解放桥社区"),
        ("解放桥社区居民委员会", "解放桥社区"),
        ("云霄路社区", "云霄路社区"),
        ("南赵家峪居民委员会", "南赵家峪居民委员会"),
        ("社区居委会", "社区"),
    ],
)
def test_a_short_name_is_what_people_say(name: str, short: str) -> None:
    assert Community(1, JIEFANGQIAO, name, ()).short_name == short
