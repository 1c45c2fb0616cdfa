"""The rows of public notices and objections: one function a statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from green.registry.records import inside_any
from green.review.queue_records import current
from green.standard.programme import Programme
from green.store import Query


@dataclass(frozen=True)
class Notice:
    """A list shown to the public for some days, both ends included."""

    id: int
    programme: str
    step: str
    scope: str
    title: str
    contact: str
    starts_on: date
    ends_on: date
    person: str
    communities: int
    published_on: date | None
    document: str | None
    batch: str | None
    withdrawn_on: date | None

    def is_on(self, day: date) -> bool:
        """Whether the list is on show that day and can be objected to."""
        return self.withdrawn_on is None and self.starts_on <= day <= self.ends_on


@dataclass(frozen=True)
class NoticeRow:
    """A community on a list. `is_agreed`: its step was not reopened since."""

    submission: int
    community: int
    code: str
    name: str
    street: str
    district: str
    sha256: str
    is_agreed: bool


_NOTICE = """
    select notice.id, notice.programme, notice.step, notice.scope, notice.title, notice.contact,
        notice.starts_on, notice.ends_on, notice.person,
        (select count(*) from notice_submission where notice_submission.notice = notice.id),
        published.effective_on, published.document, published.batch, withdrawn.effective_on
    from notice
    left join notice_event as published
        on published.notice = notice.id and published.kind = 'publish'
    left join notice_event as withdrawn
        on withdrawn.notice = notice.id and withdrawn.kind = 'withdraw'
"""


def notices(query: Query, programme: str, scopes: list[str]) -> list[Notice]:
    """The notices of offices inside the scopes, the newest first."""
    inside, within = inside_any("notice.scope", scopes)
    rows = query.rows(
        f"{_NOTICE} where notice.programme = $programme and {inside} order by notice.id desc",
        programme=programme,
        **within,
    )
    return [Notice(*row) for row in rows]


def notices_about(query: Query, programme: str, scope: str) -> list[Notice]:
    """The notices that may list communities of a place, not withdrawn, the newest first."""
    rows = query.rows(
        f"""
        {_NOTICE}
        where notice.programme = $programme and withdrawn.id is null
            and (starts_with(notice.scope, $scope) or starts_with($scope, notice.scope))
        order by notice.starts_on desc, notice.id desc
        """,
        programme=programme,
        scope=scope,
    )
    return [Notice(*row) for row in rows]


def public_notices(query: Query, since: date) -> list[Notice]:
    """What anybody may see: notices that ended on or after a day, the newest first."""
    rows = query.rows(
        f"{_NOTICE} where notice.ends_on >= $since and withdrawn.id is null "
        "order by notice.starts_on desc, notice.id desc",
        since=since,
    )
    return [Notice(*row) for row in rows]


def notice(query: Query, notice_id: int) -> Notice | None:
    row = query.row(f"{_NOTICE} where notice.id = $notice", notice=notice_id)
    return Notice(*row) if row else None


def add_notice(
    query: Query,
    programme: str,
    step: str,
    scope: str,
    title: str,
    contact: str,
    starts_on: date,
    ends_on: date,
    submissions: list[int],
    person: str,
) -> int:
    identity = query.insert(
        """
        insert into notice (
            programme, step, scope, title, contact, starts_on, ends_on, recorded_at, person
        )
        values (
            $programme, $step, $scope, $title, $contact, $starts_on, $ends_on, $at, $person
        )
        returning id
        """,
        programme=programme,
        step=step,
        scope=scope,
        title=title,
        contact=contact,
        starts_on=starts_on,
        ends_on=ends_on,
        at=query.at,
        person=person,
    )
    query.run(
        """
        insert into notice_submission
        select $notice, unnest(cast($submissions as bigint[]))
        """,
        notice=identity,
        submissions=submissions,
    )
    return identity


def add_notice_event(
    query: Query,
    notice_id: int,
    kind: str,
    document: str | None,
    batch: str | None,
    day: date,
    person: str,
) -> None:
    query.run(
        """
        insert into notice_event (
            notice, kind, document, batch, effective_on, recorded_at, person
        )
        values ($notice, $kind, $document, $batch, $day, $at, $person)
        """,
        notice=notice_id,
        kind=kind,
        document=document,
        batch=batch,
        day=day,
        at=query.at,
        person=person,
    )


def listed(query: Query, notice_id: int) -> list[NoticeRow]:
    """The communities on a list, in code order."""
    rows = query.rows(
        """
        select submission.id, community.id, community.code, community.name, street.name,
            district.name, submission.sha256,
            not exists (
                select 1 from decision
                where decision.submission = submission.id and decision.step = notice.step
                    and decision.kind = 'reopen' and decision.id > notice.id
            ) and not exists (
                select 1 from submission_event where submission_event.submission = submission.id
            )
        from notice
        join notice_submission on notice_submission.notice = notice.id
        join submission on submission.id = notice_submission.submission
        join community on community.id = submission.community
        left join division as street on street.code = substr(community.code, 1, 9)
        left join division as district on district.code = substr(community.code, 1, 6)
        where notice.id = $notice
        order by community.code
        """,
        notice=notice_id,
    )
    return [NoticeRow(*row) for row in rows]


def noticeable(query: Query, programme: Programme, step: str, scope: str) -> list[NoticeRow]:
    """What a step has agreed to inside a scope and no notice shows yet, in code order."""
    rows = query.rows(
        f"""
        with {current(programme)}
        select submission.id, community.id, community.code, community.name, street.name,
            district.name, submission.sha256, true
        from current
        join submission on submission.id = current.submission
        join community on community.id = submission.community
        left join division as street on street.code = substr(community.code, 1, 9)
        left join division as district on district.code = substr(community.code, 1, 6)
        where current.phase = 'noticeable' and current.step = $step and community.code like $scope
            and community.valid_to is null
        order by community.code
        """,
        programme=programme.id,
        step=step,
        scope=scope + "%",
    )
    return [NoticeRow(*row) for row in rows]
