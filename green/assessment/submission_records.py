"""The rows of submissions: one function a statement."""

from __future__ import annotations

from datetime import date, datetime

from green.assessment.model import Case, Submission
from green.people.model import Actor
from green.standard.model import Standard
from green.store import Query


def submissions(query: Query, programme: str, community: int) -> list[Submission]:
    """Everything the community ever handed in, oldest first."""
    rows = query.rows(
        """
        select submission.id, submission.cycle, submission.outcome, submission.standard_sha256,
            submission.snapshot, submission.sha256, submission.effective_on,
            submission.recorded_at, submission.person,
            (
                select min(submission_event.effective_on) from submission_event
                where submission_event.submission = submission.id
                    and submission_event.kind = 'recall'
            )
        from submission
        where submission.programme = $programme and submission.community = $community
        order by submission.id
        """,
        programme=programme,
        community=community,
    )
    return [Submission(*row) for row in rows]


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


def add_recall(query: Query, submission: int, day: date, at: datetime, actor: Actor) -> None:
    query.run(
        """
        insert into submission_event (submission, kind, effective_on, recorded_at, person)
        values ($submission, 'recall', $day, $at, $person)
        """,
        submission=submission,
        day=day,
        at=at,
        person=actor.person,
    )
