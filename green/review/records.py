"""The rows of review: one function a statement."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from green.review.model import Decision, DecisionKind, Mark, OnNotice, Outcome
from green.store import Query


def decisions(query: Query, submission: int) -> list[Decision]:
    """All about a submission, oldest first."""
    rows = query.rows(
        """
        select id, step, kind, snapshot_sha256, note, office, effective_on, recorded_at, person
        from decision
        where submission = $submission
        order by id
        """,
        submission=submission,
    )
    return [Decision(*row) for row in rows]


def add_decision(
    query: Query,
    submission: int,
    step: str,
    kind: DecisionKind,
    snapshot_sha256: str,
    note: str | None,
    office: str,
    day: date,
    person: str,
) -> int:
    return query.insert(
        """
        insert into decision (
            submission, step, kind, snapshot_sha256, note, office, effective_on, recorded_at, person
        )
        values ($submission, $step, $kind, $sha256, $note, $office, $day, $at, $person)
        returning id
        """,
        submission=submission,
        step=step,
        kind=kind,
        sha256=snapshot_sha256,
        note=note,
        office=office,
        day=day,
        at=query.at,
        person=person,
    )


def marks(query: Query, submission: int, step: str) -> dict[str, Mark]:
    """The latest mark of each item at a step, by item id."""
    rows = query.rows(
        """
        select item, outcome, reason, bulk, recorded_at, person
        from (
            select *, row_number() over (partition by item order by id desc) as place
            from review_mark
            where submission = $submission and step = $step
                and outcome not in ('as_stated', 'not_as_stated')
        ) as mark
        where place = 1
        order by item
        """,
        submission=submission,
        step=step,
    )
    return {row[0]: Mark(*row) for row in rows}


def visits(query: Query, submission: int) -> dict[str, Mark]:
    """What was last found on site, by item id, at whatever step."""
    rows = query.rows(
        """
        select item, outcome, reason, bulk, recorded_at, person
        from (
            select *, row_number() over (partition by item order by id desc) as place
            from review_mark
            where submission = $submission and outcome in ('as_stated', 'not_as_stated')
        ) as mark
        where place = 1
        order by item
        """,
        submission=submission,
    )
    return {row[0]: Mark(*row) for row in rows}


def add_mark(
    query: Query,
    submission: int,
    step: str,
    item: str,
    outcome: Outcome,
    reason: str | None,
    person: str,
    *,
    bulk: bool = False,
) -> None:
    query.run(
        """
        insert into review_mark (
            submission, step, item, outcome, reason, bulk, recorded_at, person
        )
        values ($submission, $step, $item, $outcome, $reason, $bulk, $at, $person)
        """,
        submission=submission,
        step=step,
        item=item,
        outcome=outcome,
        reason=reason,
        bulk=bulk,
        at=query.at,
        person=person,
    )


def notices_of(query: Query, submission: int) -> list[OnNotice]:
    """The public notices that a submission is or was on, oldest first."""
    rows = query.rows(
        """
        select notice.id, notice.step, notice.starts_on, notice.ends_on,
            (
                select min(effective_on) from notice_event
                where notice_event.notice = notice.id and kind = 'publish'
            ),
            (
                select min(effective_on) from notice_event
                where notice_event.notice = notice.id and kind = 'withdraw'
            )
        from notice
        join notice_submission on notice_submission.notice = notice.id
        where notice_submission.submission = $submission
        order by notice.id
        """,
        submission=submission,
    )
    return [OnNotice(*row) for row in rows]


def standard_texts(query: Query) -> list[tuple[str, str]]:
    """The texts of all standards that anything was handed in under, with their hashes."""
    rows = query.rows("select sha256, content from standard_text order by sha256")
    return [(sha256, content) for sha256, content in rows]


def snapshots(query: Query) -> Iterator[tuple[int, str, str, str]]:
    """Everything ever handed in: id, snapshot, its hash, and the hash of its standard."""
    for row in query.stream(
        "select id, snapshot, sha256, standard_sha256 from submission order by id"
    ):
        yield row[0], row[1], row[2], row[3]


def wrongly_cited(query: Query) -> list[int]:
    """Submissions of which a decision cites another hash than theirs."""
    rows = query.rows(
        """
        select distinct decision.submission
        from decision
        left join submission on submission.id = decision.submission
        where submission.id is null or submission.sha256 <> decision.snapshot_sha256
        order by 1
        """
    )
    return [row[0] for row in rows]
