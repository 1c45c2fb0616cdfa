"""The rows of yearly re-checks: one function a statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from green.store import Query

RecheckOutcome = Literal["pass", "rectify", "revoke"]


@dataclass(frozen=True)
class Recheck:
    """What a year's re-check of a recognised community came to."""

    id: int
    year: int
    outcome: RecheckOutcome
    reason: str | None
    rectify_by: date | None
    document: str | None
    effective_on: date
    recorded_at: datetime
    person: str


def rechecks(query: Query, programme: str, community: int) -> list[Recheck]:
    """All of a community, oldest first."""
    rows = query.rows(
        """
        select id, year, outcome, reason, rectify_by, document, effective_on, recorded_at, person
        from recheck
        where programme = $programme and community = $community
        order by id
        """,
        programme=programme,
        community=community,
    )
    return [Recheck(*row) for row in rows]


def add_recheck(
    query: Query,
    programme: str,
    community: int,
    year: int,
    outcome: RecheckOutcome,
    reason: str | None,
    rectify_by: date | None,
    document: str | None,
    day: date,
    person: str,
) -> int:
    return query.insert(
        """
        insert into recheck (
            programme, community, year, outcome, reason, rectify_by, document,
            effective_on, recorded_at, person
        )
        values (
            $programme, $community, $year, $outcome, $reason, $rectify_by, $document,
            $day, $at, $person
        )
        returning id
        """,
        programme=programme,
        community=community,
        year=year,
        outcome=outcome,
        reason=reason,
        rectify_by=rectify_by,
        document=document,
        day=day,
        at=query.at,
        person=person,
    )
