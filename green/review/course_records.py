"""What was decided and shown about all a community ever handed in: one function a statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from green.review.model import Decision
from green.store import Query


@dataclass(frozen=True)
class NoticeStep:
    """A public notice begun, published or withdrawn; `ends_on` is the notice's last day."""

    submission: int
    kind: Literal["open", "publish", "withdraw"]
    scope: str
    ends_on: date
    document: str | None
    effective_on: date
    recorded_at: datetime
    person: str


def decisions_about(query: Query, programme: str, community: int) -> dict[int, list[Decision]]:
    """All decisions about a community by submission, oldest first."""
    rows = query.rows(
        """
        select decision.submission, decision.id, decision.step, decision.kind,
            decision.snapshot_sha256, decision.note, decision.office, decision.effective_on,
            decision.recorded_at, decision.person
        from decision
        join submission on submission.id = decision.submission
        where submission.programme = $programme and submission.community = $community
        order by decision.id
        """,
        programme=programme,
        community=community,
    )
    found: dict[int, list[Decision]] = {}
    for submission, *rest in rows:
        found.setdefault(submission, []).append(Decision(*rest))
    return found


def notice_steps(query: Query, programme: str, community: int) -> list[NoticeStep]:
    """What happened to the public notices that the community is or was on, oldest first."""
    rows = query.rows(
        """
        with ours as (
            select notice.*, submission.id as submission
            from notice
            join notice_submission on notice_submission.notice = notice.id
            join submission on submission.id = notice_submission.submission
            where submission.programme = $programme and submission.community = $community
        )
        select submission, kind, scope, ends_on, document, day, recorded_at, person
        from (
            select submission, 'open' as kind, scope, ends_on, cast(null as varchar) as document,
                starts_on as day, recorded_at, person
            from ours
            union all
            select ours.submission, event.kind, ours.scope, ours.ends_on, event.document,
                event.effective_on, event.recorded_at, event.person
            from ours
            join notice_event as event on event.notice = ours.id
        ) as step
        order by recorded_at
        """,
        programme=programme,
        community=community,
    )
    return [NoticeStep(*row) for row in rows]
