"""Where every submission of a programme stands, in one statement: what queues are read from.

The same fold as `green.review.model.position`, written for many at once; a test holds them to
each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from green.registry.records import inside_any
from green.review.model import Phase
from green.standard.programme import Programme
from green.store import Query


def current(programme: Programme, *, dated: bool = False) -> str:
    """SQL of common table expressions ending in `current`: one row per community's standing
    submission, with step (null when done), phase, since, and who agreed last. Parameter:
    `$programme`. The chain comes from our own file, its ids are letters, digits and hyphens.

    As of now, or with `dated` as of `$day` and known at `$known_at`; a list then is on notice
    from its first day on.
    """
    known = "and {0}.{1} <= $day and {0}.recorded_at <= $known_at" if dated else ""
    chain = ", ".join(
        f"({place}, '{step.id}', {'true' if step.notice else 'false'})"
        for place, step in enumerate(programme.chain)
    )
    return f"""
    chain (place, step, noticed) as (values {chain}),
    newest as (
        select submission.id as submission, submission.community, submission.effective_on,
            row_number() over (
                partition by submission.community order by submission.id desc
            ) as place
        from submission
        where submission.programme = $programme and not exists (
            select 1 from submission_event
            where submission_event.submission = submission.id
                {known.format("submission_event", "effective_on")}
        ) {known.format("submission", "effective_on")}
    ),
    said as (
        select submission, step,
            max(case when kind = 'agree' then id end) as agreed,
            coalesce(max(case when kind = 'reopen' then id end), 0) as reopened,
            max(case when kind = 'begin' then id end) as begun,
            max(case when kind = 'agree' then effective_on end) as agreed_on
        from decision
        where true {known.format("decision", "effective_on")}
        group by submission, step
    ),
    shown as (
        select notice_submission.submission, notice.step, notice.id as notice,
            (
                select min(effective_on) from notice_event
                where notice_event.notice = notice.id and notice_event.kind = 'publish'
                    {known.format("notice_event", "effective_on")}
            ) as published_on
        from notice
        join notice_submission on notice_submission.notice = notice.id
        where notice.programme = $programme and not exists (
            select 1 from notice_event
            where notice_event.notice = notice.id and notice_event.kind = 'withdraw'
                {known.format("notice_event", "effective_on")}
        ) {known.format("notice", "starts_on")}
    ),
    walked as (
        select newest.submission, newest.community, newest.effective_on, chain.place, chain.step,
            coalesce(said.agreed > said.reopened, false) as agreed,
            said.begun is not null as begun,
            said.agreed_on,
            shown.notice,
            shown.published_on,
            coalesce(said.agreed > said.reopened, false)
                and (not chain.noticed or shown.published_on is not null) as done,
            coalesce(shown.published_on, said.agreed_on) as done_on
        from newest
        cross join chain
        left join said on said.submission = newest.submission and said.step = chain.step
        left join shown
            on shown.submission = newest.submission and shown.step = chain.step
            and shown.notice > said.agreed
        where newest.place = 1
    ),
    reached as (
        select submission, min(case when not done then place end) as place
        from walked
        group by submission
    ),
    current as (
        select reached.submission, here.community, here.step,
            case
                when here.agreed and here.notice is null then 'noticeable'
                when here.agreed then 'on_notice'
                when here.begun then 'begun'
                else 'waiting'
            end as phase,
            case
                when here.agreed then here.agreed_on
                else coalesce(before.done_on, here.effective_on)
            end as since,
            here.effective_on as handed_in_on
        from reached
        join walked as here
            on here.submission = reached.submission and here.place = reached.place
        left join walked as before
            on before.submission = reached.submission and before.place = reached.place - 1
    )
    """


@dataclass(frozen=True)
class Waiting:
    """A submission in the queue; `since` is the day since which it stands so."""

    submission: int
    code: str
    name: str
    street: str
    district: str
    step: str
    phase: Phase
    since: date
    handed_in_on: date
    outcome: str
    cycle: str
    not_met: int


def queue(
    query: Query,
    programme: Programme,
    scopes: list[str],
    steps: Sequence[str],
    phases: Sequence[Phase] = ("waiting", "begun"),
    limit: int = 10_000,
) -> list[Waiting]:
    """What waits at these steps inside the scopes, the longest waiting first."""
    inside, within = inside_any("community.code", scopes)
    rows = query.rows(
        f"""
        with {current(programme)}
        select current.submission, community.code, community.name, street.name, district.name,
            current.step, current.phase, current.since, current.handed_in_on,
            submission.outcome, submission.cycle,
            (
                select count(*) from submission_item
                where submission_item.submission = submission.id
                    and submission_item.status in ('partly', 'unmet')
            )
        from current
        join submission on submission.id = current.submission
        join community
            on community.id = current.community and community.valid_to is null
        left join division as street on street.code = substr(community.code, 1, 9)
        left join division as district on district.code = substr(community.code, 1, 6)
        where {inside}
            and current.step = any(cast($steps as varchar[]))
            and current.phase = any(cast($phases as varchar[]))
        order by current.since, community.code
        limit $limit
        """,
        programme=programme.id,
        steps=list(steps),
        phases=list(phases),
        limit=limit,
        **within,
    )
    return [Waiting(*row) for row in rows]
