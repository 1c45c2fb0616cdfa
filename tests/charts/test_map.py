"""The map of rates: its data, for no picture is looked at here."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from green.atlas.model import Source
from green.atlas.reading import bundled
from green.charts.map import alt, rates_map
from green.progress.model import Progress
from tests.charts.drawn import cities, progress, row, targets


def drawn(found: Progress | None = None, **more: Any) -> Any:
    return rates_map(found or cities(), "city", bundled("37"), "attained", targets(), **more)


def legend(figure: Any) -> list[str]:
    return [trace.name for trace in figure.data if trace.fill == "toself"]


def places(figure: Any) -> dict[str, Any]:
    """By code, the unseen points over an area."""
    return {trace.customdata[0][0]: trace for trace in figure.data if trace.meta == "place"}


def labels(figure: Any) -> list[str]:
    return [text for trace in figure.data if trace.mode == "text" for text in trace.text]


def test_the_legend_says_each_class_in_words_and_how_many_are_in_it() -> None:
    assert legend(drawn()) == [
        "No data (hatched) · 1",
        "0%, none yet (dotted) · 1",
        "below 10% · 10",
        "10% to below 30% · 2",
        "30% to below 60% · 1",
        "60% and more · 1",
    ]


def test_no_data_and_zero_differ_from_each_other_and_from_shares_without_colour() -> None:
    pattern = {
        trace.meta: trace.fillpattern.shape for trace in drawn().data if trace.fill == "toself"
    }
    assert pattern == {"no_data": "/", "zero": ".", "share": ""}
    assert "济南<br>–" in labels(drawn())
    assert "青岛<br>0.0%" in labels(drawn())
    assert "济南<br>0.0%" not in labels(drawn())


def test_every_city_has_its_name_its_rate_and_its_code_for_a_click() -> None:
    figure = drawn()
    assert len(labels(figure)) == 16
    assert "东营<br>29.9%" in labels(figure)
    assert set(places(figure)) == {f"37{number:02}" for number in range(1, 18) if number != 12}
    for code, trace in places(figure).items():
        assert {point[0] for point in trace.customdata} == {code}
        assert len(trace.customdata) == len(trace.x) == len(trace.y)


def test_the_pointer_is_told_all_that_explains_the_figure() -> None:
    text = places(drawn())["3705"].hovertemplate
    assert text == (
        "<b>东营市</b><br>Attained: 29.9% (299 of 1000)<br>Base: 1000 on 2023-06-30<br>"
        "list of 2023<br>30% by 2021-12-31: 1 missing<br>60% by 2022-12-31: 301 missing"
        "<extra></extra>"
    )
    unknown = places(drawn())["3701"].hovertemplate
    assert "Attained: no communities" in unknown
    assert "reached" not in unknown


def test_a_place_without_a_row_is_drawn_as_no_data_and_never_as_zero() -> None:
    figure = drawn(progress(row("3701", "济南市", 50)))
    assert legend(figure)[:2] == ["No data (hatched) · 15", "0%, none yet (dotted) · 0"]
    assert "No figures of this place" in places(figure)["3702"].hovertemplate


def test_a_numerator_above_its_base_has_no_rate_and_says_so() -> None:
    figure = drawn(progress(row("3701", "济南市", 120, 100)))
    text = places(figure)["3701"].hovertemplate
    assert "Attained: above the base<br>Base: 100" in text
    assert "120.0%" not in figure.to_json()


def test_a_state_that_nobody_counts_yet_has_no_data() -> None:
    counted = row("3701", "济南市", 50)
    counts = replace(counted.standing.counts, named=None)
    uncounted = replace(counted, standing=replace(counted.standing, counts=counts))
    figure = rates_map(progress(uncounted), "city", bundled("37"), "named", targets())
    assert "Named: no data" in places(figure)["3701"].hovertemplate
    assert labels(figure)[0] == "济南<br>–"


def test_a_row_without_an_area_does_not_stop_the_map() -> None:
    found = progress(row("370102", "历下区", 5), row("370176", "高新区", 5), scope="3701")
    figure = rates_map(found, "district", bundled("37"), "attained", targets())
    assert len(places(figure)) == 12
    assert "370176" not in places(figure)


def test_with_too_many_places_names_are_left_to_the_pointer() -> None:
    found = progress(row("370102", "历下区", 5))
    figure = rates_map(found, "district", bundled("37"), "attained", targets())
    assert len(places(figure)) == 136
    assert labels(figure) == []


@pytest.mark.parametrize("dark", [False, True])
def test_nothing_in_the_figure_is_fetched_from_anywhere(dark: bool) -> None:
    text = drawn(dark=dark).to_json()
    assert not re.search(r"https?:|//[a-z]|\bwww\.", text)
    assert {trace.type for trace in drawn(dark=dark).data} == {"scatter"}
    assert len(text) < 250_000


def test_the_map_says_that_it_is_schematic_or_its_approval_number() -> None:
    (note,) = [annotation.text for annotation in drawn().layout.annotations]
    assert note == "Schematic map, not for publication"
    approved = replace(bundled("37"), source=Source("own.geojson", "GS(2024)0650号"))
    figure = rates_map(cities(), "city", approved, "attained", targets())
    (note,) = [annotation.text for annotation in figure.layout.annotations]
    assert note == "Map approval number: GS(2024)0650号"
    assert "chematic" not in alt(cities(), "attained", approved)


def test_a_chosen_place_is_outlined_and_only_it() -> None:
    def outlined(figure: Any) -> list[Any]:
        return [trace.x for trace in figure.data if trace.line.width and trace.line.width > 3]

    (nothing,), (chosen,) = outlined(drawn()), outlined(drawn(highlight="3710"))
    (weihai,) = [one for one in bundled("37").boundaries if one.code == "3710"]
    assert list(nothing) == [None]
    assert sum(x is not None for x in chosen) == sum(len(ring) for ring in weihai.rings)


def test_an_area_is_as_wide_as_it_is_on_the_ground_and_fits_any_screen() -> None:
    layout = drawn().layout
    assert layout.yaxis.scaleanchor == "x"
    assert layout.yaxis.scaleratio == pytest.approx(1.24, abs=0.02)
    assert layout.width is None


def test_the_sentence_for_those_who_do_not_see_it_names_place_day_and_metric() -> None:
    assert alt(cities(), "attained", bundled("37")) == (
        "Map: Attained in 山东省 and its 16 parts on 2022-06-30. "
        "Schematic map, not for publication."
    )
