"""The office's own map: taken as it is, or refused with the feature and what to do."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from green.atlas import approved
from green.atlas.reading import atlas, bundled
from green.errors import Refused
from green.settings import Settings

SQUARE = [[[117.0, 36.0], [118.0, 36.0], [118.0, 37.0], [117.0, 37.0], [117.0, 36.0]]]
NUMBER = "GS(2024)0650号"


def feature(code: Any = 370100, coordinates: Any = SQUARE, **more: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"code": code, "name": "济南市", **more},
        "geometry": {"type": "Polygon", "coordinates": coordinates},
    }


def written(folder: Path, *features: Any, **more: Any) -> Path:
    path = folder / "own.geojson"
    content = {"type": "FeatureCollection", "features": list(features), **more}
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path


@pytest.mark.parametrize("code", [370100, "370100", "3701", "156370100", 370100.0], ids=repr)
def test_codes_are_read_however_they_are_written(code: Any, tmp_path: Path) -> None:
    found = approved.read(written(tmp_path, feature(code)))
    assert [boundary.code for boundary in found.boundaries] == ["3701"]


def test_the_label_point_of_an_area_lies_in_its_middle(tmp_path: Path) -> None:
    (place,) = approved.read(written(tmp_path, feature())).boundaries
    assert place.label == (117.5, 36.5)
    assert place.square is None


@pytest.mark.parametrize("where", ["file", "feature", "beside"])
def test_the_approval_number_is_found_and_then_the_map_is_not_schematic(
    where: str, tmp_path: Path
) -> None:
    path = written(
        tmp_path,
        feature(**({"审图号": NUMBER} if where == "feature" else {})),
        **({"审图号": NUMBER} if where == "file" else {}),
    )
    if where == "beside":
        path.with_name("own.geojson.txt").write_text(NUMBER + "\n", encoding="utf-8")
    source = approved.read(path).source
    assert (source.approval, source.schematic) == (NUMBER, False)


def test_without_an_approval_number_the_map_is_schematic(tmp_path: Path) -> None:
    assert approved.read(written(tmp_path, feature())).source.schematic


@pytest.mark.parametrize("number", ["鲁SG(2023)026号", "GS京（2022）1061号"])
def test_provinces_number_their_maps_in_their_own_way(number: str, tmp_path: Path) -> None:
    assert approved.read(written(tmp_path, feature(), 审图号=number)).source.approval == number


LINE = {
    "type": "Feature",
    "properties": {"code": "370100"},
    "geometry": {"type": "LineString", "coordinates": SQUARE[0]},
}
METRES = [[[500000, 4000000], [500001, 4000000], [500001, 4000001], [500000, 4000000]]]
BROKEN = {
    "a code that is none": (feature("Jinan"), "“Jinan” is not the code"),
    "no code": (feature(""), "“” is not the code"),
    "a line": (LINE, "no area (Polygon or MultiPolygon)"),
    "no geometry": ({"type": "Feature", "properties": {"code": 3701}}, "no area"),
    "not a feature": ("Jinan", "is not the code"),
    "metres": (feature(coordinates=METRES), "(500000, 4000000) is not longitude and latitude"),
    "latitude first": (
        feature(coordinates=[[[y, x] for x, y in SQUARE[0]]]),
        "(36.0, 117.0) is not longitude and latitude",
    ),
    "an open ring": (feature(coordinates=[SQUARE[0][:-1]]), "not closed"),
    "words for numbers": (feature(coordinates=[[["x", "y"]] * 4]), "not a pair of numbers"),
    "an empty area": (feature(coordinates=[]), "no area"),
}


@pytest.mark.parametrize(("wrong", "sentence"), BROKEN.values(), ids=BROKEN)
def test_a_feature_that_cannot_be_used_is_named(wrong: Any, sentence: str, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        approved.read(written(tmp_path, feature(370200), wrong))
    (problem,) = refused.value.problems
    assert "own.geojson, feature 2" in str(problem)
    assert sentence in str(problem)
    assert problem.mend is not None
    assert "feature 1 " not in str(problem)


def test_a_place_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="3701 is there twice"):
        approved.read(written(tmp_path, feature(), feature("3701")))


def test_of_many_mistakes_the_first_are_told_and_the_others_counted(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        approved.read(written(tmp_path, *[feature("x")] * 14))
    assert len(refused.value.problems) == 11
    assert "And 4 more" in str(refused.value.problems[-1])


def test_a_number_that_is_no_approval_number_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="“pending” is not a map approval number"):
        approved.read(written(tmp_path, feature(), 审图号="pending"))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{\n oh", "Line 2 is not JSON"),
        ("[]", "not a GeoJSON FeatureCollection"),
        ('{"type": "FeatureCollection", "features": []}', "not a GeoJSON FeatureCollection"),
    ],
)
def test_a_file_that_is_no_map_is_refused(text: str, sentence: str, tmp_path: Path) -> None:
    path = tmp_path / "own.geojson"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Refused, match=sentence):
        approved.read(path)


def test_a_file_that_is_not_there_is_refused_with_the_setting(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="GREEN_MAP"):
        approved.read(tmp_path / "none.geojson")


def test_a_file_too_large_for_a_browser_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, feature())
    os.truncate(path, approved.MOST_BYTES + 1_000_000)
    with pytest.raises(Refused, match="The map file has 9 MB"):
        approved.read(path)


def test_a_changed_file_is_read_anew(tmp_path: Path) -> None:
    assert len(approved.read(written(tmp_path, feature())).boundaries) == 1
    again = approved.read(written(tmp_path, feature(), feature("370200")))
    assert [boundary.code for boundary in again.boundaries] == ["3701", "3702"]


def test_the_own_file_is_taken_for_the_places_it_has_and_no_others(tmp_path: Path) -> None:
    own = written(tmp_path, feature(), 审图号=NUMBER)
    assert atlas("37", "city", own).source.approval == NUMBER
    assert atlas("37", "district", own) is bundled("37")
    assert atlas("32", "city", own) is bundled("32")


def test_a_hole_runs_against_its_outer_ring_so_that_it_is_not_filled(tmp_path: Path) -> None:
    hole = [[117.4, 36.4], [117.6, 36.4], [117.6, 36.6], [117.4, 36.6], [117.4, 36.4]]
    (place,) = approved.read(written(tmp_path, feature(coordinates=[*SQUARE, hole]))).boundaries
    assert [list(point) for point in place.rings[1]] == hole[::-1]
    assert [list(point) for point in place.rings[0]] == SQUARE[0]


def test_the_setting_names_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("GREEN_MAP", raising=False)
    assert Settings.from_environment().map is None
    monkeypatch.setenv("GREEN_MAP", str(tmp_path / "own.geojson"))
    assert Settings.from_environment().map == tmp_path / "own.geojson"
