"""The registry as it lies in the repository."""

from __future__ import annotations

import re
from collections import Counter

from tests.data.conftest import Rows, published, under

DIGITS = {"province": 2, "city": 4, "district": 6, "street": 9}


def test_china_has_31_provinces_342_cities_2978_districts_and_41352_streets(
    divisions: Rows,
) -> None:
    levels = Counter(row["level"] for row in divisions)
    assert levels == {"province": 31, "city": 342, "district": 2_978, "street": 41_352}


def test_china_has_124649_communities(communities: Rows) -> None:
    assert len(communities) == 124_649


def test_shandong_has_16_cities_and_6977_communities(divisions: Rows, communities: Rows) -> None:
    cities = [row for row in under("37", divisions) if row["level"] == "city"]
    assert len(cities) == 16
    assert len(under("37", communities)) == 6_977


def test_jinan_has_1061_communities_and_qingdao_1195(communities: Rows) -> None:
    assert len(under("3701", communities)) == 1_061
    assert len(under("3702", communities)) == 1_195


def test_the_registry_equals_the_published_counts_of_2023_in_every_city_of_shandong(
    divisions: Rows, communities: Rows
) -> None:
    counted = Counter(row["code"][:4] for row in under("37", communities))
    names = {row["code"]: row["name"] for row in divisions}
    rows = [row for row in published("committee_counts.csv") if row["basis"] == "nbs-2023"]
    assert {row["scope_code"]: int(row["count"]) for row in rows} == counted
    assert all(row["name"] == names[row["scope_code"]] for row in rows)


def test_every_code_is_unique_and_has_the_digits_of_its_level(
    divisions: Rows, communities: Rows
) -> None:
    codes = [row["code"] for row in [*divisions, *communities]]
    assert len(codes) == len(set(codes))
    assert all(re.fullmatch(r"[0-9]+", code) for code in codes)
    assert all(len(row["code"]) == DIGITS[row["level"]] for row in divisions)
    assert all(len(row["code"]) == 12 for row in communities)


def test_every_parent_exists_and_begins_the_code(divisions: Rows, communities: Rows) -> None:
    level = {row["code"]: row["level"] for row in divisions}
    above = dict(zip(DIGITS, [None, *DIGITS], strict=False))
    for row in divisions:
        if row["level"] == "province":
            assert row["parent"] is None
        else:
            assert level[row["parent"]] == above[row["level"]]
            assert row["code"].startswith(row["parent"])
    assert all(level[row["code"][:9]] == "street" for row in communities)


def test_every_community_is_a_residents_committee_by_its_code(communities: Rows) -> None:
    assert all("001" <= row["code"][-3:] <= "199" for row in communities)


def test_both_files_are_in_code_order(divisions: Rows, communities: Rows) -> None:
    for rows in (divisions, communities):
        codes = [row["code"] for row in rows]
        assert codes == sorted(codes)


def test_every_name_is_there_and_clean(divisions: Rows, communities: Rows) -> None:
    names = [row["name"] for row in [*divisions, *communities]]
    assert all(name and name == name.strip() and name.isprintable() for name in names)


def test_within_a_street_no_community_name_occurs_twice(communities: Rows) -> None:
    times = Counter((row["code"][:9], row["name"]) for row in communities)
    assert max(times.values()) == 1
