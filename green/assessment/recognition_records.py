"""The rows of recognitions (达到创建要求、命名、撤销): one function a statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from green.store import Query

RecognitionKind = Literal["attain", "name", "revoke"]


@dataclass(frozen=True)
class Recognition:
    """A community attained or named on a day, or lost both; without a submission: decided
    outside the system, by its document."""

    id: int
    kind: RecognitionKind
    submission: int | None
    document: str | None
    batch: str | None
    reason: str | None
    effective_on: date
    recorded_at: datetime
    person: str


@dataclass(frozen=True)
class NewRecognition:
    """A recognition to be recorded."""

    community: int
    kind: RecognitionKind
    effective_on: date
    submission: int | None = None
    document: str | None = None
    batch: str | None = None
    reason: str | None = None


def recognitions(query: Query, programme: str, community: int) -> list[Recognition]:
    """All of a community, in the order of their days."""
    rows = query.rows(
        """
        select id, kind, submission, document, batch, reason, effective_on, recorded_at, person
        from recognition_event
        where programme = $programme and community = $community
        order by effective_on, recorded_at, id
        """,
        programme=programme,
        community=community,
    )
    return [Recognition(*row) for row in rows]


def add_recognition(query: Query, programme: str, new: NewRecognition, person: str) -> int:
    return query.insert(
        """
        insert into recognition_event (
            programme, community, kind, submission, document, batch, reason,
            effective_on, recorded_at, person
        )
        values (
            $programme, $community, $kind, $submission, $document, $batch, $reason,
            $day, $at, $person
        )
        returning id
        """,
        programme=programme,
        community=new.community,
        kind=new.kind,
        submission=new.submission,
        document=new.document,
        batch=new.batch,
        reason=new.reason,
        day=new.effective_on,
        at=query.at,
        person=person,
    )
