"""Where the communities of a scope stand on a day, for the lists: one function a statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from green.assessment.states import timeline
from green.registry.validity import on_the_list
from green.standard.programme import Programme
from green.store import Query


@dataclass(frozen=True)
class Standing:
    """Where a community of a scope stands on a day; `met` is what its submission says.

    The last four are what the review chain decided about that submission, as far as it went.
    """

    id: int
    code: str
    participating: bool
    submitted: bool
    attained: bool
    since: date | None
    met: int | None
    applicable: int | None
    named: bool | None
    reviewed_on: date | None
    accepted_on: date | None
    on_notice: tuple[date, date] | None
    batch: str | None


# The day on which somebody who has not left since began; a recognition is no new beginning.
_SINCE = """
        stay as (
            select community, kind, day, count(*) filter (where kind = 'withdraw') over (
                partition by community order by day, recorded_at, id
            ) as times_left
            from enrolment where day <= $day
        ),
        since as (
            select community, max_by(day, times_left) as day
            from (
                select community, times_left, min(day) as day
                from stay where kind = 'enrol' group by community, times_left
            ) as first
            group by community
        )
"""
_DECIDED = """
        agreed as (
            select submission,
                max(effective_on) filter (list_contains($before, step)) as reviewed_on,
                max(effective_on) filter (list_contains($accepting, step)) as accepted_on
            from decision
            where kind = 'agree' and effective_on <= $day and recorded_at <= $known_at
                and not exists (
                    select 1 from decision as later
                    where later.submission = decision.submission and later.step = decision.step
                        and later.kind = 'reopen' and later.id > decision.id
                )
            group by submission
        ),
        shown as (
            select notice_submission.submission,
                max_by((notice.starts_on, notice.ends_on), notice.id) as days
            from notice join notice_submission on notice_submission.notice = notice.id
            where notice.starts_on <= $day and notice.recorded_at <= $known_at
                and not exists (
                    select 1 from notice_event
                    where notice_event.notice = notice.id and notice_event.kind = 'withdraw'
                )
            group by notice_submission.submission
        ),
        batch as (
            select community, max_by(batch, (effective_on, id)) as batch
            from recognition_event
            where programme = $programme and effective_on <= $day and recorded_at <= $known_at
                and kind <> 'revoke'
            group by community
        )
"""


def standings(query: Query, programme: Programme, scope: str, day: date) -> list[Standing]:
    """The communities on the list that day, in code order, counted as the page Progress does."""
    rows = query.rows(
        f"""
        with {timeline(programme.rule)},
        handed_in as (
            select community, id,
                row_number() over (
                    partition by community order by day desc, recorded_at desc, id desc
                ) as place
            from standing
            -- A recognition stands like a submission, but nothing was handed in with it.
            where day <= $day and (until is null or until > $day) and outcome is not null
        ),
        counted as (
            select submission,
                count(*) filter (where status = 'met') as met,
                count(*) filter (where status <> 'not_applicable') as applicable
            from submission_item group by submission
        ),
        {_SINCE},
        {_DECIDED}
        select community.id, community.code,
            coalesce(timeline.participating, false), coalesce(timeline.submitted, false),
            coalesce(timeline.attained, false), since.day, counted.met, counted.applicable,
            timeline.named, agreed.reviewed_on, agreed.accepted_on, shown.days,
            case when timeline.attained then batch.batch end
        from community
        left join timeline
            on timeline.community = community.id
            and timeline.day <= $day and (timeline.until is null or timeline.until > $day)
        left join since on since.community = community.id
        left join handed_in on handed_in.community = community.id and handed_in.place = 1
        left join counted on counted.submission = handed_in.id and timeline.submitted
        left join agreed on agreed.submission = handed_in.id
        left join shown on shown.submission = handed_in.id
        left join batch on batch.community = community.id
        where community.code like $scope
            and {on_the_list("$day")}
        order by community.code, community.id
        """,
        programme=programme.id,
        known_at=query.at,
        scope=scope + "%",
        day=day,
        before=[step.id for step in programme.chain if step.does in ("recommend", "review")],
        accepting=[step.id for step in programme.chain if step.does == "accept"],
    )
    return [Standing(*row) for row in rows]
