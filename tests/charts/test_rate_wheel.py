"""The wheel of pass rates and the bars of cells: told apart without colour, and in words."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from green.charts import item_cells
from green.charts.rate_wheel import alt, explained, legend, rate_wheel
from green.charts.wheel import INNER, OUTER
from green.planning.matrix import STANDINGS, Cell, PlaceItems
from green.standard.model import Standard

COLOUR = re.compile(r"#[0-9A-Fa-f]{6}\b|hatch-[0-9a-f]{6}|rate-[\w-]+|[MC][\d. -]+Z?|[\d.-]+")


def place(standard: Standard, **cells: Cell) -> PlaceItems:
    """Ten communities, eight of which have met what is not given by item id (`_` for `-`)."""
    given = {name.replace("_", "-"): cell for name, cell in cells.items()}
    return PlaceItems(
        "370102",
        "历下区",
        10,
        8,
        tuple(given.get(item.id, Cell(met=8, missing=2)) for item in standard.items),
    )


def petal(svg: str, ref: str) -> str:
    """How a petal is drawn, without its place and colour."""
    found = re.search(rf"<g><title>{ref} [^<]*</title>(.*?)</g>", svg)
    assert found is not None
    return COLOUR.sub("", found[1])


def filled_to(svg: str, ref: str) -> float:
    """How far along its length a petal is filled."""
    found = re.search(rf'<clipPath id="rate-{ref}"><circle r="([\d.]+)"', svg)
    assert found is not None
    return (float(found[1]) - INNER) / (OUTER - INNER)


def test_a_petal_is_filled_exactly_to_its_pass_rate(standard: Standard) -> None:
    svg = rate_wheel(place(standard, noise=Cell(met=3, partly=1, unmet=4, missing=2)), standard)
    assert filled_to(svg, "10") == pytest.approx(3 / 8, abs=0.001)
    assert filled_to(svg, "1") == 1
    ET.fromstring(svg)  # noqa: S314 - our own picture


def test_full_zero_nobody_it_applies_to_and_no_answer_all_look_different(
    standard: Standard,
) -> None:
    svg = rate_wheel(
        place(
            standard,
            noise=Cell(unmet=8, missing=2),
            heritage=Cell(not_applicable=8, missing=2),
            training=Cell(unanswered=8, missing=2),
            publicity=Cell(missing=10),
        ),
        standard,
    )
    full, zero, hatched, dotted = (petal(svg, ref) for ref in ("1", "10", "16", "14"))
    assert len({full, zero, hatched, dotted}) == 4
    assert petal(svg, "13") == dotted
    # No rate is never drawn as a rate, not even as zero.
    assert 'id="rate-16"' not in svg
    assert 'id="rate-14"' not in svg


def test_who_is_missing_and_what_is_unanswered_can_be_seen_and_read(standard: Standard) -> None:
    given = place(standard, noise=Cell(met=6, unanswered=2, missing=2))
    svg = rate_wheel(given, standard)
    assert ">8/10</text>" in svg
    assert ">10?</text>" in svg
    assert ">11?</text>" not in svg
    said = alt(place(standard, noise=Cell(unmet=8), heritage=Cell(not_applicable=8)), standard)
    assert "8 of 10 communities" in said
    assert said.index("10 Noise") < said.index("100.0%")
    assert "1 item without a base" in said
    assert "missing 2" not in explained(given.cells[9])
    assert "unanswered 2" in explained(given.cells[9])


def test_the_key_shows_what_the_wheels_show() -> None:
    svg = legend()
    assert svg.count("<text") == 4
    assert "75%" in svg


def test_each_standing_has_a_part_of_the_bar_as_wide_as_its_share() -> None:
    bar = item_cells.bar(Cell(1, 2, 3, 4, 5, 6))
    found = re.findall(r'<i class="(\w+)" style="width:([\d.]+)%"', bar)
    assert [name for name, _width in found] == list(STANDINGS)
    assert sum(float(width) for _name, width in found) == pytest.approx(100, abs=0.2)
    assert "partly" not in item_cells.bar(Cell(met=3))
    assert item_cells.bar(Cell()).count("<i") == 0


@pytest.mark.parametrize("dark", [False, True])
def test_shades_grow_with_what_is_missing_and_the_number_stays_readable(dark: bool) -> None:
    shades = item_cells.shades(dark=dark)
    rates = [Fraction(1), Fraction(99, 100), Fraction(89, 100), Fraction(1, 2), Fraction(0)]
    assert [item_cells.shade(rate, shades) for rate in rates] == list(shades)
    for one in shades:
        assert _contrast(one.fill, one.ink) >= 4.5
    light = [_luminance(one.fill) for one in shades]
    assert all((a < b) == dark for a, b in pairwise(light))
    assert len({one.words for one in shades}) == 5


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
