"""What was published, computed again: the rates, and which line they reach."""

from __future__ import annotations

import csv
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from green.progress.figures import progress
from green.progress.model import Counts, Row, Standing
from green.progress.targets import target_figures
from green.registry.denominators import Denominator
from green.setup import set_up
from green.standard.model import Source
from green.standard.programme import Programme, Target
from green.store import Store
from tests.database import ROOT, morning, self_declared

YEAR_END = date(2021, 12, 31)
JIAYUGUAN = date(2022, 6, 20)
PAPER = Source(document="公开来源", verified=False)


def target(percent: int, metric: str = "attained") -> Target:
    given: dict[str, Any] = {"scope": "whole", "metric": metric, "share_percent": percent}
    return Target(deadline=YEAR_END, source=PAPER, **given)


def published(name: str, day: date) -> dict[str, str]:
    path = ROOT / "data" / "published" / "progress.csv"
    with path.open(encoding="utf-8", newline="") as file:
        (row,) = [
            row
            for row in csv.DictReader(file)
            if (row["name"], row["as_of"]) == (name, day.isoformat())
        ]
    return row


def row(code: str, name: str, counts: Counts, of: int, day: date) -> Row:
    """A row as published, against 30% by the end of 2021."""
    standing = Standing(counts, Denominator(of, "official", day, "公开来源"))
    figures = target_figures((target(30),), "city", True, day, {day: standing}, code=code)
    return Row(code, name, standing, figures)


def percent(rate: Fraction | None) -> str:
    assert rate is not None
    return f"{float(rate):.1%}"


def test_jiayuguan_has_35_5_percent_attained_and_71_percent_taking_part_and_never_18() -> None:
    told = published("嘉峪关市", JIAYUGUAN)
    counts = Counts(*(int(told[key]) for key in ("participating", "attained", "attained", "named")))
    standing = Standing(
        counts, Denominator(int(told["urban_communities"]), "official", JIAYUGUAN, "a paper")
    )
    assert (counts.attained, counts.participating, standing.denominator.count) == (11, 22, 31)
    rates = [
        percent(standing.rate(metric))
        for metric in ("participating", "submitted", "attained", "named")
    ]
    assert rates == ["71.0%", "35.5%", "35.5%", "6.5%"]
    assert standing.rate("attained") == Fraction(11, 31)
    # Printed was named of attained: two bases that are never mixed here.
    assert told["published_rate_pct"] == "18"
    assert percent(Fraction(2, 11)) == "18.2%"
    assert not [rate for rate in rates if rate.startswith("18")]


def test_zhangjiakou_has_30_5_percent_and_reaches_30() -> None:
    told = published("张家口市", YEAR_END)
    attained, of = int(told["attained"]), int(told["urban_communities"])
    found = row("1307", "张家口市", Counts(attained, attained, attained), of, YEAR_END)
    assert percent(found.standing.rate("attained")) == "30.5%"
    (one,) = found.targets
    assert (one.needed, one.missing, one.met) == (84, 0, True)


def test_zhangjiakou_would_not_reach_it_over_the_lists_317() -> None:
    found = row("1307", "张家口市", Counts(85, 85, 85), 317, YEAR_END)
    (one,) = found.targets
    assert percent(found.standing.rate("attained")) == "26.8%"
    assert (one.needed, one.missing, one.met) == (96, 11, False)


def test_shandongs_first_list_is_22_8_percent_and_does_not_reach_30() -> None:
    told = published("山东省", date(2022, 2, 8))
    with (ROOT / "data" / "published" / "committee_counts.csv").open(encoding="utf-8") as file:
        of = sum(int(one["count"]) for one in csv.DictReader(file) if one["basis"] == "nbs-2021")
    number = int(told["attained"])
    assert (number, of) == (1603, 7030)
    found = row("37", "山东省", Counts(number, number, number), of, YEAR_END)
    assert percent(found.standing.rate("attained")) == "22.8%"
    (one,) = found.targets
    assert (one.needed, one.missing, one.met) == (2109, 506, False)


def test_shanghais_rate_is_not_computed_from_a_base_that_nobody_published() -> None:
    told = published("上海市", YEAR_END)
    assert told["urban_communities"] == ""
    # What the printed rate would mean; not taken for a count.
    assert round(int(told["attained"]) / float(told["published_rate_pct"]) * 100) == 4530


@pytest.fixture(scope="module")
def gansu(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("gansu") / "green.duckdb"
    set_up(path, "62")
    return path


def test_the_figures_of_jiayuguan_from_rows_are_the_published_ones(gansu: Path) -> None:
    """The list counts 31 communities there, as the paper does."""
    programme: Programme = self_declared().model_copy(
        update={"region": "6202", "targets": (target(30), target(60, "participating"))}
    )
    store = Store.open(gansu)
    with store.write() as query:
        for number, outcome in ((22, "does_not_meet"), (11, "meets")):
            given = {"n": number, "outcome": outcome, "programme": programme.id, "day": YEAR_END}
            query.run(
                """
                insert into submission
                    (programme, cycle, community, outcome, standard_sha256, snapshot, sha256,
                     effective_on, recorded_at, person)
                select $programme, '2021', id, $outcome, '', '', '', $day, $at, 'local'
                from (select id from community where code like '6202%' order by code limit $n)
                """,
                at=morning(YEAR_END),
                **given,
            )
        query.run(
            """
            insert into enrolment_event
                (programme, community, kind, effective_on, recorded_at, person)
            select distinct programme, community, 'enrol', effective_on, recorded_at, person
            from submission
            """
        )
    with store.read() as query:
        found = progress(query, programme, by="district", as_of=JIAYUGUAN).total
    store.close()
    written = found.as_json()
    assert written["denominator"]["count"] == 31
    assert [f"{written['rates'][key]:.1%}" for key in ("participating", "attained")] == [
        "71.0%",
        "35.5%",
    ]
    thirty, sixty = found.targets
    assert (thirty.needed, thirty.missing, thirty.met) == (10, 0, True)
    assert (sixty.needed, sixty.missing, sixty.met) == (19, 0, True)
    assert written["named"] is None
    assert written["rates"]["named"] is None
