"""Measures reruns of the walk on the real size of a province: `python -m green bench walk`."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import pandas as pd
from streamlit.testing.v1 import AppTest

from green import clock
from green.assessment import enrolment
from green.assessment.model import open_case
from green.people import records
from green.people.model import Actor, Person, Session
from green.registry.records import community_by_code
from green.settings import ROOT
from green.setup import set_up
from green.standard import loader
from green.store import Query, Store, shared
from green.ui import session

ANSWERS = 100_000
RERUNS = 50
_PROGRAMME = "37-green-community"
_COMMUNITY = "370102001002"
_BENCH = Actor("bench")


class _Officer:
    """Recognises the officer of the bench, who has no browser to sign in with."""

    def current(self, store: Store, *, simulated: bool) -> tuple[Person, Session | None] | None:
        del simulated
        with store.read() as query:
            found = records.person(query, _BENCH.person)
        return (found, None) if found else None


def walk() -> dict[str, Any]:
    """Answer item after item on the page; times are whole reruns in milliseconds.
    `stored` says how many of the answers given on the way are in the database.

    The page runs without browser and network, as a test runs it, on a database of its own with
    Shandong's communities and `ANSWERS` answers of other communities.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.duckdb"
        made = set_up(path)
        _fill(path)
        os.environ["GREEN_DB"] = str(path)
        before = session.identify_by(_Officer())
        times = _reruns()
        session.identify_by(before)
        stored = _stored(shared(path)) - ANSWERS
        shared(path).close()
    return {
        "communities": made.communities,
        "answers": ANSWERS,
        "reruns": len(times),
        "stored": stored,
        "median_ms": round(median(times), 1),
        "p95_ms": round(quantiles(times, n=20)[-1], 1),
        "max_ms": round(max(times), 1),
    }


def _fill(path: Path) -> None:
    programme = loader.programme(_PROGRAMME)
    store = Store.open(path)
    try:
        with store.read() as query:
            community = community_by_code(query, _COMMUNITY, clock.today())
        case = open_case(programme, community, clock.today())
        with store.write() as query:
            _answers(query, case.cycle.id, community.id)
            records.add_person(query, _BENCH.person, _BENCH.person, _BENCH.person)
            records.add_grant(
                query, _BENCH.person, "officer", _COMMUNITY, clock.today(), _BENCH.person
            )
        enrolment.enrol(store, case, _BENCH)
    finally:
        store.close()


def _answers(query: Query, cycle: str, without: int) -> None:
    """Sixteen items of one community after the other until there are enough answers."""
    items = [item.id for item in loader.standard("cn-green-community-2020").items]
    ids = [row[0] for row in query.rows("select id from community order by id")]
    communities = [identity for identity in ids if identity != without]
    rows = [
        (communities[n // len(items) % len(communities)], items[n % len(items)])
        for n in range(ANSWERS)
    ]
    frame = pd.DataFrame(rows, columns=["community", "item"])
    frame = frame.assign(
        programme=_PROGRAMME,
        cycle=cycle,
        field="status",
        value='{"status": "met"}',
        effective_on=clock.today(),
        recorded_at=clock.now(),
        person="bench",
    )
    query.load("answer_event", frame)


def _stored(store: Store) -> int:
    with store.read() as query:
        return int(query.value("select count(*) from answer_event"))


def _reruns() -> list[float]:
    page = AppTest.from_file(str(ROOT / "pages" / "main.py"), default_timeout=30)
    page.query_params["community"] = _COMMUNITY
    page.run()
    page.switch_page("community/assessment.py").run()
    times = []
    for turn in range(RERUNS):
        controls: list[Any] = [
            control for control in page.get("segmented_control") if _is_status(control.key)
        ]
        control = controls[turn % len(controls)]
        control.set_value(("met", "partly", "unmet")[(turn + turn // len(controls)) % 3])
        began = time.perf_counter()
        page.run()
        times.append((time.perf_counter() - began) * 1000)
        if page.exception:
            raise RuntimeError(page.exception[0].message)
    return times


def _is_status(key: str | None) -> bool:
    return bool(key) and str(key).endswith(".status")
