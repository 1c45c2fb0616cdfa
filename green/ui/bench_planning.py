"""Measures planning: `python -m green bench planning`, of Shandong or of all of China."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from green.assessment.programmes import programme_here
from green.planning.likeness import Likeness
from green.planning.reading import comparison, matrix
from green.simulation.pace import ENDS
from green.store import Query, Store
from green.ui.bench import RUNS, told
from green.ui.bench_progress import province_of, sizes, time_of
from green.ui.bench_what_if import measure_what_if

_SIDE_BY_SIDE = 6


def measure(province: str) -> dict[str, Any]:
    """The queries behind the pages of planning."""
    with province_of(province) as store:
        found = sizes(store)
        with store.read() as query:
            found["districts"] = len(matrix(query, programme_here(query), as_of=ENDS).rows)
        for name, ask in _queries(store).items():
            found[name] = told([time_of(store, ask) for _run in range(RUNS)])
        return found | measure_what_if(store)


def _queries(store: Store) -> dict[str, Callable[[Query], object]]:
    """What the pages ask, by name."""
    with store.read() as query:
        programme = programme_here(query)
        rows = matrix(query, programme, as_of=ENDS).rows
    codes = [row.code for row in rows if row.handed_in][:_SIDE_BY_SIDE]
    alike = Likeness(built="before_2001")
    return {
        "items by district": lambda query: matrix(query, programme, as_of=ENDS),
        "items by district, old estates": lambda query: matrix(
            query, programme, as_of=ENDS, like=alike
        ),
        "six side by side": lambda query: comparison(
            query, programme, codes, against="rest", as_of=ENDS
        ),
    }
