"""The charts of progress: their data, for no picture is looked at here."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from green.charts.palette import LIGHT
from green.charts.panel import key, panel
from green.charts.progress import alt, over_time
from green.progress.model import Counts, Month, Progress, Row, Standing
from green.registry.denominators import Denominator
from green.standard import loader
from green.standard.model import Source
from green.standard.programme import Target
from tests.database import SHANDONG

DAYS = (date(2021, 11, 30), date(2021, 12, 31), date(2022, 1, 15))
SVG = "{http://www.w3.org/2000/svg}"


def row(code: str, name: str, attained: int, count: int = 200) -> Row:
    counts = Counts(2 * attained, attained, attained)
    denominator = Denominator(count, "nbs-2023", date(2023, 6, 30), "list")
    return Row(code, name, Standing(counts, denominator), ())


def month(number: int, day: date) -> Month:
    """Jinan attains 10 a month; Qingdao's figure falls below its numerator in the second."""
    rows = (
        row("3701", "济南市", 10 * number),
        row("3702", "青岛市", 20, 10 if number == 2 else 200),
    )
    return Month(f"{day:%Y-%m}", day, rows, row("37", "山东省", 10 * number + 20, 400))


@pytest.fixture
def found() -> Progress:
    months = tuple(month(number, day) for number, day in enumerate(DAYS, 1))
    last = months[-1]
    return Progress(
        SHANDONG,
        "self-declared",
        False,
        last.day,
        None,
        last.rows,
        last.total,
        months,  # type: ignore[arg-type]
    )


@pytest.fixture
def targets() -> tuple[Target, ...]:
    return loader.programme(SHANDONG).targets


def lines(figure: Any) -> dict[str, tuple[list[Any], list[Any]]]:
    """x and y of the named lines."""
    return {line.name: (list(line.x), list(line.y)) for line in with_points(figure) if line.name}


def with_points(figure: Any) -> list[Any]:
    """All lines but the one that is there for the legend only."""
    return [line for line in figure.data if None not in line.x]


def target_lines(figure: Any) -> list[Any]:
    return [line for line in figure.data if not line.name]


def test_there_is_a_line_for_every_part_and_for_the_whole(
    found: Progress, targets: tuple[Target, ...]
) -> None:
    drawn = lines(over_time(found, "attained", targets))
    assert list(drawn) == ["济南市", "青岛市", "山东省"]
    assert drawn["济南市"] == (list(DAYS), [5.0, 10.0, 15.0])
    assert drawn["山东省"] == (list(DAYS), [7.5, 10.0, 12.5])


def test_where_there_is_no_rate_the_line_has_a_gap_and_no_zero(
    found: Progress, targets: tuple[Target, ...]
) -> None:
    assert lines(over_time(found, "attained", targets))["青岛市"][1] == [10.0, None, 10.0]


def test_each_metric_has_its_own_line(found: Progress, targets: tuple[Target, ...]) -> None:
    assert lines(over_time(found, "participating", targets))["济南市"][1] == [10.0, 20.0, 30.0]


def test_targets_are_dashed_lines_that_end_at_their_deadline(
    found: Progress, targets: tuple[Target, ...]
) -> None:
    drawn = target_lines(over_time(found, "attained", targets))
    assert [(line.x[-1], list(line.y)) for line in drawn] == [
        (date(2021, 12, 31), [30.0, 30.0]),
        (date(2022, 12, 31), [60.0, 60.0]),
    ]
    assert {line.line.dash for line in drawn} == {"dash"}


def test_a_target_of_another_metric_or_of_a_number_is_not_drawn(found: Progress) -> None:
    number = Target(
        scope="whole",
        metric="attained",
        count=5,
        deadline=DAYS[-1],
        source=Source(document="a paper", verified=True),
    )
    assert target_lines(over_time(found, "attained", (number,))) == []
    targets = loader.programme(SHANDONG).targets
    assert target_lines(over_time(found, "participating", targets)) == []


def test_the_part_that_is_looked_at_is_told_apart_by_more_than_its_colour(
    found: Progress, targets: tuple[Target, ...]
) -> None:
    figure = over_time(found, "attained", targets, highlight="3702")
    looks = {
        line.name: (line.line.width, line.line.dash) for line in with_points(figure) if line.name
    }
    assert len(set(looks.values())) == 3
    assert looks["济南市"] == (1, "solid")


def test_the_scale_begins_at_nothing_and_never_cuts_a_line_off(
    found: Progress, targets: tuple[Target, ...]
) -> None:
    for metric in ("participating", "submitted", "attained"):
        figure = over_time(found, metric, targets)  # type: ignore[arg-type]
        low, high = figure.layout.yaxis.range
        drawn = [y for line in figure.data for y in line.y if y is not None]
        assert low == 0
        assert high >= max(drawn)


@pytest.mark.parametrize(
    ("highlight", "named"), [(None, {"山东省", "the other 2, in grey"}), ("3702", None)]
)
def test_the_legend_says_what_the_quiet_lines_are(
    found: Progress, targets: tuple[Target, ...], highlight: str | None, named: set[str] | None
) -> None:
    figure = over_time(found, "attained", targets, highlight=highlight)
    shown = {line.name for line in figure.data if line.showlegend is not False}
    assert shown == (named or {"山东省", "青岛市", "the other 1, in grey"})


