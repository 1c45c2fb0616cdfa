"""The chart of what measures would bring: a level told by its shape and in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from green.charts.what_if import alt, over_time_and_then
from green.planning.lifting import Lifted
from green.progress.model import Counts, Month, Progress, Row, Standing
from green.registry.denominators import Denominator
from green.standard import loader
from tests.database import SHANDONG

DAYS = (date(2021, 11, 30), date(2021, 12, 31))
TARGETS = loader.programme(SHANDONG).targets


def row(code: str, name: str, attained: int, count: int = 200) -> Row:
    counts = Counts(count, attained, attained)
    return Row(code, name, Standing(counts, Denominator(count, "nbs-2023", DAYS[0], "list")), ())


def more(before: Row, newly: int) -> Lifted:
    counts = replace(before.standing.counts, attained=before.standing.counts.attained + newly)
    return Lifted(before, replace(before, standing=replace(before.standing, counts=counts)), newly)


@pytest.fixture
def found(english: None) -> Progress:
    rows = (row("3701", "济南市", 20), row("3702", "青岛市", 10))
    total = row("37", "山东省", 30, 400)
    months = tuple(Month(f"{day:%Y-%m}", day, rows, total) for day in DAYS)
    given: Any = ("x", "self-declared", False, DAYS[-1], None, rows, total, months)
    return Progress(*given)


def drawn(found: Progress, *newly: int, **more_of_it: Any) -> list[Any]:
    rows = [more(one, n) for one, n in zip(found.rows, newly, strict=True)]
    figure = over_time_and_then(found, rows, more(found.total, sum(newly)), TARGETS, **more_of_it)
    return [line for line in figure.data if line.line.dash == "dot"]


def test_the_whole_ends_in_a_hollow_square_behind_the_last_day(found: Progress) -> None:
    (line,) = drawn(found, 60, 0)
    assert list(line.y) == [7.5, 22.5]
    assert line.x[0] == DAYS[-1] < line.x[1]
    assert line.marker.symbol[1] == "square-open"
    assert "if so" in line.name


def test_a_part_that_stands_out_has_its_own_and_one_without_gain_has_none(
    found: Progress,
) -> None:
    assert [list(line.y) for line in drawn(found, 60, 0, highlight="3701")] == [
        [7.5, 22.5],
        [10, 40],
    ]
    assert len(drawn(found, 60, 0, highlight="3702")) == 1
    assert drawn(found, 0, 0) == []


def test_each_way_has_one_label_for_both_its_ends_and_none_lies_on_another(
    found: Progress,
) -> None:
    rows = [more(found.rows[0], 40), more(found.rows[1], 0)]
    figure = over_time_and_then(found, rows, more(found.total, 90), TARGETS, highlight="3701")
    named = [one for one in figure.layout.annotations if one.xref == "paper"]
    assert [one.text for one in named] == [
        "山东省<br>7.5% → 30.0%",
        "济南市<br>10.0% → 30.0%",
    ]
    assert abs(named[0].yshift - named[1].yshift) > 30


def test_nothing_is_drawn_above_a_base_that_is_too_small(found: Progress) -> None:
    assert len(drawn(found, 181, 0, highlight="3701")) == 1


def test_the_axis_reaches_up_to_the_level(found: Progress) -> None:
    figure = over_time_and_then(found, (), more(found.total, 360), TARGETS)
    assert figure.layout.yaxis.range[1] >= 97.5
    assert any("97.5%" in one.text for one in figure.layout.annotations)
    sentence = alt(found, more(found.total, 360))
    assert "7.5%" in sentence
    assert "97.5%" in sentence
