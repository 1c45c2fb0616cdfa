"""The script that makes the boundaries, on areas made up here."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from data.build import boundaries as script
from data.build.tiling import squares
from tests.data.conftest import DATA

TABLES: dict[str, Any] = {
    "renamed": {"370199": {"code": "370102"}},
    "not_taken": {"370198": "a farm"},
    "without_area": {"370104": {}},
}
DISTRICTS = {"370102": "历下区", "370103": "市中区", "370104": "槐荫区", "370176": "高新区"}


def area(gb: str) -> dict[str, Any]:
    return {"properties": {"gb": gb, "name": gb}, "geometry": {"type": "Polygon"}}


def wheel(*features: Any) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        archive.writestr(script.MEMBER, json.dumps({"features": list(features)}))
    return sink.getvalue()


def test_a_wheel_of_another_hash_is_not_read() -> None:
    with pytest.raises(script.RefusedInput, match="Nothing was written"):
        script.read_features(wheel(area("156370102")), "other.whl")


def test_the_pinned_wheel_is_read() -> None:
    content = wheel(area("156370102"))
    found = script.read_features(content, "this.whl", hashlib.sha256(content).hexdigest())
    assert [one["properties"]["gb"] for one in found] == ["156370102"]


def test_codes_become_the_registrys_and_what_is_no_division_is_left_out() -> None:
    given = [area("156370103"), area("156370199"), area("156370198"), area("156710001"), area("")]
    found = script.with_our_codes(given, DISTRICTS, TABLES)
    assert [one["properties"] for one in found] == [
        {"code": "370102", "city": "3701"},
        {"code": "370103", "city": "3701"},
    ]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (["156370102", "156370103", "156370102"], "370102 occurs twice"),
        (["156370102", "156370103", "156379999"], "156379999 156379999 is no district we know"),
        (["156370102"], "370103 市中区 has no area"),
    ],
    ids=["twice", "unknown", "lost"],
)
def test_areas_that_do_not_join_with_the_registry_are_refused(
    given: list[str], sentence: str
) -> None:
    with pytest.raises(script.RefusedInput, match=sentence) as refused:
        script.with_our_codes([area(gb) for gb in given], DISTRICTS, TABLES)
    assert "370176" not in str(refused.value)
    assert "370104" not in str(refused.value)


def test_another_mapshaper_is_refused(tmp_path: Path) -> None:
    program = tmp_path / "mapshaper"
    program.write_text("#!/bin/sh\necho 0.6.0\n", encoding="utf-8")
    program.chmod(0o755)
    with pytest.raises(script.RefusedInput, match=r"this is mapshaper 0\.6\.0"):
        script.topologies([], str(program), tmp_path)


def test_a_wheel_that_is_not_there_leaves_nothing_behind(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert script.main([str(tmp_path / "none.whl"), "--out", str(out)]) == 1
    assert "cannot be read" in capsys.readouterr().err
    assert not out.exists()


def test_neighbours_are_those_with_an_edge_in_common() -> None:
    places = [{"arcs": [[0, 1]]}, {"arcs": [[[~1, 2]]]}, {"arcs": [[3, 4]]}]
    assert script.neighbours(places) == {(0, 1)}


def test_the_provenance_carries_the_statement_beside_the_script_word_for_word() -> None:
    yaml = YAML(typ="safe")
    statement = yaml.load(DATA / "build" / "boundaries.yaml")
    written = yaml.load(DATA / "boundaries" / "provenance.yaml")
    assert {key: written[key] for key in statement} == statement
    assert written["input"]["sha256"] == script.SHA256
    assert len(written["districts_without_area"]) == 129


def test_places_in_two_rows_stay_in_them_and_in_their_order() -> None:
    points = [
        (116.0, 37.0),
        (117.1, 36.9),
        (118.0, 37.1),
        (116.2, 36.0),
        (117.0, 36.1),
        (118.1, 36.0),
    ]
    beside = {(0, 1), (1, 2), (3, 4), (4, 5), (0, 3), (1, 4), (2, 5)}
    assert squares(points, beside) == [(0, 0), (1, 0), (2, 0), (0, 1), (1, 1), (2, 1)]


@pytest.mark.parametrize("count", [1, 2, 7, 23])
def test_each_place_has_a_square_of_its_own_and_the_same_every_time(count: int) -> None:
    points = [(110 + number * 7 % 10 + number / 99, 30 + number * 3 % 8) for number in range(count)]
    found = squares(points, set())
    assert len(set(found)) == count
    assert found == squares(points, set())
    assert min(column for column, _row in found) == min(row for _column, row in found) == 0


def test_one_island_far_away_does_not_press_the_others_together() -> None:
    points = [(110.0, 20.0), (110.5, 19.5), (109.5, 19.0), (110.2, 18.5), (114.0, 8.0)]
    found = squares(points, set())
    assert found[4][1] == max(row for _column, row in found)
    assert len({row for _column, row in found}) >= 2
