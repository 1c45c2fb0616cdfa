"""Which communities are recognised at a day, and by what they handed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from green.assessment.states import timeline
from green.registry.records import inside_any
from green.registry.validity import on_the_list
from green.standard.programme import Programme
from green.store import Query


@dataclass(frozen=True)
class Recognised:
    """A recognised community with what its risk is made from."""

    code: str
    submission: int
    snapshot: str
    handed_in_on: date
    bulk: bool
    resubmitted: bool


def recognised(
    query: Query, programme: Programme, scope: str, day: date, known_at: datetime
) -> list[Recognised]:
    """Communities attained at a day by a submission of theirs, in code order.

    Those recognised by paper alone have nothing here to compare with and are left out.
    """
    rows = query.rows(
        f"""
        with {timeline(programme.rule)},
        attainment as (
            select community, submission, row_number() over (
                partition by community order by effective_on desc, recorded_at desc, id desc
            ) as place
            from recognition_event
            where programme = $programme and kind = 'attain' and effective_on <= $day
                and recorded_at <= $known_at
        )
        select community.code, submission.id, submission.snapshot, submission.effective_on,
            exists (
                select 1 from review_mark
                where review_mark.submission = submission.id and review_mark.bulk
            ),
            exists (
                select 1 from submission as earlier
                join submission_event on submission_event.submission = earlier.id
                where earlier.community = submission.community
                    and earlier.programme = submission.programme
                    and submission_event.kind = 'return'
            )
        from timeline
        join attainment
            on attainment.community = timeline.community and attainment.place = 1
        join submission on submission.id = attainment.submission
        join community
            on community.id = timeline.community and {on_the_list("$day")}
        where timeline.attained and timeline.day <= $day
            and (timeline.until is null or timeline.until > $day)
            and community.code like $scope
        order by community.code
        """,
        programme=programme.id,
        day=day,
        known_at=known_at,
        scope=scope + "%",
    )
    return [Recognised(*row) for row in rows]


@dataclass(frozen=True)
class Standing:
    """A community recognised at a day, with its last re-check if there was one."""

    community: int
    code: str
    name: str
    street: str
    since: date
    named: bool
    year: int | None
    outcome: str | None
    rectify_by: date | None


def standing(
    query: Query, programme: Programme, scopes: list[str], day: date, text: str = ""
) -> list[Standing]:
    """The communities recognised inside the scopes at a day: those with something to rectify
    first, then those longest without a re-check, in code order. `text` is part of a name or code.
    """
    inside, within = inside_any("community.code", scopes)
    rows = query.rows(
        f"""
        with {timeline(programme.rule)},
        checked as (
            select community, year, outcome, rectify_by, row_number() over (
                partition by community order by id desc
            ) as place
            from recheck
            where programme = $programme
        )
        select community.id, community.code, community.name, street.name, timeline.day,
            timeline.named, checked.year, checked.outcome, checked.rectify_by
        from timeline
        join community
            on community.id = timeline.community and {on_the_list("$day")}
        left join checked on checked.community = timeline.community and checked.place = 1
        left join division as street on street.code = substr(community.code, 1, 9)
        where timeline.attained and timeline.day <= $day
            and (timeline.until is null or timeline.until > $day)
            and {inside}
            and (strpos(community.name, $text) > 0 or strpos(community.code, $text) > 0)
        order by coalesce(checked.outcome = 'rectify', false) desc, coalesce(checked.year, 0),
            community.code
        """,
        programme=programme.id,
        known_at=query.at,
        day=day,
        text=text.strip(),
        **within,
    )
    return [Standing(*row) for row in rows]
