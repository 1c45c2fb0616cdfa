"""What questions are asked of: one statement each."""

from __future__ import annotations

import json
from datetime import date, datetime

from green.assessment.states_at import ONE_DAY, states_at
from green.progress.questions import Finding, HandedIn, Noted
from green.registry.validity import on_the_list
from green.review.queue_records import current
from green.standard.programme import Programme
from green.store import Query

# A snapshot is written without spaces, and inside its texts a quote is never without a backslash:
# these are found where they are keys, and nowhere else.
_A_NOTE, _NO_EVIDENCE = '%"note":%', '%"evidence":[]%'


def _standing(programme: Programme) -> str:
    """SQL ending in `stands`: what stands handed in at `$day` inside `$scope`, one row per
    community: submission, community, code, name."""
    return f"""
    {states_at(programme.rule, ONE_DAY)},
    stands as (
        select placed.id as submission, community.id as community, community.code, community.name
        from state
        join placed on placed.place = state.handed_in
        join community
            on community.id = state.community
            and {on_the_list("$day")}
        where state.submitted and community.code like $scope
    )
    """


def bare(
    query: Query, programme: Programme, scope: str, day: date, known_at: datetime
) -> list[Finding]:
    """Communities whose standing hand-in meets every item, with neither evidence nor a note."""
    rows = query.rows(
        f"""
        with {_standing(programme)}
        select stands.code, stands.name, submission.effective_on
        from stands
        join submission on submission.id = stands.submission
        where submission.outcome = 'meets' and submission.snapshot like $no_evidence
            and submission.snapshot not like $a_note
        order by stands.code
        """,
        programme=programme.id,
        known_at=known_at,
        day=day,
        scope=scope + "%",
        no_evidence=_NO_EVIDENCE,
        a_note=_A_NOTE,
    )
    return [Finding(*row) for row in rows]


def notes(
    query: Query, programme: Programme, scope: str, shortest: int, day: date, known_at: datetime
) -> list[Noted]:
    """The notes in what stands handed in, each once per community, in code order; only those of
    `shortest` characters or more.

    Read from the answers that were frozen, the last before the hand-in: the snapshots' own text
    would have to be parsed a thousand times over.
    """
    rows = query.rows(
        f"""
        with {_standing(programme)},
        written as (
            select stands.code, stands.name, submission.effective_on, answer_event.value,
                row_number() over (
                    partition by answer_event.community, answer_event.item
                    order by answer_event.id desc
                ) as place
            from stands
            join submission on submission.id = stands.submission
            join answer_event
                on answer_event.community = stands.community
                and answer_event.programme = $programme
                and answer_event.cycle = submission.cycle
                and answer_event.field = 'note'
                and answer_event.recorded_at <= submission.recorded_at
        )
        select distinct code, name, effective_on, value
        from written
        where place = 1 and length(value) >= $shortest
        order by code, value
        """,
        programme=programme.id,
        known_at=known_at,
        day=day,
        scope=scope + "%",
        # It is kept as JSON, in quotes.
        shortest=shortest + 2,
    )
    # Thousands of rows have few texts.
    texts = {value: json.loads(value) for value in {row[3] for row in rows}}
    return [Noted(code, name, on, texts[value]) for code, name, on, value in rows]


def handed_in(
    query: Query, programme: Programme, scope: str, first: date, last: date, known_at: datetime
) -> list[HandedIn]:
    """Everything handed in from `first` to `last`, whatever became of it, in code order."""
    rows = query.rows(
        f"""
        select community.code, community.name, submission.effective_on, person.id
        from submission
        join community on community.id = submission.community
        left join person on person.id = submission.person
        where submission.programme = $programme and submission.recorded_at <= $known_at
            and submission.effective_on between $first and $last
            and {on_the_list("$last")}
            and community.code like $scope
        order by community.code, submission.id
        """,
        programme=programme.id,
        known_at=known_at,
        first=first,
        last=last,
        scope=scope + "%",
    )
    return [HandedIn(*row) for row in rows]


def idle(
    query: Query, programme: Programme, scope: str, before: date, day: date, known_at: datetime
) -> list[Finding]:
    """Communities with a draft begun, nothing standing, and nothing changed after `before`."""
    rows = query.rows(
        f"""
        with {states_at(programme.rule, ONE_DAY)},
        change_of_draft as (
            select community, effective_on, true as is_answer
            from answer_event
            where programme = $programme and effective_on <= $day and recorded_at <= $known_at
            union all
            select community, effective_on, false
            from evidence_link_event
            where programme = $programme and effective_on <= $day and recorded_at <= $known_at
            union all
            select submission.community, submission_event.effective_on, false
            from submission_event
            join submission on submission.id = submission_event.submission
            where submission.programme = $programme and submission_event.effective_on <= $day
                and submission_event.recorded_at <= $known_at
        ),
        last_change as (
            select community, max(effective_on) as day
            from change_of_draft
            group by community
            having max(effective_on) <= $before and bool_or(is_answer)
        )
        select community.code, community.name, last_change.day
        from last_change
        join state
            on state.community = last_change.community
            and state.participating and not state.submitted
        join community
            on community.id = last_change.community
            and {on_the_list("$day")}
        where community.code like $scope
        order by community.code
        """,
        programme=programme.id,
        known_at=known_at,
        before=before,
        day=day,
        scope=scope + "%",
    )
    return [Finding(code, name, on, (day - on).days) for code, name, on in rows]


def long_waits(
    query: Query, programme: Programme, scope: str, before: date, day: date, known_at: datetime
) -> list[Finding]:
    """Communities that have waited at an office since before that day; none without a chain."""
    if not programme.chain:
        return []
    rows = query.rows(
        f"""
        with {states_at(programme.rule, ONE_DAY)},
        {current(programme, dated=True)}
        select community.code, community.name, current.since, current.step
        from current
        join state on state.community = current.community and state.participating
        join community
            on community.id = current.community
            and {on_the_list("$day")}
        where community.code like $scope and current.since < $before
            and current.phase in ('waiting', 'begun', 'noticeable')
            and current.step is not null
        order by community.code
        """,
        programme=programme.id,
        known_at=known_at,
        before=before,
        day=day,
        scope=scope + "%",
    )
    return [
        Finding(code, name, since, (day - since).days, step) for code, name, since, step in rows
    ]
