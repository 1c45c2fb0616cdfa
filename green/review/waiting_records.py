"""The queue as a page shows it: what is one's own to decide, what waits elsewhere, and how much."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from green.registry.records import inside_any
from green.review.model import Phase
from green.review.queue_records import Waiting, current
from green.standard.programme import Programme
from green.store import Query

PHASES: tuple[Phase, ...] = ("waiting", "begun", "noticeable", "on_notice")
TO_DECIDE: tuple[Phase, ...] = ("waiting", "begun")


@dataclass(frozen=True)
class Looked:
    """What of a queue is asked for.

    `scopes` is where the person may look, `offices` step id to the scopes in which they decide
    it. `text` is part of a name, or the beginning of a code.
    """

    scopes: Sequence[str]
    offices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    step: str | None = None
    phase: Phase | None = None
    text: str = ""


@dataclass(frozen=True)
class Count:
    """How many stand at a step in a phase; `since` is the day of the longest waiting."""

    mine: bool
    step: str
    phase: Phase
    number: int
    since: date


def counts(query: Query, programme: Programme, looked: Looked) -> list[Count]:
    """How many of everything inside the scopes, whatever step or phase is asked for."""
    rows = query.rows(
        f"""
        with {current(programme)}
        select {_mine(looked)} as mine, current.step, current.phase, count(*), min(current.since)
        {_JOINED}
        where {_inside(looked)} and {_TEXT}
        group by all
        order by all
        """,
        programme=programme.id,
        **_params(looked),
    )
    return [Count(*row) for row in rows]


def waiting(
    query: Query, programme: Programme, looked: Looked, *, mine: bool, limit: int
) -> list[Waiting]:
    """One's own, or what others decide, the longest waiting first."""
    rows = query.rows(
        f"""
        with {current(programme)},
        found as (
            select current.*, community.code, community.name, street.name as street,
                district.name as district
            {_JOINED}
            where {_inside(looked)} and {_TEXT} and {_mine(looked)} = $mine
                and ($step is null or current.step = $step)
                and ($phase is null or current.phase = $phase)
            order by current.since, community.code
            limit $limit
        )
        select found.submission, found.code, found.name, found.street, found.district,
            found.step, found.phase, found.since, found.handed_in_on,
            submission.outcome, submission.cycle,
            (
                select count(*) from submission_item
                where submission_item.submission = submission.id
                    and submission_item.status in ('partly', 'unmet')
            )
        from found
        join submission on submission.id = found.submission
        order by found.since, found.code
        """,
        programme=programme.id,
        mine=mine,
        step=looked.step,
        phase=looked.phase,
        limit=limit,
        **_params(looked),
    )
    return [Waiting(*row) for row in rows]


def community_of(query: Query, programme: Programme, submission: int) -> int | None:
    """The id of the community that handed this in; None if nobody did in this programme."""
    found: int | None = query.value(
        """
        select max(community) from submission
        where id = $submission and programme = $programme
        """,
        submission=submission,
        programme=programme.id,
    )
    return found


_JOINED = """
    from current
    join community
        on community.id = current.community and community.valid_to is null
    left join division as street on street.code = substr(community.code, 1, 9)
    left join division as district on district.code = substr(community.code, 1, 6)
"""
_TEXT = """(
    $text = '' or starts_with(community.code, $text) or contains(community.name, $text)
    or contains(street.name, $text) or contains(district.name, $text)
)"""


def _inside(looked: Looked) -> str:
    return inside_any("community.code", looked.scopes)[0]


def _mine(looked: Looked) -> str:
    """The condition that it is the person's turn. Step ids come from our own file."""
    parts = [
        f"(current.step = '{step}' and starts_with(community.code, $office_{place}_{number}))"
        for place, (step, scopes) in enumerate(looked.offices.items())
        for number in range(len(scopes))
    ]
    turn = " or ".join(parts) or "false"
    return f"(({turn}) and current.phase in ('waiting', 'begun'))"


def _params(looked: Looked) -> dict[str, str]:
    offices = {
        f"office_{place}_{number}": scope
        for place, scopes in enumerate(looked.offices.values())
        for number, scope in enumerate(scopes)
    }
    return {"text": looked.text, **inside_any("", looked.scopes)[1], **offices}
