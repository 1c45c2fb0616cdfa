"""The state of communities at any day, computed from rows; no state is stored."""

from __future__ import annotations

from datetime import date, datetime

from green.assessment.model import State
from green.store import Query


def timeline(only: str = "") -> str:
    """SQL of common table expressions ending in `timeline`, under the rule `self-declared`.

    `timeline` has one row per community and stretch of days without a change: community, day
    (first day), until (first day after, null while it lasts), participating, submitted, attained.
    Parameters: `$programme`, `$known_at`, and those of `only`, a condition on `community`.

    Attained is what the latest standing submission says; whoever does not take part has neither.
    """
    condition = f"and {only}" if only else ""
    return f"""
    enrolment as (
        select community, kind, effective_on as day,
            lead(effective_on) over (
                partition by community order by effective_on, recorded_at, id
            ) as until
        from enrolment_event
        where programme = $programme and recorded_at <= $known_at {condition}
    ),
    recall as (
        select submission, min(effective_on) as day
        from submission_event
        where kind = 'recall' and recorded_at <= $known_at
        group by submission
    ),
    standing as (
        select submission.id, submission.community, submission.outcome,
            submission.effective_on as day, submission.recorded_at, recall.day as until
        from submission
        left join recall on recall.submission = submission.id
        where submission.programme = $programme and submission.recorded_at <= $known_at
            {condition}
    ),
    change as (
        select community, day from enrolment
        union select community, day from standing
        union select community, until from standing where until is not null
    ),
    latest as (
        select change.community, change.day, standing.outcome,
            row_number() over (
                partition by change.community, change.day
                order by standing.day desc, standing.recorded_at desc, standing.id desc
            ) as place
        from change
        join standing
            on standing.community = change.community
            and standing.day <= change.day
            and (standing.until is null or standing.until > change.day)
    ),
    timeline as (
        select
            change.community,
            change.day,
            lead(change.day) over (partition by change.community order by change.day) as until,
            enrolment.community is not null as participating,
            enrolment.community is not null and latest.community is not null as submitted,
            enrolment.community is not null and coalesce(latest.outcome = 'meets', false)
                as attained
        from change
        left join enrolment
            on enrolment.community = change.community
            and enrolment.kind = 'enrol'
            and enrolment.day <= change.day
            and (enrolment.until is null or enrolment.until > change.day)
        left join latest
            on latest.community = change.community
            and latest.day = change.day
            and latest.place = 1
    )
    """


def state_of(query: Query, programme: str, community: int, day: date, known_at: datetime) -> State:
    """One community's state at a day, as known at a moment."""
    row = query.row(
        f"""
        with {timeline("community = $community")}
        select participating, submitted, attained
        from timeline
        where day <= $day and (until is null or until > $day)
        """,
        programme=programme,
        community=community,
        day=day,
        known_at=known_at,
    )
    return State(*row) if row else State()
