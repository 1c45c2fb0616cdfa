"""The rows of taking part, and what happened when: one function a statement."""

from __future__ import annotations

from datetime import date, datetime

from green.assessment.model import Case, HistoryEvent
from green.people.model import Actor
from green.registry.records import inside_any
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
            union all
            select kind, effective_on, recorded_at, person, submission, id
            from recognition_event
            where programme = $programme and community = $community
        ) as step
        order by recorded_at desc, id desc
        """,
        programme=programme,
        community=community,
    )
    return [HistoryEvent(*row) for row in rows]


def recent(query: Query, programme: str, scopes: list[str], limit: int) -> list[int]:
    """Ids of the communities inside the scopes that were last worked on, the latest first."""
    inside, within = inside_any("one.code", scopes)
    rows = query.rows(
        f"""
        select community
        from (
            select community, recorded_at from enrolment_event where programme = $programme
            union all
            select community, recorded_at from answer_event where programme = $programme
        ) as step
        join community as one on one.id = step.community
        where {inside}
        group by community
        order by max(recorded_at) desc, community
        limit $limit
        """,
        programme=programme,
        limit=limit,
        **within,
    )
    return [row[0] for row in rows]
