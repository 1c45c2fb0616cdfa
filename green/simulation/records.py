"""What the simulation reads: all rows in key order for its digest, and what was agreed to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
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
    "returned_item": "submission, item",
    "decision": "id",
    "review_mark": "id",
    "recognition_event": "id",
    "notice": "id",
    "notice_submission": "notice, submission",
    "notice_event": "id",
}


def all_rows(query: Query) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Table name and row, table by table, in the order of the key."""
    for table, order in _TABLES.items():
        for row in query.stream(f"select * from {table} order by {order}"):
            yield table, row


def agreements(query: Query, programme: str, step: str) -> list[tuple[int, int, str, date]]:
    """What was agreed to at a step: submission, community, its code and the day, in code order."""
    rows = query.rows(
        """
        select submission.id, community.id, community.code, decision.effective_on
        from decision
        join submission on submission.id = decision.submission
        join community on community.id = submission.community
        where submission.programme = $programme and decision.step = $step
            and decision.kind = 'agree'
        order by community.code, decision.id
        """,
        programme=programme,
        step=step,
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]
