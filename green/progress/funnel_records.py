"""Who waits where since when, of every division of a scope in one statement."""

from __future__ import annotations

from datetime import date, datetime

from green.assessment.states import timeline
from green.progress.stages import Wait
from green.registry.model import CODE_LENGTH, Level
from green.registry.validity import on_the_list
from green.review.queue_records import current
from green.standard.programme import Programme
from green.store import Query

# Without a chain nobody waits at an office.
_NO_STEPS = """
    current as (
        select cast(null as bigint) as community, cast(null as varchar) as step,
            cast(null as varchar) as phase, cast(null as date) as since
        where false
    )
"""


def waits(
    query: Query,
    programme: Programme,
    scope: str,
    level: Level,
    day: date,
    known_at: datetime,
) -> dict[str, list[Wait]]:
    """The communities taking part inside a scope at a day that wait for something, per division.

    At a step of the chain: the standing submission's. With the community: what came back and was
    not handed in again nor recognised since (`returned`), else nothing handed in (`answering`).
    """
    steps = current(programme, dated=True) if programme.chain else _NO_STEPS
    rows = query.rows(
        f"""
        with {timeline(programme.rule)},
        {steps},
        turned as (
            select timeline.*, participating and not submitted as idle,
                lag(participating and not submitted, 1, false) over (
                    partition by community order by day
                ) as idle_before
            from timeline
        ),
        idle as (
            select community, max(day) as since
            from turned
            where idle and not idle_before and day <= $day
            group by community
        ),
        last_one as (
            select id, community,
                row_number() over (partition by community order by id desc) as place
            from submission
            where programme = $programme and effective_on <= $day and recorded_at <= $known_at
        ),
        sent_back as (
            select last_one.community, min(submission_event.effective_on) as since
            from last_one
            join submission_event on submission_event.submission = last_one.id
            where last_one.place = 1 and submission_event.kind = 'return'
                and submission_event.effective_on <= $day
                and submission_event.recorded_at <= $known_at
                and not exists (
                    select 1 from recognition
                    where recognition.community = last_one.community
                        and recognition.kind <> 'revoke' and recognition.day <= $day
                        and recognition.day > submission_event.effective_on
                )
            group by last_one.community
        ),
        wait as (
            select turned.community, current.step,
                case
                    when current.step is not null then current.phase
                    when sent_back.since is not null then 'returned'
                    else 'answering'
                end as phase,
                coalesce(current.since, sent_back.since, idle.since) as since
            from turned
            left join current on current.community = turned.community
            left join sent_back on sent_back.community = turned.community
            left join idle on idle.community = turned.community
            where turned.day <= $day and (turned.until is null or turned.until > $day)
                and turned.participating
                and (
                    current.step is not null or sent_back.since is not null
                    or not turned.submitted
                )
        )
        select substr(community.code, 1, $length) as division, wait.step, wait.phase, wait.since,
            count(*)
        from wait
        join community
            on community.id = wait.community
            and {on_the_list("$day")}
        where community.code like $scope
        group by 1, 2, 3, 4
        order by 1, 2, 3, 4
        """,
        programme=programme.id,
        day=day,
        known_at=known_at,
        length=CODE_LENGTH[level],
        scope=scope + "%",
    )
    found: dict[str, list[Wait]] = {}
    for division, step, phase, since, number in rows:
        found.setdefault(division, []).append(Wait(step, phase, since, number))
    return found
