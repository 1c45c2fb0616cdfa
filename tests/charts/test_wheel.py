"""The wheel: its meaning is in its shapes and its words, never in colour alone."""

from __future__ import annotations

import re
from itertools import pairwise
from types import MappingProxyType
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from green.charts.palette import DARK, LIGHT
from green.charts.wheel import alt, example, legend, petals, wheel
from green.standard.answers import Answers, ItemAnswer
from green.standard.model import STATUSES, Standard, Status, Words
from green.standard.verdict import Verdict, judge
from green.texts import use

SVG = "{http://www.w3.org/2000/svg}"
COLOUR = re.compile(r"#[0-9A-Fa-f]{6}\b|hatch-[0-9a-f]{6}")


def verdict(standard: Standard, **statuses: Status) -> Verdict:
    """A verdict with these statuses by item id (`_` for `-`), everything else unanswered."""
    items = {
        key.replace("_", "-"): ItemAnswer(status, "none here" if status == "not_applicable" else "")
        for key, status in statuses.items()
    }
    return judge(standard, Answers(standard.id, None, MappingProxyType(items)))


def drawn(svg: str) -> list[str]:
    """The petals of a wheel as they are drawn, without their titles and colours."""
    found = re.findall(r"<g><title>.*?</title>(.*?)</g>", svg, flags=re.DOTALL)
    return [COLOUR.sub("colour", petal) for petal in found]


def titles(svg: str) -> list[str]:
    root = ET.fromstring(svg)  # noqa: S314 - our own picture
    return [title.text or "" for title in root.iter(f"{SVG}title")]


def test_the_wheel_has_a_petal_for_every_item_in_the_standards_order(standard: Standard) -> None:
    named = titles(wheel(verdict(standard)))
    assert [title.split()[0] for title in named] == [item.ref for item in standard.items]
    assert len(named) == 16


def test_every_petal_says_number_name_and_status(standard: Standard) -> None:
    named = titles(wheel(verdict(standard, noise="partly", training="met")))
    noise = standard.item("noise")
    assert noise is not None
    assert named[9] == f"10 {noise.title.en}: Partly met"
    assert named[13].endswith(": Met")
    assert named[0].endswith(": Unanswered")


def test_the_five_statuses_look_different_without_any_colour(standard: Standard) -> None:
    looks = {status: drawn(wheel(verdict(standard, heritage=status)))[-1] for status in STATUSES}
    assert len(set(looks.values())) == len(STATUSES)


def test_a_status_changes_its_own_petal_and_no_other(standard: Standard) -> None:
    before, after = (
        drawn(wheel(verdict(standard, noise=status))) for status in ("unanswered", "met")
    )
    changed = [item.ref for item, a, b in zip(standard.items, before, after, strict=True) if a != b]
    assert changed == ["10"]


def test_the_middle_counts_what_is_met_of_what_applies(standard: Standard) -> None:
    found = wheel(verdict(standard, noise="met", training="met", heritage="not_applicable"))
    assert ">2/15</text>" in found


def test_the_wheel_says_what_it_shows_to_those_who_do_not_see_it(standard: Standard) -> None:
    one = verdict(standard, noise="met", training="partly", heritage="not_applicable")
    root = ET.fromstring(wheel(one))  # noqa: S314
    assert root.get("role") == "img"
    assert root.get("aria-label") == alt(one)
    assert alt(one) == (
        "Wheel of 16 items: 1 met, 1 partly, 0 not met, 13 unanswered, 1 not applicable"
    )


def test_the_wheel_speaks_the_readers_language(standard: Standard) -> None:
    use("zh_CN")
    assert not re.search(r"[A-Za-z]", alt(verdict(standard)))


def test_texts_of_a_standard_are_escaped(standard: Standard) -> None:
    nasty = "<script>alert(\"x\")</script> & 'y'"
    item = standard.items[0].model_copy(update={"title": Words(zh=nasty, en=nasty), "ref": "1&<"})
    area = standard.areas[0].model_copy(update={"items": (item, *standard.areas[0].items[1:])})
    other = standard.model_copy(update={"areas": (area, *standard.areas[1:])})
    svg = wheel(verdict(other))
    assert "<script" not in svg
    assert titles(svg)[0] == f"1&< {nasty}: Unanswered"


@pytest.mark.parametrize("numbers", [True, False])
def test_numbers_stand_beside_the_petals_only_when_asked_for(
    standard: Standard, numbers: bool
) -> None:
    root = ET.fromstring(wheel(verdict(standard), numbers=numbers))  # noqa: S314
    *beside, count, what = [text.text for text in root.iter(f"{SVG}text")]
    assert beside == ([item.ref for item in standard.items] if numbers else [])
    assert (count, what) == ("0/16", "Met")


@pytest.mark.parametrize("size", [24, 240, 1000])
def test_the_wheel_is_drawn_in_the_size_asked_for(standard: Standard, size: int) -> None:
    root = ET.fromstring(wheel(verdict(standard), size=size))  # noqa: S314
    assert (root.get("width"), root.get("height")) == (str(size), str(size))


def test_dark_pages_have_colours_of_their_own(standard: Standard) -> None:
    light, dark = (wheel(verdict(standard), dark=dark) for dark in (False, True))
    assert all(colour in light and colour not in dark for colour in LIGHT.areas)
    assert all(colour in dark and colour not in light for colour in DARK.areas)


def test_the_picture_asks_for_nothing_from_outside(standard: Standard) -> None:
    for svg in (wheel(verdict(standard)), legend(), example()):
        without_name = svg.replace("http://www.w3.org/2000/svg", "")
        assert "http" not in without_name
        assert not re.search(r"<(image|script|style|foreignObject)\b|@import|\bon\w+=", svg)


def test_every_hatching_that_is_used_is_defined(standard: Standard) -> None:
    svg = wheel(verdict(standard, heritage="not_applicable"))
    used = set(re.findall(r"url\(#([^)]+)\)", svg))
    assert used
    assert used <= set(re.findall(r'<pattern id="([^"]+)"', svg))


def test_the_legend_names_every_status(standard: Standard) -> None:
    root = ET.fromstring(legend())  # noqa: S314
    named = [text.text for text in root.iter(f"{SVG}text")]
    assert sorted(filter(None, named)) == sorted(
        ["Met", "Partly met", "Not met", "Unanswered", "Not applicable"]
    )


@given(areas=st.lists(st.integers(1, 8), min_size=1, max_size=9))
def test_petals_fill_the_circle_without_touching_each_other(areas: list[int]) -> None:
    found = petals(tuple(areas))
    assert len(found) == sum(areas)
    assert [petal.area for petal in found] == [a for a, n in enumerate(areas) for _item in range(n)]
    assert found[0].angle - found[0].half > 0
    assert found[-1].angle + found[-1].half < 360
    for one, following in pairwise(found):
        assert one.angle + one.half < following.angle - following.half
