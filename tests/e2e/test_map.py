"""The map in a real browser: a press anywhere in an area finds its place; nothing is fetched."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import plotly
import pytest

from green.atlas.reading import bundled
from green.charts.map import rates_map
from tests.charts.drawn import cities, targets

if TYPE_CHECKING:
    from playwright.sync_api import Page


SCRIPT = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
DRAW = """figure => Plotly.newPlot('map', figure.data, figure.layout, {responsive: true})
  .then(map => { window.pressed = [];
    map.on('plotly_click', event => pressed.push(event.points[0].customdata[0])); })"""
AT = """([x, y]) => { const map = document.getElementById('map'), full = map._fullLayout;
  const box = map.querySelector('.nsewdrag').getBoundingClientRect();
  return [box.left + full.xaxis.d2p(x), box.top + full.yaxis.d2p(y)]; }"""


@pytest.mark.parametrize("width", [350, 1200])
def test_a_press_far_from_the_name_finds_the_place_and_nothing_is_fetched(
    open_page: Callable[..., Page],
    outside_requests: list[str],
    console_errors: list[str],
    width: int,
) -> None:
    page = open_page(viewport={"width": width + 40, "height": 700})
    page.set_content(f"<div id='map' style='width:{width}px'></div>")
    page.add_script_tag(path=str(SCRIPT))
    figure = rates_map(cities(), "city", bundled("37"), "attained", targets())
    page.evaluate(DRAW, json.loads(figure.to_json()))
    # In the north-west of Linyi, the south of Yantai and the middle of Dezhou.
    for name, point in (
        ("临沂市", [118.0, 35.7]),
        ("烟台市", [120.75, 36.75]),
        ("德州市", [116.7, 37.3]),
    ):
        x, y = page.evaluate(AT, point)
        page.mouse.move(x, y)
        page.locator(".hoverlayer .hovertext", has_text=name).wait_for()
        page.mouse.click(x, y)
    page.wait_for_function("pressed.length >= 3")
    assert page.evaluate("pressed") == ["3713", "3706", "3714"]
    assert outside_requests == []
    assert console_errors == []
