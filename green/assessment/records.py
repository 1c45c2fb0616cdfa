"""The room's rows: one function a statement."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from green.assessment.model import (
    Actor,
    Case,
    Draft,
    Evidence,
    FieldValue,
    HistoryEvent,
    Submission,
)
from green.store import Query


def add_enrolment(
    query: Query, case: Case, kind: str, day: date, at: datetime, actor: Actor
) -> None:
    query.run(
        """
        insert into enrolment_event (
            programme, community, kind, effective_on, recorded_at, person
        )
        values ($programme, $community, $kind, $day, $at, $person)
        """,
        programme=case.programme.id,
        community=case.community.id,
        kind=kind,
        day=day,
        at=at,
        person=actor.person,
    )


def draft(query: Query, case: Case) -> Draft:
    """The latest value of every field of the case."""
    rows = query.rows(
        """
        select item, field, id, value, person, recorded_at
        from (
            select *, row_number() over (partition by item, field order by id desc) as place
            from answer_event
            where community = $community and programme = $programme and cycle = $cycle
        ) as ordered
        where place = 1
        """,
        community=case.community.id,
        programme=case.programme.id,
        cycle=case.cycle.id,
    )
    return Draft(
        {
            (item, field): FieldValue(event, _read(value), person, recorded_at)
            for item, field, event, value, person, recorded_at in rows
        }
    )


def latest(query: Query, case: Case, item: str, field: str) -> FieldValue | None:
    """What one field holds now."""
    row = query.row(
        """
        select id, value, person, recorded_at
        from answer_event
        where community = $community and programme = $programme and cycle = $cycle
            and item = $item and field = $field
        order by id desc limit 1
        """,
        community=case.community.id,
        programme=case.programme.id,
        cycle=case.cycle.id,
        item=item,
        field=field,
    )
    return FieldValue(row[0], _read(row[1]), row[2], row[3]) if row else None


def add_answer(
    query: Query,
    case: Case,
    item: str,
    field: str,
    value: Any,
    based_on: int | None,
    day: date,
    at: datetime,
    actor: Actor,
) -> int:
    """Append a change of one field; returns the new row's id."""
    event: int = query.value(
        """
        insert into answer_event (
            programme, cycle, community, item, field, value, based_on,
            effective_on, recorded_at, person, on_behalf_of
        )
        values (
            $programme, $cycle, $community, $item, $field, $value, $based_on,
            $day, $at, $person, $on_behalf_of
        )
        returning id
        """,
        programme=case.programme.id,
        cycle=case.cycle.id,
        community=case.community.id,
        item=item,
        field=field,
        value=None if value is None else json.dumps(value, ensure_ascii=False),
        based_on=based_on,
        day=day,
        at=at,
        person=actor.person,
        on_behalf_of=actor.on_behalf_of,
    )
    return event


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
    identity: int = query.value(
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
    return identity


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


def submissions(query: Query, programme: str, community: int) -> list[Submission]:
    """Everything the community ever handed in, oldest first."""
    rows = query.rows(
        """
        select submission.id, submission.cycle, submission.outcome, submission.standard_sha256,
            submission.snapshot, submission.sha256, submission.effective_on,
            submission.recorded_at, submission.person,
            (
                select min(submission_event.effective_on) from submission_event
                where submission_event.submission = submission.id
                    and submission_event.kind = 'recall'
            )
        from submission
        where submission.programme = $programme and submission.community = $community
        order by submission.id
        """,
        programme=programme,
        community=community,
    )
    return [Submission(*row) for row in rows]


def add_submission(
    query: Query,
    case: Case,
    outcome: str,
    snapshot: str,
    sha256: str,
    day: date,
    at: datetime,
    actor: Actor,
) -> int:
    """Append a snapshot; returns its id."""
    identity: int = query.value(
        """
        insert into submission (
            programme, cycle, community, outcome, standard_sha256, snapshot, sha256,
            effective_on, recorded_at, person
        )
        values (
            $programme, $cycle, $community, $outcome, $standard_sha256, $snapshot, $sha256,
            $day, $at, $person
        )
        returning id
        """,
        programme=case.programme.id,
        cycle=case.cycle.id,
        community=case.community.id,
        outcome=outcome,
        standard_sha256=case.standard.sha256,
        snapshot=snapshot,
        sha256=sha256,
        day=day,
        at=at,
        person=actor.person,
    )
    return identity


def add_submission_item(query: Query, submission: int, item: str, status: str) -> None:
    query.run(
        "insert into submission_item values ($submission, $item, $status)",
        submission=submission,
        item=item,
        status=status,
    )


def keep_standard(query: Query, case: Case, content: str) -> None:
    """Keep the exact text of the standard, once."""
    query.run(
        """
        insert into standard_text (sha256, id, version, content)
        select $sha256, $id, $version, $content
        where not exists (select 1 from standard_text where sha256 = $sha256)
        """,
        sha256=case.standard.sha256,
        id=case.standard.id,
        version=case.standard.version,
        content=content,
    )


def add_recall(query: Query, submission: int, day: date, at: datetime, actor: Actor) -> None:
    query.run(
        """
        insert into submission_event (submission, kind, effective_on, recorded_at, person)
        values ($submission, 'recall', $day, $at, $person)
        """,
        submission=submission,
        day=day,
        at=at,
        person=actor.person,
    )


def history(query: Query, programme: str, community: int) -> list[HistoryEvent]:
    """All steps of a community in a programme, the newest first."""
    rows = query.rows(
        """
        select kind, effective_on, recorded_at, person, submission
        from (
            select kind, effective_on, recorded_at, person, cast(null as bigint) as submission, id
            from enrolment_event
            where programme = $programme and community = $community
            union all
            select 'hand_in', effective_on, recorded_at, person, id, id
            from submission
            where programme = $programme and community = $community
            union all
            select event.kind, event.effective_on, event.recorded_at, event.person,
                event.submission, event.id
            from submission_event as event
            join submission on submission.id = event.submission
            where submission.programme = $programme and submission.community = $community
        ) as step
        order by recorded_at desc, id desc
        """,
        programme=programme,
        community=community,
    )
    return [HistoryEvent(*row) for row in rows]


def recent(query: Query, programme: str, limit: int) -> list[int]:
    """Ids of the communities that were last worked on, the latest first."""
    rows = query.rows(
        """
        select community
        from (
            select community, recorded_at from enrolment_event where programme = $programme
            union all
            select community, recorded_at from answer_event where programme = $programme
        ) as step
        group by community
        order by max(recorded_at) desc, community
        limit $limit
        """,
        programme=programme,
        limit=limit,
    )
    return [row[0] for row in rows]


def _read(value: str | None) -> Any:
    return None if value is None else json.loads(value)
