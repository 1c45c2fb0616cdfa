"""Measures "what if" on a whole programme: lines of `python -m green bench planning`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from green.assessment.programmes import programme_here
from green.planning.lifting import lifted
from green.planning.near import near
from green.planning.ordering import best_order
from green.planning.standing_rows_records import standings
from green.planning.standings import Standings
from green.planning.whatif import Measure, what_if
from green.progress.figures import progress
from green.registry.model import CODE_LENGTH
from green.simulation.pace import ENDS
from green.standard import loader
from green.standard.programme import Programme
from green.store import Query, Store
from green.ui.bench import RUNS, told
from green.ui.bench_progress import time_of


def measure_what_if(store: Store) -> dict[str, Any]:
    """From the rows to the figures: reading all that stands, near misses, measures, the order.

    `what-if` has everything from the statement to every city's figures before and after; `best
    order` what the order takes, items everywhere and in districts, with its own reading.
    """
    with store.read() as query:
        programme = programme_here(query)
    asked: dict[str, Callable[[Query], object]] = {
        "what-if": lambda query: _what_if(query, programme),
        "best order": lambda query: _order(query, programme),
    }
    found = {}
    for name, ask in asked.items():
        time_of(store, ask)  # the first one also reads the file
        found[name] = told([time_of(store, ask) for _run in range(RUNS)])
    return found


def _read(query: Query, programme: Programme) -> Standings:
    standard = loader.standard(programme.standard)
    return standings(query, programme, standard, programme.region, ENDS, query.at)


def _what_if(query: Query, programme: Programme) -> object:
    """Every item of the standard fixed in a hundred communities, one after the other."""
    here = _read(query, programme)
    near(here, CODE_LENGTH["city"])
    outcome = what_if(here, [Measure(item, 100) for item in here.items])
    return lifted(progress(query, programme, as_of=ENDS), outcome.newly)


def _order(query: Query, programme: Programme) -> object:
    here = _read(query, programme)
    return best_order(here), best_order(here, CODE_LENGTH["district"], most=20)
