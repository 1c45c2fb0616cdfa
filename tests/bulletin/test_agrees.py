"""Word, spreadsheet and the JSON of `progress` say the same, to the digit."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest

from green.bulletin.book import book
from green.bulletin.content import content
from green.bulletin.gathering import gather
from green.bulletin.model import Bulletin, Period
from green.bulletin.pictures import Pictures
from green.bulletin.word import word
from green.progress.figures import progress
from green.progress.funnel import funnels
from green.registry.model import Level
from tests.bulletin.reading import below, number, percent, said, sheet, stored, tables
from tests.simulation.worlds import World

METRICS = ("participating", "submitted", "attained", "named")
CASES: list[tuple[str, Level, Period]] = [
    ("37", "city", Period(date(2022, 10, 1), date(2022, 12, 31))),
    ("3702", "district", Period(date(2021, 1, 1), date(2021, 12, 31))),
    ("370102", "street", Period(date(2022, 2, 9), date(2022, 2, 9))),
]
Case = tuple[Bulletin, dict[str, Any], dict[str, Any], bytes, bytes]


@pytest.fixture(scope="module", params=CASES, ids=lambda case: case[0])
def case(request: pytest.FixtureRequest, province: World) -> Case:
    """A bulletin, the JSON of `progress` at its end and before its beginning, and both files."""
    scope, level, period = request.param
    with province.read() as query:
        found = gather(query, province.programme, scope, period)

        def asked(day: date) -> dict[str, Any]:
            return progress(
                query,
                province.programme,
                scope=scope,
                by=level,
                as_of=day,
                known_at=found.found.known_at,
                monthly=True,
                pace=True,
            ).as_json()

        end, before = asked(period.last), asked(period.first - timedelta(days=1))
        waiting = funnels(query, province.programme, scope=scope, by=level, as_of=period.last)
    end["funnel"] = waiting.as_json()
    return found, end, before, word(content(found, Pictures())), book(found)


def test_every_part_has_the_numbers_of_progress_in_the_order_of_codes(case: Case) -> None:
    _found, end, _before, in_word, in_book = case
    rows = [*end["rows"], end["total"]]
    # In Word the whole stands above its parts.
    whole, *parts = next(rows for rows in tables(in_word).values() if len(rows[0]) == 10)
    lines = [*parts, whole]
    assert [line[0] for line in lines] == [row["name"] for row in rows]
    cells = below(sheet(in_book, 1), "代码")
    assert [line[0] for line in cells] == [row["code"] for row in rows]
    assert [row["code"] for row in end["rows"]] == sorted(row["code"] for row in end["rows"])
    for row, line, values in zip(rows, lines, cells, strict=True):
        counts = [row[metric] for metric in METRICS]
        all_of_them = row["denominator"]["count"]
        missing = row["targets"][-1]["missing"]
        assert [number(one) for one in line[1:6]] == [*counts, all_of_them]
        assert line[6] == (percent(row["attained"], all_of_them) if all_of_them else "–")
        assert number(line[7]) == missing
        assert values[2:7] == [*counts, all_of_them]
        assert values[7:11] == [stored(row["rates"][metric]) for metric in METRICS]
        assert values[11] == missing


def test_what_changed_lies_between_the_figures_before_and_after(case: Case) -> None:
    found, end, before, in_word, in_book = case
    lines = tables(in_word)["状态"]
    cells = below(sheet(in_book, 0), "状态")
    for place, metric in enumerate(METRICS):
        was, gained, lost, now = (number(one) for one in lines[place][1:])
        assert (was, now) == (before["total"][metric], end["total"][metric])
        assert was is not None
        assert was + (gained or 0) - (lost or 0) == now
        assert cells[place][1:5] == [was, gained, lost, now]
    parts = zip(end["rows"], before["rows"], below(sheet(in_book, 1), "代码"), strict=False)
    for row, earlier, values in parts:
        for place, metric in enumerate(METRICS):
            gained, lost = values[12 + 2 * place : 14 + 2 * place]
            assert gained - lost == row[metric] - earlier[metric]
    assert found.period.last.isoformat() == end["as_of"]


def test_every_target_has_the_numbers_of_progress(case: Case) -> None:
    _found, end, _before, in_word, in_book = case
    lines = tables(in_word)["目标"]
    cells = below(sheet(in_book, 0), "目标")
    total = end["total"]
    assert len(lines) == len(cells) == len(total["targets"]) > 0
    for target, line, values in zip(total["targets"], lines, cells, strict=True):
        written = [number(one) for one in (line[3], line[4], line[6], line[7])]
        attained, base = total["attained"], total["denominator"]["count"]
        assert written == [attained, base, target["needed"], target["missing"]]
        assert line[5] == percent(attained, base)
        rate = stored(total["rates"]["attained"])
        assert values[3:8] == [attained, base, rate, target["needed"], target["missing"]]
        pace = target["pace"]
        assert values[9:] == [
            *(pace["gained"], pace["lost"]),
            *(stored(pace["per_month"]), stored(pace["needed_per_month"])),
            *(pace["low"], pace["high"]),
        ]
        assert ("参照" in line[8]) != target["binding"]
        if target["missing"]:
            sentence = next(t for t in said(in_word).split("\n") if t.startswith(f"{line[0]}（"))
            numbers = {int(one.replace(",", "")) for one in re.findall(r"[\d,]+(?=个)", sentence)}
            assert pace["gained"] in numbers


def test_the_months_are_those_of_the_series(case: Case) -> None:
    found, end, _before, _in_word, in_book = case
    cells = below(sheet(in_book, 3 - 1), "月份")
    assert [line[0] for line in cells] == [one["month"] for one in end["series"]]
    for line, month in zip(cells, end["series"], strict=True):
        rates = [stored(row["rates"]["attained"]) for row in month["rows"]]
        assert line[-len(rates) :] == rates
        assert line[2] == sum(row["participating"] for row in month["rows"])
    assert cells[-1][2:6] == [end["total"][metric] for metric in METRICS]
    assert cells[-1][1] == found.period.last.isoformat()


def test_waiting_and_missing_items_are_those_of_the_page(case: Case) -> None:
    found, end, _before, in_word, in_book = case
    stages = end["funnel"]["total"]["stages"]
    cells = below(sheet(in_book, 3), "环节")
    assert [line[1:4] for line in cells] == [
        [one["number"], one["median_days"], one["oldest_days"]] for one in stages
    ]
    with_somebody = [one for one in stages if one["number"]]
    lines = tables(in_word)["环节"]
    assert [number(line[1]) for line in lines] == [one["number"] for one in with_somebody]
    assert [float(line[2].replace(",", "")) for line in lines] == [
        one["median_days"] for one in with_somebody
    ]
    items = tables(in_word).get("项", [])
    in_cells = below(sheet(in_book, 4), "序号")
    assert [[line[0], *map(number, line[2:])] for line in items] == [
        [line[0], *line[2:5]] for line in in_cells
    ]
    assert items
    for line in in_cells:
        # Each community lies in one part, so what the parts lack adds up.
        assert sum(line[5:]) == line[2]
    assert f"{found.near:,}个社区只差一至两项" in said(in_word)
