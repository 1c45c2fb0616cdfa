"""The rows of spot checks: one function a statement."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from green.registry.records import inside_any
from green.review.sampling import Pick
from green.store import Query

Found = Literal["met", "partly", "unmet", "not_applicable"]


@dataclass(frozen=True)
class SpotCheck:
    """A draw: whoever has its seed and its list draws the same communities."""

    id: int
    programme: str
    scope: str
    title: str
    seed: str
    frame_sha256: str
    frame_size: int
    effective_on: date
    recorded_at: datetime
    person: str


@dataclass(frozen=True)
class Drawn:
    """A community that was drawn; `scored` counts the items that an inspector has looked at."""

    submission: int
    code: str
    name: str
    street: str
    kind: str
    weight: int
    reasons: tuple[str, ...]
    scored: int


@dataclass(frozen=True)
class Compared:
    """What was stated and what was found in one item of one community."""

    code: str
    item: str
    stated: str
    found: str


def add_spot_check(
    query: Query,
    programme: str,
    scope: str,
    title: str,
    seed: str,
    frame_sha256: str,
    frame_size: int,
    day: date,
    person: str,
) -> int:
    return query.insert(
        """
        insert into spot_check (
            programme, scope, title, seed, frame_sha256, frame_size,
            effective_on, recorded_at, person
        )
        values ($programme, $scope, $title, $seed, $sha256, $size, $day, $at, $person)
        returning id
        """,
        programme=programme,
        scope=scope,
        title=title,
        seed=seed,
        sha256=frame_sha256,
        size=frame_size,
        day=day,
        at=query.at,
        person=person,
    )


def add_picks(query: Query, spot_check: int, picks: Sequence[Pick]) -> None:
    for pick in picks:
        query.run(
            """
            insert into spot_check_pick
            values ($spot_check, $submission, $kind, $weight, $reasons)
            """,
            spot_check=spot_check,
            submission=pick.candidate.submission,
            kind=pick.kind,
            weight=pick.candidate.weight,
            reasons=json.dumps(pick.candidate.reasons),
        )


def spot_checks(query: Query, programme: str, scopes: list[str]) -> list[SpotCheck]:
    """The draws of offices inside the scopes, the newest first."""
    inside, within = inside_any("scope", scopes)
    rows = query.rows(
        f"""
        select id, programme, scope, title, seed, frame_sha256, frame_size,
            effective_on, recorded_at, person
        from spot_check
        where programme = $programme and {inside}
        order by id desc
        """,
        programme=programme,
        **within,
    )
    return [SpotCheck(*row) for row in rows]


def drawn(query: Query, spot_check: int) -> list[Drawn]:
    """The communities drawn, in code order."""
    rows = query.rows(
        """
        select pick.submission, community.code, community.name, street.name, pick.kind,
            pick.weight, pick.reasons,
            (
                select count(distinct score.item) from spot_check_score as score
                where score.spot_check = pick.spot_check and score.submission = pick.submission
            )
        from spot_check_pick as pick
        join submission on submission.id = pick.submission
        join community on community.id = submission.community
        left join division as street on street.code = substr(community.code, 1, 9)
        where pick.spot_check = $spot_check
        order by community.code
        """,
        spot_check=spot_check,
    )
    return [_drawn(*row) for row in rows]


def _drawn(*row: Any) -> Drawn:
    submission, code, name, street, kind, weight, reasons, scored = row
    return Drawn(submission, code, name, street, kind, weight, tuple(json.loads(reasons)), scored)


def add_score(
    query: Query,
    spot_check: int,
    submission: int,
    item: str,
    status: Found,
    note: str | None,
    person: str,
) -> None:
    query.run(
        """
        insert into spot_check_score (
            spot_check, submission, item, status, note, recorded_at, person
        )
        values ($spot_check, $submission, $item, $status, $note, $at, $person)
        """,
        spot_check=spot_check,
        submission=submission,
        item=item,
        status=status,
        note=note,
        at=query.at,
        person=person,
    )


def scores(query: Query, spot_check: int, submission: int) -> dict[str, tuple[str, str | None]]:
    """What an inspector last found, status and note by item id."""
    rows = query.rows(
        """
        select item, status, note
        from spot_check_score
        where spot_check = $spot_check and submission = $submission
        order by id
        """,
        spot_check=spot_check,
        submission=submission,
    )
    return {item: (status, note) for item, status, note in rows}


def compared(query: Query, spot_check: int) -> list[Compared]:
    """Stated and found side by side, of all items that were scored, by code and item."""
    rows = query.rows(
        """
        with score as (
            select submission, item, status, row_number() over (
                partition by submission, item order by id desc
            ) as place
            from spot_check_score
            where spot_check = $spot_check
        )
        select community.code, score.item, submission_item.status, score.status
        from score
        join submission on submission.id = score.submission
        join community on community.id = submission.community
        join submission_item
            on submission_item.submission = score.submission
            and submission_item.item = score.item
        where score.place = 1
        order by 1, 2
        """,
        spot_check=spot_check,
    )
    return [Compared(*row) for row in rows]
