"""The tile map for print: every place, its figures, and patterns that grey print keeps."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from green.atlas.reading import NOTHING, bundled
from green.charts.tiles import tiles
from green.progress.model import Progress
from tests.charts.drawn import cities, progress, row, targets

SVG = "{http://www.w3.org/2000/svg}"


def drawn(found: Progress | None = None, **more: bool) -> ET.Element:
    text = tiles(found or cities(), bundled("37"), "attained", targets(), **more)
    return ET.fromstring(text)  # noqa: S314 - our own picture


def squares(picture: ET.Element) -> dict[str, ET.Element]:
    """By their sentence up to the colon, the groups of the places."""
    return {
        (group.find(f"{SVG}title").text or "").partition(":")[0]: group  # type: ignore[union-attr]
        for group in picture.iter(f"{SVG}g")
    }


def texts(element: ET.Element) -> list[str]:
    return [text.text or "" for text in element.iter(f"{SVG}text")]


def fills(group: ET.Element) -> list[str]:
    return [rect.get("fill", "") for rect in group.iter(f"{SVG}rect")]


def test_every_place_has_a_square_with_name_rate_numerator_and_denominator() -> None:
    found = squares(drawn())
    assert len(found) == 16
    assert texts(found["东营市"]) == ["东营", "29.9%", "299/1000"]
    places = {tuple(rect.get(k) for k in "xy") for g in found.values() for rect in g[1:2]}
    assert len(places) == 16


def test_no_data_is_hatched_zero_is_dotted_and_shares_are_plain() -> None:
    found = squares(drawn())
    assert fills(found["济南市"])[1:] == ["url(#tiles-no_data)"]
    assert fills(found["青岛市"])[1:] == ["url(#tiles-zero)"]
    assert fills(found["淄博市"])[1:] == []
    assert texts(found["济南市"]) == ["济南", "–", "no communities"]
    assert texts(found["青岛市"]) == ["青岛", "0.0%", "0/100"]


def test_a_diamond_is_filled_for_each_target_that_is_reached() -> None:
    def filled(name: str) -> list[bool]:
        marks = squares(drawn())[name].iter(f"{SVG}path")
        return [mark.get("fill") != "none" for mark in marks]

    assert filled("东营市") == [False, False]
    assert filled("烟台市") == [True, False]
    assert filled("潍坊市") == [True, True]
    assert filled("济南市") == []


def test_a_place_without_a_square_stands_under_the_others_and_is_not_lost() -> None:
    found = progress(row("370102", "历下区", 5), row("370176", "济南高新区", 7), scope="3701")
    picture = drawn(found)
    assert "Without a place on the map" in texts(picture)
    place, zone = squares(picture)["历下区"], squares(picture)["济南高新区"]
    assert float(zone[1].get("y", 0)) > float(place[1].get("y", 0))
    assert "Without a place on the map" not in texts(drawn())


def test_without_any_boundaries_all_places_are_still_there() -> None:
    picture = ET.fromstring(tiles(cities(), NOTHING, "attained", targets()))  # noqa: S314
    assert len(squares(picture)) == 16


def test_the_key_says_the_classes_and_the_targets_in_words() -> None:
    said = texts(drawn())
    assert said[-8:] == [
        "No data (hatched)",
        "0%, none yet (dotted)",
        "below 10%",
        "10% to below 30%",
        "30% to below 60%",
        "60% and more",
        "30% reached (due 2021-12-31)",
        "60% reached (due 2022-12-31)",
    ]


@pytest.mark.parametrize("dark", [False, True])
def test_the_picture_holds_itself_and_fetches_nothing(dark: bool) -> None:
    text = tiles(cities(), bundled("37"), "attained", targets(), dark=dark)
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")
    assert "<image" not in text
    picture = ET.fromstring(text)  # noqa: S314
    _left, _top, width, height = map(float, picture.get("viewBox", "").split())
    for rect in picture.iter(f"{SVG}rect"):
        assert 0 <= float(rect.get("x", 0)) <= width - float(rect.get("width", 0)) - 4
        assert 0 <= float(rect.get("y", 0)) <= height - float(rect.get("height", 0)) - 4


def test_names_that_are_markup_stay_names() -> None:
    picture = drawn(progress(row("3701", "<b>&", 5)))
    assert "<b>&" in texts(picture)
