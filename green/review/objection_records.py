"""The rows of objections to a public notice: one function a statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from green.store import Query


@dataclass(frozen=True)
class Objection:
    """What somebody said against a community on a list, and the answer if there is one."""

    id: int
    notice: int
    submission: int
    code: str
    community: str
    text: str
    name: str | None
    contact: str | None
    recorded_at: datetime
    answer: str | None
    upheld: bool | None


_OBJECTION = """
    select objection.id, objection.notice, objection.submission, community.code, community.name,
        objection.text, objection.name, objection.contact, objection.recorded_at,
        objection_answer.text, objection_answer.upheld
    from objection
    join submission on submission.id = objection.submission
    join community on community.id = submission.community
    left join objection_answer on objection_answer.objection = objection.id
"""


def objections(query: Query, notice_id: int) -> list[Objection]:
    """All objections to a list, oldest first."""
    rows = query.rows(
        f"{_OBJECTION} where objection.notice = $notice order by objection.id", notice=notice_id
    )
    return [Objection(*row) for row in rows]


def objection(query: Query, objection_id: int) -> Objection | None:
    row = query.row(f"{_OBJECTION} where objection.id = $objection", objection=objection_id)
    return Objection(*row) if row else None


def number_since(query: Query, notice_id: int, since: datetime) -> int:
    """How many objections to a list came in after a moment."""
    row = query.row(
        "select count(*) from objection where notice = $notice and recorded_at > $since",
        notice=notice_id,
        since=since,
    )
    return int(row[0]) if row else 0


def add_objection(
    query: Query, notice_id: int, submission: int, text: str, name: str | None, contact: str | None
) -> int:
    return query.insert(
        """
        insert into objection (
            notice, submission, text, name, contact, recorded_at, person
        )
        values ($notice, $submission, $text, $name, $contact, $at, 'nobody')
        returning id
        """,
        notice=notice_id,
        submission=submission,
        text=text,
        name=name,
        contact=contact,
        at=query.at,
    )


def add_answer(query: Query, objection_id: int, text: str, person: str, *, upheld: bool) -> None:
    query.run(
        "insert into objection_answer values ($objection, $text, $upheld, $at, $person)",
        objection=objection_id,
        text=text,
        upheld=upheld,
        at=query.at,
        person=person,
    )
