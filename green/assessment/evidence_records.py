"""The rows of evidence: one function a statement."""

from __future__ import annotations

from datetime import date, datetime

from green.assessment.model import Case, Evidence
from green.people.model import Actor
from green.store import Query


def evidence(query: Query, case: Case) -> list[Evidence]:
    """The references attached to the case's items now, oldest first."""
    rows = query.rows(
        """
        select evidence.id, link.item, evidence.what, evidence.true_as_of, evidence.kept_at,
            evidence.person
        from (
            select evidence, item, kind, row_number() over (
                partition by evidence, item order by id desc
            ) as place
            from evidence_link_event
            where community = $community and programme = $programme and cycle = $cycle
        ) as link
        join evidence on evidence.id = link.evidence
        where link.place = 1 and link.kind = 'attach'
        order by evidence.id
        """,
        community=case.community.id,
        programme=case.programme.id,
        cycle=case.cycle.id,
    )
    return [Evidence(*row) for row in rows]


def add_evidence(
    query: Query,
    case: Case,
    what: str,
    true_as_of: date,
    kept_at: str,
    at: datetime,
    actor: Actor,
) -> int:
    """Append a reference to the community's evidence; returns its id."""
    return query.insert(
        """
        insert into evidence (community, what, true_as_of, kept_at, recorded_at, person)
        values ($community, $what, $true_as_of, $kept_at, $at, $person)
        returning id
        """,
        community=case.community.id,
        what=what,
        true_as_of=true_as_of,
        kept_at=kept_at,
        at=at,
        person=actor.person,
    )


def add_evidence_link(
    query: Query,
    case: Case,
    evidence_id: int,
    item: str,
    kind: str,
    day: date,
    at: datetime,
    actor: Actor,
) -> None:
    query.run(
        """
        insert into evidence_link_event (
            evidence, programme, cycle, community, item, kind, effective_on, recorded_at, person
        )
        values ($evidence, $programme, $cycle, $community, $item, $kind, $day, $at, $person)
        """,
        evidence=evidence_id,
        programme=case.programme.id,
        cycle=case.cycle.id,
        community=case.community.id,
        item=item,
        kind=kind,
        day=day,
        at=at,
        person=actor.person,
    )
