"""All rows of a database in key order, for its digest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from green.store import Query

# Every table with the columns that order its rows.
_TABLES = {
    "simulation": "seed",
    "division": "code",
    "community": "id",
    "registry_list": "basis",
    "denominator": "id",
    "enrolment_event": "id",
    "profile_event": "id",
    "answer_event": "id",
    "evidence": "id",
    "evidence_link_event": "id",
    "standard_text": "sha256",
    "submission": "id",
    "submission_item": "submission, item",
    "submission_event": "id",
}


def all_rows(query: Query) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Table name and row, table by table, in the order of the key."""
    for table, order in _TABLES.items():
        for row in query.stream(f"select * from {table} order by {order}"):
            yield table, row
