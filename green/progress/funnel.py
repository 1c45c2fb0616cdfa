"""The funnel of a scope and each of its divisions: where communities wait, and how long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import Any

from green import clock
from green.progress.funnel_records import waits
from green.progress.stages import Funnel, stages
from green.registry.model import Level
from green.registry.records import division, divisions_within
from green.standard.programme import Programme
from green.store import Query


@dataclass(frozen=True)
class Funnels:
    """The funnels of a scope's divisions in code order, and of the whole of it."""

    as_of: date
    known_at: datetime
    rows: tuple[Funnel, ...]
    total: Funnel

    def as_json(self) -> dict[str, Any]:
        """The key `funnel` of `progress --funnel`, whose day and moment are its own."""
        return {
            "rows": [row.as_json() for row in self.rows],
            "total": self.total.as_json(),
        }


def funnels(
    query: Query,
    programme: Programme,
    *,
    scope: str | None = None,
    by: Level = "city",
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> Funnels:
    """Where communities wait in a scope (default the programme's region) and its divisions.

    Raises `NotFound` for a scope that does not exist.
    """
    as_of, known_at = as_of or clock.today(), known_at or query.at
    whole = division(query, programme.region if scope is None else scope)
    found = waits(query, programme, whole.code, by, as_of, known_at)
    rows = tuple(
        Funnel(part.code, part.name, stages(programme, found.get(part.code, ()), as_of))
        for part in divisions_within(query, whole.code, by)
    )
    everybody = stages(programme, chain.from_iterable(found.values()), as_of)
    return Funnels(as_of, known_at, rows, Funnel(whole.code, whole.name, everybody))
