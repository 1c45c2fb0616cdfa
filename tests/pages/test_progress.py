"""Progress of the cities: the figures of the command line, as of any day, each explained."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from green.assessment import submission
from green.assessment.enrolment import enrol
from green.assessment.model import Case
from green.progress.figures import progress
from green.progress.model import Progress
from green.store import Store
from tests.database import (
    JIEFANGQIAO,
    LISHANLU,
    LOCAL,
    QINGDAO,
    Days,
    answer_all,
    case_of,
    green,
)
from tests.pages.visit import HOME, PROGRESS, Visit, read_back, unlinked

Open = Callable[..., Visit]
METRICS = ("participating", "submitted", "attained")
JINAN, QINGDAO_CITY = "3701", "3702"


def number(cell: str) -> int:
    return int(cell.replace(",", ""))


def table(page: Visit) -> list[tuple[str, ...]]:
    """The rows of the table: city, the three numerators, denominator, rate, to go."""
    return [tuple(map(unlinked, row)) for row in page.app.table[0].value.to_numpy()]


def numerators(page: Visit) -> dict[str, tuple[int, int, int]]:
    """By name: participating, submitted, attained."""
    return {row[0]: tuple(map(number, row[1:4])) for row in table(page)}


def figures(store: Store, case: Case, as_of: date | None = None) -> Progress:
    with store.read() as query:
        return progress(query, case.programme, as_of=as_of, monthly=True)


def chart(page: Visit) -> dict[str, Any]:
    return json.loads(page.widget("progress_chart").proto.spec)


def hand_in(store: Store, code: str, **instead: str) -> Case:
    case = case_of(store, code)
    enrol(store, case, LOCAL)
    answer_all(store, case, **instead)
    submission.hand_in(store, case, LOCAL)
    return case


def test_the_table_has_the_sixteen_cities_and_the_whole(
    visit: Open, store: Store, case: Case
) -> None:
    found = table(visit(PROGRESS, community=None))
    expected = figures(store, case)
    assert len(found) == 17
    assert [row[0] for row in found] == [row.name for row in (*expected.rows, expected.total)]
    assert [number(row[4]) for row in found][:1] == [1061]
    assert sum(number(row[4]) for row in found[:-1]) == number(found[-1][4]) == 6977


def test_with_nobody_taking_part_it_says_how_it_begins(visit: Open, store: Store) -> None:
    found = visit(PROGRESS, community=None)
    assert len(found.app.info) == 1
    assert set(numerators(found).values()) == {(0, 0, 0)}
    enrol(store, case_of(store, JIEFANGQIAO), LOCAL)
    found.run()
    assert not found.app.info
    assert numerators(found)["济南市"] == (1, 0, 0)


def test_every_figure_is_that_of_the_command_line(visit: Open, store: Store, case: Case) -> None:
    hand_in(store, JIEFANGQIAO)
    hand_in(store, LISHANLU, noise="unmet")
    hand_in(store, QINGDAO)
    found = visit(PROGRESS)
    expected = figures(store, case)
    for shown, row in zip(table(found), (*expected.rows, expected.total), strict=True):
        as_json = row.as_json()
        assert numerators(found)[row.name] == tuple(as_json[metric] for metric in METRICS)
        assert number(shown[4]) == as_json["denominator"]["count"]
        assert shown[5] == f"{100 * as_json['rates']['attained']:.1f}%"
        assert number(shown[6]) == as_json["targets"][-1]["missing"]


def test_the_page_and_the_command_say_the_same(visit: Open, store: Store, enrolled: Case) -> None:
    shown = numerators(visit(PROGRESS))
    store.close()
    told = green("progress", "--programme", enrolled.programme.id, "--by", "city", "--json",
                 "--db", store.path)  # fmt: skip
    answer = json.loads(told.stdout)
    assert shown == {
        row["name"]: tuple(row[metric] for metric in METRICS)
        for row in (*answer["rows"], answer["total"])
    }


def test_every_target_says_what_is_missing_and_each_figure_its_source(
    visit: Open, store: Store, case: Case
) -> None:
    found = visit(PROGRESS)
    assert len(found.app.metric) == 2
    assert "4,187" in found.app.metric[1].value
    explanation = next(one.value for one in found.app.caption if "²" in one.value)
    for part in ("2023", case.programme.source.document):
        assert part in read_back(explanation)


def test_handing_in_moves_the_city_and_the_whole_by_one_and_nothing_else(
    visit: Open, store: Store, enrolled: Case
) -> None:
    answer_all(store, enrolled)
    found = visit(PROGRESS)
    before = numerators(found)
    found.go(HOME).press("hand_in").go(PROGRESS)
    moved = {name: value for name, value in numerators(found).items() if value != before[name]}
    assert moved == {"济南市": (1, 1, 1), "山东省": (1, 1, 1)}
    found.go(HOME).press("recall").go(PROGRESS)
    assert numerators(found) == before


def test_what_does_not_meet_the_standard_counts_as_submitted_only(
    visit: Open, store: Store
) -> None:
    hand_in(store, JIEFANGQIAO, noise="partly")
    assert numerators(visit(PROGRESS))["济南市"] == (1, 1, 0)


def test_the_state_chosen_is_in_the_address_and_decides_rate_and_headline(
    visit: Open, enrolled: Case
) -> None:
    found = visit(PROGRESS)
    assert "metric" not in found.app.query_params
    assert table(found)[0][5] == "0.0%"
    found.give("metric", "participating")
    assert found.app.query_params["metric"] == "participating"
    assert table(found)[0][5] == "0.1%"
    # The province has targets for attained only: none is shown for another state.
    assert len(found.app.metric) == 1
    assert len(table(found)[0]) == 6


def test_a_link_opens_the_state_the_city_and_the_day_it_names(
    visit: Open, days: Days, store: Store
) -> None:
    enrol(store, case_of(store, JIEFANGQIAO), LOCAL)
    days.go_to(date(2022, 6, 1))
    found = visit(PROGRESS, metric="submitted", city=JINAN, as_of="2022-02-28")
    assert found.widget("metric").value == "submitted"
    assert found.widget("city").value == JINAN
    assert found.widget("as_of").value == date(2022, 2, 28)
    assert numerators(found)["济南市"] == (0, 0, 0)


@pytest.mark.parametrize(
    "address",
    [
        {"metric": "named"},
        {"metric": "x"},
        {"city": "9999"},
        {"as_of": "x"},
        {"as_of": "1999-01-01"},
    ],
)
def test_what_an_address_cannot_mean_is_left_out(visit: Open, address: dict[str, str]) -> None:
    found = visit(PROGRESS, **address)
    assert found.widget("metric").value == "attained"
    assert found.widget("city").value is None
    assert len(table(found)) == 17


def test_yesterday_is_as_it_was_yesterday(visit: Open, days: Days, store: Store) -> None:
    yesterday = days.today()
    enrol(store, case_of(store, JIEFANGQIAO), LOCAL)
    days.go_to(yesterday + timedelta(days=1))
    enrol(store, case_of(store, LISHANLU), LOCAL)
    found = visit(PROGRESS)
    assert numerators(found)["济南市"] == (2, 0, 0)
    found.give("as_of", yesterday)
    assert found.app.query_params["as_of"] == yesterday.isoformat()
    assert numerators(found)["济南市"] == (1, 0, 0)


def test_a_day_in_the_future_is_not_offered(visit: Open, days: Days) -> None:
    field = visit(PROGRESS).widget("as_of")
    assert field.proto.max == days.today().isoformat()
    assert field.value == days.today()


def test_the_chart_has_a_line_for_every_city_the_whole_and_each_target(
    visit: Open, store: Store, case: Case
) -> None:
    hand_in(store, JIEFANGQIAO)
    found = visit(PROGRESS)
    lines = chart(found)["data"]
    expected = figures(store, case)
    assert [line.get("name") for line in lines[:17]] == [
        row.name for row in (*expected.rows, expected.total)
    ]
    assert lines[17]["y"] == [60, 60]
    assert [line.get("name") for line in lines[18:]] == ["其余 16 个（灰线）"]
    assert found.widget("progress_chart").proto.alt
    found.give("metric", "participating")
    assert len(chart(found)["data"]) == 18
