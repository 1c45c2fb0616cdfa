"""What waits for somebody, read in one statement each: at desks, in queues, on notices."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from green.registry.records import inside_any
from green.review.queue_records import current
from green.review.todo import MOST, Desk, Listed, Queue
from green.standard.chain import Step
from green.standard.programme import Cycle, Programme
from green.store import Query


def desks(
    query: Query, programme: Programme, cycle: Cycle, scopes: list[str], day: date
) -> list[Desk]:
    """Communities inside the scopes with something to do in a cycle: what came back first, then
    what is begun, then who does not take part; at most `MOST`, each with how many are like it.

    An item counts as answered once anything but its note is.
    """
    inside, within = inside_any("community.code", scopes)
    rows = query.rows(
        f"""
        with ours as (
            select id, code, name from community
            where {inside} and (valid_to is null or valid_to > $day)
        ),
        joined as (
            select community, arg_max(kind, id) = 'enrol' as takes_part
            from enrolment_event
            where programme = $programme and effective_on <= $day
                and community in (select id from ours)
            group by community
        ),
        ended as (
            select submission,
                max(case when kind = 'recall' then 1 else 0 end) = 1 as is_recalled,
                min(case when kind = 'return' then effective_on end) as returned_on
            from submission_event
            group by submission
        ),
        handed as (
            select submission.community, submission.id, ended.returned_on,
                row_number() over (
                    partition by submission.community order by submission.id desc
                ) as place
            from submission
            left join ended on ended.submission = submission.id
            where submission.programme = $programme and submission.cycle = $cycle
                and not coalesce(ended.is_recalled, false)
        ),
        answered as (
            select community, count(*) as items
            from (
                select distinct community, item
                from (
                    select community, item, arg_max(value is not null, id) as holds
                    from answer_event
                    where programme = $programme and cycle = $cycle and field <> 'note'
                        and community in (select id from ours)
                    group by community, item, field
                ) as held
                where holds
            ) as one
            group by community
        ),
        seen as (
            select ours.code, ours.name,
                case
                    when not coalesce(joined.takes_part, false) then 'apart'
                    when handed.returned_on is not null then 'returned'
                    when handed.id is null then 'unfinished'
                end as kind,
                coalesce(answered.items, 0) as items,
                handed.id as submission, handed.returned_on
            from ours
            left join joined on joined.community = ours.id
            left join handed on handed.community = ours.id and handed.place = 1
            left join answered on answered.community = ours.id
        ),
        placed as (
            select *, count(*) over (partition by kind) as alike,
                row_number() over (
                    order by
                        case kind when 'returned' then 0 when 'unfinished' then 1 else 2 end,
                        returned_on, items desc, code
                ) as place
            from seen
            where kind is not null
        )
        select code, name, kind, items, alike, returned_on, (
            select arg_max(decision.step, decision.id) from decision
            where decision.submission = placed.submission and decision.kind = 'return'
        ), (
            select coalesce(list(returned_item.item), []) from returned_item
            where returned_item.submission = placed.submission
        )
        from placed
        where place <= {MOST}
        order by place
        """,
        programme=programme.id,
        cycle=cycle.id,
        day=day,
        **within,
    )
    return [Desk(*row) for row in rows]


def queues(
    query: Query, programme: Programme, scopes: list[str], steps: Sequence[Step]
) -> list[Queue]:
    """What waits at these steps inside the scopes, by step and whether a notice is to be made."""
    inside, within = inside_any("community.code", scopes)
    rows = query.rows(
        f"""
        with {current(programme)}
        select current.step, current.phase = 'noticeable', count(*), min(current.since)
        from current
        join community
            on community.id = current.community and community.valid_to is null
        where {inside} and current.step = any(cast($steps as varchar[]))
            and current.phase <> 'on_notice'
        group by 1, 2
        """,
        programme=programme.id,
        steps=[step.id for step in steps],
        **within,
    )
    by_id = {step.id: step for step in steps}
    found = [Queue(by_id[step], is_noticeable, n, since) for step, is_noticeable, n, since in rows]
    return sorted(found, key=lambda one: (list(by_id).index(one.step.id), one.is_noticeable))


def listed(query: Query, programme: Programme, scopes: list[str]) -> list[Listed]:
    """The notices of these offices that are neither published nor withdrawn, with the objections
    that wait for an answer."""
    rows = query.rows(
        """
        select notice.title, notice.ends_on, (
            select count(*) from objection
            where objection.notice = notice.id and not exists (
                select 1 from objection_answer where objection_answer.objection = objection.id
            )
        )
        from notice
        where notice.programme = $programme and notice.scope = any(cast($scopes as varchar[]))
            and not exists (
                select 1 from notice_event where notice_event.notice = notice.id
            )
        order by notice.ends_on, notice.id
        """,
        programme=programme.id,
        scopes=scopes,
    )
    return [Listed(*row) for row in rows]
