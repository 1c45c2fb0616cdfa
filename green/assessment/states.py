"""The state of communities at any day, computed from rows; no state is stored."""

from __future__ import annotations

from datetime import date, datetime

from green.assessment.model import State
from green.standard.programme import Programme, Rule
from green.store import Query


def timeline(rule: Rule, only: str = "") -> str:
    """SQL of common table expressions ending in `timeline`.

    `timeline` has one row per community and stretch of days without a change: community, day
    (first day), until (first day after, null while it lasts), participating, submitted, attained,
    named. Parameters: `$programme`, `$known_at`, and those of `only`, a condition on `community`.

    Each state holds only where the one before it holds. Under `self-declared` attained is what
    the latest standing submission says, and named is null. Under `decided` both come from
    recognitions; one taken outside the system implies the states below it.
    """
    condition = f"and {only}" if only else ""
    return f"""
    {_enrolments(rule, condition)},
    ended as (
        select submission, min(effective_on) as day
        from submission_event
        where recorded_at <= $known_at
        group by submission
    ),
    standing as (
        select submission.id, submission.community, submission.outcome,
            submission.effective_on as day, submission.recorded_at, ended.day as until
        from submission
        left join ended on ended.submission = submission.id
        where submission.programme = $programme and submission.recorded_at <= $known_at
            {condition}
        union all
        select recognition.id, recognition.community, null, recognition.day,
            recognition.recorded_at, (
                select min(enrolment.day) from enrolment
                where enrolment.community = recognition.community
                    and enrolment.kind = 'withdraw'
                    and (enrolment.day, enrolment.recorded_at, enrolment.id)
                        > (recognition.day, recognition.recorded_at, recognition.id)
            )
        from recognition
        where recognition.kind <> 'revoke'
    ),
    recognised as (
        select community, kind, day,
            lead(day) over (partition by community order by day, recorded_at, id) as until
        from recognition
    ),
    naming as (
        select community, kind, day,
            lead(day) over (partition by community order by day, recorded_at, id) as until
        from recognition
        where kind <> 'attain'
    ),
    change as (
        select community, day from enrolment
        union select community, day from standing
        union select community, until from standing where until is not null
        union select community, day from recognition
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
            enrolment.community is not null and latest.community is not null
                and {_ATTAINED[rule]} as attained,
            {_NAMED[rule]} as named
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
        left join recognised
            on recognised.community = change.community
            and recognised.kind <> 'revoke'
            and recognised.day <= change.day
            and (recognised.until is null or recognised.until > change.day)
        left join naming
            on naming.community = change.community
            and naming.kind = 'name'
            and naming.day <= change.day
            and (naming.until is null or naming.until > change.day)
    )
    """


def _enrolments(rule: Rule, condition: str) -> str:
    return f"""
    recognition as (
        select community, kind, effective_on as day, recorded_at, id
        from recognition_event
        where programme = $programme and recorded_at <= $known_at
            and {"true" if rule == "decided" else "false"} {condition}
    ),
    move as (
        select community, kind, effective_on as day, recorded_at, id
        from enrolment_event
        where programme = $programme and recorded_at <= $known_at {condition}
        union all
        select community, 'enrol', day, recorded_at, id from recognition where kind <> 'revoke'
    ),
    enrolment as (
        select community, kind, day, recorded_at, id,
            lead(day) over (partition by community order by day, recorded_at, id) as until
        from move
    )
    """


_ATTAINED: dict[Rule, str] = {
    "self-declared": "coalesce(latest.outcome = 'meets', false)",
    "decided": "recognised.community is not null",
}
_NAMED: dict[Rule, str] = {
    "self-declared": "cast(null as boolean)",
    "decided": """enrolment.community is not null and latest.community is not null
                and recognised.community is not null and naming.community is not null""",
}


def state_of(
    query: Query, programme: Programme, community: int, day: date, known_at: datetime
) -> State:
    """One community's state at a day, as known at a moment."""
    row = query.row(
        f"""
        with {timeline(programme.rule, "community = $community")}
        select participating, submitted, attained, named
        from timeline
        where day <= $day and (until is null or until > $day)
        """,
        programme=programme.id,
        community=community,
        day=day,
        known_at=known_at,
    )
    return State(*row) if row else State(named=False if programme.rule == "decided" else None)


def participates(
    query: Query, programme: Programme, community: int, day: date, known_at: datetime
) -> bool:
    """Whether a community takes part at a day; what `state_of` says too, and sooner."""
    row = query.row(
        f"""
        with {_enrolments(programme.rule, "and community = $community")}
        select kind = 'enrol' from enrolment where day <= $day and (until is null or until > $day)
        """,
        programme=programme.id,
        community=community,
        day=day,
        known_at=known_at,
    )
    return row is not None and bool(row[0])
