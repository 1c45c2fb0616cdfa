"""The states of communities at a few days: folded from the rows up to each day, for figures.

The same rules as `green.assessment.states.timeline`, which knows every day at once and takes as
long for one of them; tests hold both to the rows.
"""

from __future__ import annotations

from green.standard.programme import Rule

DAYS = "select unnest(cast($days as date[])) as day"
ONE_DAY = "select cast($day as date) as day"


def states_at(rule: Rule, days: str = DAYS, only: str = "") -> str:
    """SQL of common table expressions ending in `state`.

    `state` has one row per day asked for and community with anything by then: day, community,
    participating, submitted, attained, named, and `handed_in`, the place in `placed` of the latest
    hand-in that stands (null if none does); `placed` has its submission as `id`. Parameters:
    `$programme`, `$known_at`, and those of `days` and of `only`, a condition on `community`.
    """
    condition = f"and {only}" if only else ""
    return f"""
    ended as (
        select submission, min(effective_on) as day
        from submission_event
        where recorded_at <= $known_at
        group by submission
    ),
    event as (
        select id, community, kind, effective_on as day, recorded_at,
            cast(null as date) as until, cast(null as varchar) as outcome
        from enrolment_event
        where programme = $programme and recorded_at <= $known_at {condition}
        union all
        select id, community, kind, effective_on, recorded_at, null, null
        from recognition_event
        where programme = $programme and recorded_at <= $known_at
            and {"true" if rule == "decided" else "false"} {condition}
        union all
        select submission.id, submission.community, 'hand_in', submission.effective_on,
            submission.recorded_at, ended.day, submission.outcome
        from submission
        left join ended on ended.submission = submission.id
        where submission.programme = $programme and submission.recorded_at <= $known_at
            {condition}
    ),
    placed as (
        select id, community, kind, day, until, outcome,
            row_number() over (order by day, recorded_at, id) as place
        from event
    ),
    asked as ({days}),
    last_places as (
        select asked.day, placed.community,
            {_last("kind in ('enrol', 'attain', 'name')")} as enrolled,
            {_last("kind = 'withdraw'")} as withdrawn,
            {_last("kind in ('attain', 'name')")} as recognised,
            {_last("kind = 'name'")} as named,
            {_last("kind = 'revoke'")} as revoked,
            max(place) filter (where {_STANDS}) as handed_in,
            max(place) filter (where {_STANDS} and outcome = 'meets') as meeting
        from asked
        join placed on placed.day <= asked.day
        group by asked.day, placed.community
    ),
    lower_states as (
        select *,
            enrolled > withdrawn as participating,
            -- A recognition holds up the states below it until the community withdraws.
            enrolled > withdrawn
                and (handed_in is not null or recognised > withdrawn) as submitted
        from last_places
    ),
    state as (
        select day, community, handed_in, participating, submitted,
            submitted and {_ATTAINED[rule]} as attained,
            {_NAMED[rule]} as named
        from lower_states
    )
    """


def _last(condition: str) -> str:
    """The place of the last event of which this is so; 0 comes before all places."""
    return f"coalesce(max(place) filter (where {condition}), 0)"


_STANDS = "kind = 'hand_in' and (placed.until is null or placed.until > asked.day)"
_ATTAINED: dict[Rule, str] = {
    "self-declared": "coalesce(meeting = handed_in, false)",
    "decided": "recognised > revoked",
}
_NAMED: dict[Rule, str] = {
    "self-declared": "cast(null as boolean)",
    "decided": "submitted and recognised > revoked and named > revoked",
}
