"""Measures the figures: `python -m green bench progress`, of Shandong or of all of China.

Shandong has the three years of the simulated province. China has a row for every one of its
residents' committees, and sixteen items for each, spread over three years.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from green.assessment.programmes import programme_here
from green.progress import holding_records
from green.progress.asking import questions
from green.progress.figures import progress
from green.progress.funnel import funnels
from green.settings import DEFAULT_SEED
from green.setup import set_up
from green.simulation.build import simulate
from green.simulation.pace import ENDS, STARTS
from green.standard import loader
from green.standard.programme import Programme
from green.store import Query, Store
from green.ui.bench import RUNS, page_of, run_of, sitting_at, told

PAGE_RUNS = 20
_PAGE = "bureau/progress.py"
_PERSON = "bench"
# Of a country nobody asks for thousands of streets, or every month of every city, at once.
_OF_A_COUNTRY = ("figures by city", "figures by district", "funnel", "holding", "near misses")


def measure(province: str) -> dict[str, Any]:
    """The queries behind the page Progress, and for a province the page's own first run."""
    with province_of(province) as store:
        found = sizes(store)
        for name, query in _queries(store).items():
            if province == "all" and name not in _OF_A_COUNTRY:
                continue
            found[name] = told([time_of(store, query) for _run in range(RUNS)])
        if province != "all":
            found["page, first run"] = told(
                [run_of(page_of(_PAGE, as_of=ENDS.isoformat())) for _run in range(PAGE_RUNS)]
            )
        return found


@contextmanager
def province_of(province: str) -> Iterator[Store]:
    """A simulated province, or (`all`) China as it is described above, with somebody who looks."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.duckdb"
        if province == "all":
            set_up(path, province)
        else:
            simulate(path, province, DEFAULT_SEED)
        with sitting_at(path, "viewer") as store:
            if province == "all":
                _fill(store)
            yield store


def _queries(store: Store) -> dict[str, Callable[[Query], object]]:
    """What the page asks, by name."""
    with store.read() as query:
        programme = programme_here(query)
    place, day = programme.region, ENDS
    return {
        "figures by city": lambda query: progress(query, programme, as_of=day),
        "figures by district": lambda query: progress(query, programme, by="district", as_of=day),
        "figures by street": lambda query: progress(query, programme, by="street", as_of=day),
        "figures by city, every month": lambda query: progress(
            query, programme, as_of=day, monthly=True
        ),
        "pace": lambda query: progress(query, programme, as_of=day, pace=True),
        "funnel": lambda query: funnels(query, programme, as_of=day),
        "holding": lambda query: holding_records.held(
            query, programme, place, "city", day, query.at
        ),
        "near misses": lambda query: holding_records.near_misses(
            query, programme, place, day, query.at
        ),
        "questions": lambda query: questions(query, programme, place, day, query.at),
    }


def time_of(store: Store, ask: Callable[[Query], object]) -> float:
    """How long a unit of work takes, in milliseconds."""
    with store.read() as query:
        began = time.perf_counter()
        ask(query)
        return (time.perf_counter() - began) * 1000


def sizes(store: Store) -> dict[str, Any]:
    """How much there is to read."""
    with store.read() as query:
        return {
            table: int(query.value(f"select count(*) from {table}"))  # noqa: S608 our own tables
            for table in ("community", "submission", "submission_item")
        }


def _fill(store: Store) -> None:
    """Every community takes part and has handed in, one in ten with one or two items unmet."""
    with store.write() as query:
        programme = programme_here(query)
        ids = np.array([row[0] for row in query.rows("select id from community order by id")])
        first = query.reserve("event_id", len(ids))
        submissions = np.arange(first, first + len(ids))
        chance = np.random.default_rng(DEFAULT_SEED)
        begun = chance.integers(0, (ENDS - STARTS).days - 100, len(ids))
        handed_in = begun + chance.integers(1, 100, len(ids))
        lacks = chance.random(len(ids)) < 0.1
        frame = pd.DataFrame({"community": ids})
        query.load("enrolment_event", _dated(frame, begun, programme).assign(kind="enrol"))
        standard = loader.standard(programme.standard)
        query.load(
            "submission",
            _dated(frame, handed_in, programme).assign(
                id=submissions,
                cycle=programme.cycles[-1].id,
                outcome=np.where(lacks, "does_not_meet", "meets"),
                snapshot="{}",
                sha256="",
                standard_sha256=standard.sha256,
            ),
        )
        for place, item in enumerate(standard.items):
            unmet = lacks & (submissions % len(standard.items) == place)
            query.load(
                "submission_item",
                pd.DataFrame({"submission": submissions}).assign(
                    item=item.id, status=np.where(unmet, "unmet", "met")
                ),
            )


def _dated(frame: pd.DataFrame, after: Any, programme: Programme) -> pd.DataFrame:
    """Rows of the days so long after the start, recorded in the evening of each."""
    days = np.datetime64(STARTS) + after.astype("timedelta64[D]")
    return frame.assign(
        programme=programme.id,
        effective_on=[_date(day) for day in days],
        recorded_at=days.astype("datetime64[s]") + np.timedelta64(9, "h"),
        person=_PERSON,
    )


def _date(day: np.datetime64) -> date:
    found: date = day.astype(object)
    return found
