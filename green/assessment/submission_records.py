"""The rows of submissions: one function a statement."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from functools import cache
from typing import Literal

from pydantic import ValidationError

from green.assessment.model import Case, Submission
from green.errors import NotFound, Problem
from green.people.model import Actor
from green.standard.model import Standard
from green.store import Query
from green.texts import lazy

_SUBMISSION = """
        select submission.id, submission.cycle, submission.outcome, submission.standard_sha256,
            submission.snapshot, submission.sha256, submission.effective_on,
            submission.recorded_at, submission.person,
            (
                select min(submission_event.effective_on) from submission_event
                where submission_event.submission = submission.id
                    and submission_event.kind = 'recall'
            ),
            (
                select min(submission_event.effective_on) from submission_event
                where submission_event.submission = submission.id
                    and submission_event.kind = 'return'
            )
        from submission
"""


def submissions(query: Query, programme: str, community: int) -> list[Submission]:
    """Everything the community ever handed in, oldest first."""
    rows = query.rows(
        f"""
        {_SUBMISSION}
        where submission.programme = $programme and submission.community = $community
        order by submission.id
        """,
        programme=programme,
        community=community,
    )
    returned = returned_items(query, programme, community)
    return [replace(Submission(*row), returned=returned.get(row[0], {})) for row in rows]


def submission_by_id(query: Query, submission: int) -> Submission:
    """What was handed in under this id, without the items that a return opened again."""
    row = query.row(f"{_SUBMISSION} where submission.id = $submission", submission=submission)
    if row is None:
        raise NotFound(
            Problem(lazy("There is no such submission."), mend=lazy("Load the page again."))
        )
    return Submission(*row)


def returned_items(query: Query, programme: str, community: int) -> dict[int, dict[str, str]]:
    """Of each returned submission the items that opened again, with the reasons."""
    rows = query.rows(
        """
        select returned_item.submission, returned_item.item, returned_item.reason
        from returned_item
        join submission on submission.id = returned_item.submission
        where submission.programme = $programme and submission.community = $community
        """,
        programme=programme,
        community=community,
    )
    found: dict[int, dict[str, str]] = {}
    for submission, item, reason in rows:
        found.setdefault(submission, {})[item] = reason
    return found


def add_submission(
    query: Query,
    case: Case,
    outcome: str,
    snapshot: str,
    sha256: str,
    day: date,
    at: datetime,
    actor: Actor,
) -> int:
    """Append a snapshot; returns its id."""
    return query.insert(
        """
        insert into submission (
            programme, cycle, community, outcome, standard_sha256, snapshot, sha256,
            effective_on, recorded_at, person
        )
        values (
            $programme, $cycle, $community, $outcome, $standard_sha256, $snapshot, $sha256,
            $day, $at, $person
        )
        returning id
        """,
        programme=case.programme.id,
        cycle=case.cycle.id,
        community=case.community.id,
        outcome=outcome,
        standard_sha256=case.standard.sha256,
        snapshot=snapshot,
        sha256=sha256,
        day=day,
        at=at,
        person=actor.person,
    )


def add_submission_item(query: Query, submission: int, item: str, status: str) -> None:
    query.run(
        "insert into submission_item values ($submission, $item, $status)",
        submission=submission,
        item=item,
        status=status,
    )


def keep_standard(query: Query, standard: Standard) -> None:
    """Keep the exact text of the standard, once."""
    query.run(
        """
        insert into standard_text (sha256, id, version, content)
        select $sha256, $id, $version, $content
        where not exists (select 1 from standard_text where sha256 = $sha256)
        """,
        sha256=standard.sha256,
        id=standard.id,
        version=standard.version,
        content=standard.text,
    )


def is_opened(query: Query, submission: int) -> bool:
    """Whether a level of the review chain has begun with it."""
    found: bool = query.value(
        "select exists (select 1 from decision where submission = $submission)",
        submission=submission,
    )
    return found


def add_event(
    query: Query, submission: int, kind: Literal["recall", "return"], day: date, person: str
) -> None:
    """End the standing of what was handed in."""
    query.run(
        """
        insert into submission_event (submission, kind, effective_on, recorded_at, person)
        values ($submission, $kind, $day, $at, $person)
        """,
        submission=submission,
        kind=kind,
        day=day,
        at=query.at,
        person=person,
    )


def add_returned_item(query: Query, submission: int, item: str, reason: str) -> None:
    query.run(
        "insert into returned_item values ($submission, $item, $reason)",
        submission=submission,
        item=item,
        reason=reason,
    )


def kept_standard(query: Query, sha256: str) -> Standard | None:
    """The standard as it was when something was handed in under it; None if it cannot be read."""
    row = query.row("select content from standard_text where sha256 = $sha256", sha256=sha256)
    return _read_standard(row[0]) if row else None


@cache
def _read_standard(content: str) -> Standard | None:
    try:
        return Standard.model_validate_json(content)
    except ValidationError:
        return None
