"""Measures pages on the real size of a province: `python -m green bench walk`, `bench queue`.

The queries and the page of figures are measured by `green.ui.bench_progress`.

The pages run without browser and network, as a test runs them, on a database of their own with
Shandong's communities. Times are whole runs of a page in milliseconds.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import pandas as pd
from streamlit.testing.v1 import AppTest

from green import clock
from green.assessment import enrolment
from green.assessment.model import Case, open_case
from green.people import records
from green.people.model import Actor, Person, Role, Session
from green.registry.records import community_by_code
from green.settings import ROOT
from green.setup import set_up
from green.standard import loader
from green.store import Query, Store, shared
from green.ui import session
from green.ui.garbage import collect_seldom

ANSWERS = 100_000
RUNS = 50
_PROGRAMME = "37-green-community"
_COMMUNITY = "370102001002"
BENCH = Actor("bench")


class _Person:
    """Recognises who presses in the bench, without a browser to sign in with."""

    def current(self, store: Store, *, simulated: bool) -> tuple[Person, Session | None] | None:
        del simulated
        with store.read() as query:
            found = records.person(query, BENCH.person)
        return (found, None) if found else None


def walk() -> dict[str, Any]:
    """Answer item after item, beside `ANSWERS` answers of other communities.

    `stored` says how many of the answers given on the way are in the database.
    """
    with _province(_answers, "officer") as (store, case, communities):
        enrolment.enrol(store, case, BENCH)
        times = list(_reruns())
        with store.read() as query:
            stored = int(query.value("select count(*) from answer_event")) - ANSWERS
    return {"communities": communities, "answers": ANSWERS, "stored": stored} | told(times)


def queue() -> dict[str, Any]:
    """Open the review queue afresh while every community of the province waits in it."""
    with _province(_submissions, "reviewer") as (store, _case, _communities):
        times = [run_of(page_of("review/queue.py")) for _time in range(RUNS)]
        with store.read() as query:
            waiting = int(query.value("select count(*) from submission"))
    return {"waiting": waiting} | told(times)


def told(times: Sequence[float]) -> dict[str, Any]:
    """Of so many times, in milliseconds: the middle one, the 95th of a hundred, the longest."""
    return {
        "runs": len(times),
        "median_ms": round(median(times), 1),
        "p95_ms": round(quantiles(times, n=20)[-1], 1),
        "max_ms": round(max(times), 1),
    }


@contextmanager
def _province(fill: Callable[[Query, Case], None], role: Role) -> Iterator[tuple[Store, Case, int]]:
    """A province's database with rows of this kind, and one community that takes part."""
    programme = loader.programme(_PROGRAMME)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.duckdb"
        made = set_up(path)
        with sitting_at(path, role) as store:
            with store.write() as query:
                community = community_by_code(query, _COMMUNITY, clock.today())
                case = open_case(programme, community, clock.today())
                fill(query, case)
            yield store, case, made.communities


@contextmanager
def sitting_at(path: Path, role: Role) -> Iterator[Store]:
    """This database open, with somebody of this role at its pages; closed at the end."""
    collect_seldom()
    store = shared(path)
    with store.write() as query:
        records.add_person(query, BENCH.person, BENCH.person, BENCH.person)
        records.add_grant(query, BENCH.person, role, "", clock.today(), BENCH.person)
    os.environ["GREEN_DB"] = str(path)
    before = session.identify_by(_Person())
    try:
        yield store
    finally:
        session.identify_by(before)
        store.close()


def _answers(query: Query, case: Case) -> None:
    """Sixteen items of one community after the other until there are enough answers."""
    items = [item.id for item in case.standard.items]
    ids = [row[0] for row in query.rows("select id from community order by id")]
    communities = [identity for identity in ids if identity != case.community.id]
    rows = [
        (communities[n // len(items) % len(communities)], items[n % len(items)])
        for n in range(ANSWERS)
    ]
    frame = pd.DataFrame(rows, columns=["community", "item"])
    frame = frame.assign(cycle=case.cycle.id, field="status", value='{"status": "met"}')
    query.load("answer_event", _recorded(query, frame))


def _submissions(query: Query, case: Case) -> None:
    """Every community has handed in what meets the standard."""
    ids = [row[0] for row in query.rows("select id from community order by id")]
    frame = _recorded(query, pd.DataFrame({"community": ids}))
    query.load("enrolment_event", frame.assign(kind="enrol"))
    frame = frame.assign(cycle=case.cycle.id, outcome="meets", snapshot="{}", sha256="")
    query.load("submission", frame.assign(standard_sha256=case.standard.sha256))


def _recorded(query: Query, frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(
        programme=_PROGRAMME,
        effective_on=clock.today(),
        recorded_at=query.at,
        person=BENCH.person,
    )


def page_of(script: str, **asked: str) -> AppTest:
    """A page as it stands after its first run, in a session of its own."""
    page = AppTest.from_file(str(ROOT / "pages" / "main.py"), default_timeout=30)
    for name, value in asked.items():
        page.query_params[name] = value
    page.run()
    page.switch_page(script)
    return page


def run_of(page: AppTest) -> float:
    """How long a run of the page takes, in milliseconds; raises what the page shows as failure."""
    began = time.perf_counter()
    page.run()
    took = (time.perf_counter() - began) * 1000
    if page.exception:
        raise RuntimeError(page.exception[0].message)
    return took


def _reruns() -> Iterator[float]:
    page = page_of("community/assessment.py", community=_COMMUNITY)
    page.run()
    for turn in range(RUNS):
        controls: list[Any] = [
            control for control in page.get("segmented_control") if _is_status(control.key)
        ]
        control = controls[turn % len(controls)]
        control.set_value(("met", "partly", "unmet")[(turn + turn // len(controls)) % 3])
        yield run_of(page)


def _is_status(key: str | None) -> bool:
    return bool(key) and str(key).endswith(".status")
