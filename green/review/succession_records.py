"""The rows by which recognitions pass on to successors, or do not: one function a statement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from green.assessment.recognition_records import RecognitionKind
from green.store import Query


def decided(
    query: Query, programme: str, communities: Sequence[int]
) -> dict[int, list[tuple[RecognitionKind, date]]]:
    """What was decided about communities and as of when; who was never decided about is absent."""
    rows = query.rows(
        """
        select community, kind, effective_on from recognition_event
        where programme = $programme
            and community in (select unnest(cast($communities as bigint[])))
        order by id
        """,
        programme=programme,
        communities=list(communities),
    )
    found: dict[int, list[tuple[RecognitionKind, date]]] = defaultdict(list)
    for community, kind, day in rows:
        found[community].append((kind, day))
    return found


def ended(query: Query, programme: str) -> set[tuple[int, int]]:
    """The changes and heirs for which a recognition does not pass on."""
    rows = query.rows(
        "select change, heir from succession_end where programme = $programme",
        programme=programme,
    )
    return {(row[0], row[1]) for row in rows}


def add_end(query: Query, programme: str, change: int, heir: int, reason: str, person: str) -> None:
    query.run(
        """
        insert into succession_end (programme, change, heir, reason, recorded_at, person)
        values ($programme, $change, $heir, $reason, $at, $person)
        """,
        programme=programme,
        change=change,
        heir=heir,
        reason=reason,
        at=query.at,
        person=person,
    )