def test_before_the_programme_opened_the_chart_is_empty(
    found: Progress, targets: tuple[Target, ...]
) -> None:
    early = Progress(
        SHANDONG, "self-declared", False, date(2020, 1, 1), found.known_at, found.rows,
        found.total, ()
    )  # fmt: skip
    drawn = lines(over_time(early, "attained", targets))
    assert all(y == [] for _x, y in drawn.values())


def test_the_chart_says_what_it_shows_in_one_sentence(found: Progress) -> None:
    assert alt(found, "Attained") == (
        "Line chart: Attained of 山东省 and its 2 parts by month up to 2022-01-15, "
        "against the target lines"
    )


def points(svg: str) -> list[list[tuple[float, float]]]:
    root = ET.fromstring(svg)  # noqa: S314 - our own picture
    return [
        [tuple(map(float, point.split(","))) for point in (line.get("points") or "").split()]  # type: ignore[misc]
        for line in root.iter(f"{SVG}polyline")
    ]


def test_a_panel_rises_with_its_rate_and_writes_the_last_one_out(
    found: Progress, targets: tuple[Target, ...]
) -> None:
    rows = [month.rows[0] for month in found.series or ()]
    svg = panel(DAYS, rows, targets)
    drawn = points(svg)
    assert len(drawn) == 3
    for line in drawn:
        assert len(line) == 3
        assert [x for x, _y in line] == sorted(x for x, _y in line)
        assert [y for _x, y in line] == sorted((y for _x, y in line), reverse=True)
    texts = [text.text for text in ET.fromstring(svg).iter(f"{SVG}text")]  # noqa: S314
    assert {"济南市", "15.0%", "30/200", "30%", "60%"} <= set(texts)


def test_a_panel_without_a_rate_says_so_and_draws_no_point_there(
    found: Progress, targets: tuple[Target, ...]
) -> None:
    rows = [month.rows[1] for month in (found.series or ())[:2]]
    svg = panel(DAYS[:2], rows, targets)
    assert {len(line) for line in points(svg)} == {1}
    assert ">–</text>" in svg


def test_a_panel_escapes_its_name_and_says_what_it_shows(targets: tuple[Target, ...]) -> None:
    svg = panel(DAYS[:1], [row("3701", '<b>"&', 10)], targets)
    root = ET.fromstring(svg)  # noqa: S314
    assert root.get("role") == "img"
    assert root.get("aria-label") == '<b>"&: 20 participating, 10 submitted, 10 attained of 200'
    assert "<b>" not in svg


def test_the_lines_of_a_panel_are_told_apart_in_grey_print(
    found: Progress, targets: tuple[Target, ...]
) -> None:
    rows = [month.rows[0] for month in found.series or ()]
    root = ET.fromstring(panel(DAYS, rows, targets))  # noqa: S314
    looks = {(line.get("stroke-dasharray"), line.get("stroke-width"))
             for line in root.iter(f"{SVG}polyline")}  # fmt: skip
    assert len(looks) == 3


def test_colours_of_the_five_areas_are_five() -> None:
    assert len(set(LIGHT.areas)) == 5
    assert LIGHT.area(5) == LIGHT.area(0)


def decided(part: Row, named: int) -> Row:
    counts = replace(part.standing.counts, named=named)
    return replace(part, standing=replace(part.standing, counts=counts))


def names(svg: str) -> set[str | None]:
    return {text.text for text in ET.fromstring(svg).iter(f"{SVG}text")}  # noqa: S314


def test_where_a_chain_decides_a_panel_has_a_line_for_the_name_too(
    found: Progress, targets: tuple[Target, ...]
) -> None:
    rows = [decided(month.rows[0], 4) for month in found.series or ()]
    svg = panel(DAYS, rows, targets)
    drawn = points(svg)
    assert len(drawn) == 4
    # 4 of 200: near the bottom, below what has attained, and not the whole way up.
    assert drawn[3][-1][1] > drawn[2][-1][1]
    root = ET.fromstring(svg)  # noqa: S314
    assert root.get("aria-label") == (
        "济南市: 60 participating, 30 submitted, 30 attained, 4 named of 200"
    )
    looks = {(line.get("stroke-dasharray"), line.get("stroke-width"))
             for line in root.iter(f"{SVG}polyline")}  # fmt: skip
    assert len(looks) == 4


def test_the_key_names_the_fourth_line_only_where_a_chain_decides() -> None:
    three = {"Participating", "Submitted", "Attained"}
    assert names(key()) == three
    assert names(key(decided=True)) == three | {"Named"}


def test_the_chart_of_the_name_has_no_line_of_a_target_for_another_state(
    found: Progress, targets: tuple[Target, ...]
) -> None:
    assert found.series is not None
    series = tuple(
        replace(month, rows=tuple(decided(part, 5) for part in month.rows),
                total=decided(month.total, 10))
        for month in found.series
    )  # fmt: skip
    figure = over_time(replace(found, rule="decided", series=series), "named", targets)
    assert lines(figure)["济南市"][1] == [2.5, 2.5, 2.5]
    assert target_lines(figure) == []


def test_while_communities_declare_themselves_there_is_no_line_of_names(
    found: Progress,
) -> None:
    figure = over_time(found, "named", ())
    assert all(y is None for line in figure.data for y in line.y)
