"""How names are read in pinyin: every reading of every character, and never too many rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from math import prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypinyin import Style, pinyin

from green.registry import records
from green.registry.model import CODE_LENGTH, Level
from green.registry.readings import readings
from green.store import Query

DAY = date(2024, 3, 1)
MOST = 64
ENDINGS = ("", "社区", "居委会", "居民委员会", "社区居委会", "社区居民委员会")
# Characters of community names that are read in several ways.
MANY = "长重乐石行厦朝会和大白省都藏薄宿曾单"


def ways(letter: str) -> list[str]:
    """All readings of one character, straight from the library."""
    return list(dict.fromkeys(pinyin(letter, style=Style.NORMAL, heteronym=True)[0]))


def splits(reading: str, name: str) -> Iterator[tuple[str, ...]]:
    """The ways in which a reading is a reading of each character in turn."""
    if not name:
        if not reading:
            yield ()
        return
    for way in ways(name[0]):
        if reading.startswith(way):
            for rest in splits(reading.removeprefix(way), name[1:]):
                yield (way, *rest)


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_name_is_read_without_what_every_name_ends_with(ending: str) -> None:
    assert ("jfq", "jiefangqiao") in set(readings(f"解放桥{ending}"))
    assert all(len(initials) == 3 for initials, _reading in readings(f"解放桥{ending}"))


def test_a_character_with_two_readings_is_read_both_ways() -> None:
    assert set(readings("长椿街社区居委会")) == {("ccj", "changchunjie"), ("zcj", "zhangchunjie")}


def test_two_such_characters_are_read_in_all_four_ways() -> None:
    found = {initials for initials, _reading in readings("长安重庆社区")}
    assert {"cacq", "cazq", "zacq", "zazq"} <= found


@pytest.mark.parametrize(
    ("name", "initials", "reading"),
    [
        ("绿洲家园社区", "lzjy", "lvzhoujiayuan"),
        ("女儿社区", "ne", "nver"),
        ("吕庄居委会", "lz", "lvzhuang"),
    ],
)
def test_what_is_spelt_with_an_umlaut_is_kept_with_a_v_as_it_is_typed(
    name: str, initials: str, reading: str
) -> None:
    assert (initials, reading) in set(readings(name))


def test_digits_in_a_name_read_as_themselves() -> None:
    assert ("3520", "3520") in set(readings("3520社区居民委员会"))
    assert ("wsl28h", "wanshoulu28hao") in set(readings("万寿路28号社区居委会"))


@pytest.mark.parametrize("name", ["社区", "居委会", "居民委员会", "社区居委会"])
def test_a_name_that_is_nothing_but_its_ending_is_still_read(name: str) -> None:
    found = list(readings(name))
    assert found
    assert all(len(initials) == len(name) for initials, _reading in found)


@settings(max_examples=200)
@given(
    name=st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=12)
)
def test_every_reading_of_every_character_is_there_and_none_that_is_not(name: str) -> None:
    found = set(readings(name))
    seen: list[set[str]] = [set() for _letter in name]
    for initials, reading in found:
        split = [one for one in splits(reading, name) if initials == "".join(w[0] for w in one)]
        assert split, f"{reading} is no reading of {name}"
        for place, way in enumerate(split[0]) if len(split) == 1 else ():
            seen[place].add(way)
    firsts = {initials for initials, _reading in found}
    for place, letter in enumerate(name):
        for way in ways(letter):
            assert any(initials[place] == way[0] for initials in firsts), f"{way} of {letter}"
            assert any(way in reading for _initials, reading in found), f"{way} of {letter}"


@settings(max_examples=200)
@given(name=st.text(MANY, min_size=1, max_size=20), ending=st.sampled_from(ENDINGS))
def test_a_name_with_very_many_readings_has_few_rows_and_each_reading_of_each_character(
    name: str, ending: str
) -> None:
    found = list(readings(name + ending))
    assert len(found) == len(set(found))
    letters = [ways(letter) for letter in name]
    if prod(map(len, letters)) <= MOST:
        assert len(found) == prod(map(len, letters))
    assert len(found) <= max(MOST, 1 + sum(len(one) - 1 for one in letters))
    usual = [one[0] for one in letters]
    for place, one in enumerate(letters):
        for way in one:
            expected = "".join([*usual[:place], way, *usual[place + 1 :]])
            assert expected in {reading for _initials, reading in found}


@given(name=st.text(max_size=30))
def test_any_name_at_all_can_be_read_or_is_empty(name: str) -> None:
    found = list(readings(name))
    assert bool(found)
    assert all(len(reading) >= len(initials) for initials, reading in found)


def test_china_has_as_many_communities_as_were_published_and_every_level_adds_up(
    china: Query,
) -> None:
    whole = records.community_counts(china, "", "country", [DAY])[DAY]
    assert whole == {"": 124_649}
    levels: tuple[Level, ...] = ("province", "city", "district", "street")
    upper: dict[str, int] = whole
    for above, level in zip(("country", *levels), levels, strict=False):
        counts = records.community_counts(china, "", level, [DAY])[DAY]
        assert sum(counts.values()) == 124_649
        sums = Counter[str]()
        for code, number in counts.items():
            sums[code[: CODE_LENGTH[above]]] += number  # type: ignore[index]
        assert dict(sums) == upper
        upper = counts


def test_china_has_thirty_one_provinces_and_shandong_is_as_it_is_alone(china: Query) -> None:
    counts = records.community_counts(china, "", "province", [DAY])[DAY]
    assert len(counts) == 31
    assert counts["37"] == 6977
    provinces = {division.code for division in records.divisions_within(china, "", "province")}
    assert set(counts) == provinces


def test_every_community_of_china_is_in_a_place_with_a_name_and_can_be_read(china: Query) -> None:
    for table in ("community_reading", "community_text"):
        ((number,),) = china.rows(f"select count(distinct community) from {table}")
        assert number == 124_649
    ((nowhere,),) = china.rows(
        """
        select count(*) from community
        where substr(code, 1, 9) not in (select code from division where level = 'street')
        """
    )
    assert nowhere == 0


def test_no_name_of_china_has_more_rows_than_are_useful(china: Query) -> None:
    ((most, rows),) = china.rows(
        """
        select max(number), sum(number)
        from (select count(*) as number from community_reading group by community) as counted
        """
    )
    assert most <= MOST
    assert rows < 10 * 124_649


def test_no_row_of_china_is_there_twice(china: Query) -> None:
    ((doubled,),) = china.rows(
        """
        select count(*) from (
            select community, initials, reading from community_reading
            group by all having count(*) > 1
        ) as twice
        """
    )
    assert doubled == 0


def test_what_is_read_is_letters_and_digits_a_person_can_type(china: Query) -> None:
    """A capital, a bracket or a point within a reading would never be typed."""
    odd = china.rows(
        """
        select name, reading from community_reading
        join community on community.id = community
        where not regexp_full_match(reading, '[a-z0-9]+')
        order by 1 limit 5
        """
    )
    assert odd == []


def test_no_community_of_china_is_read_with_a_tone_or_an_umlaut(china: Query) -> None:
    found = china.rows(
        "select reading from community_reading where regexp_matches(reading, '[āáǎàēéěèūúǔùüǘǚǜ]')"
    )
    assert found == []
