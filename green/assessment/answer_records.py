"""The rows of answers: one function a statement."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from green.assessment.model import Case, Draft, FieldValue
from green.people.model import Actor
from green.store import Query


def draft(query: Query, case: Case) -> Draft:
    """The latest value of every field of the case."""
    rows = query.rows(
        """
        select item, field, id, value, person, recorded_at, on_behalf_of
        from (
            select *, row_number() over (partition by item, field order by id desc) as place
            from answer_event
            where community = $community and programme = $programme and cycle = $cycle
        ) as ordered
        where place = 1
        """,
        community=case.community.id,
        programme=case.programme.id,
        cycle=case.cycle.id,
    )
    return Draft(
        {
            (item, field): FieldValue(event, _read(value), person, recorded_at, behalf)
            for item, field, event, value, person, recorded_at, behalf in rows
        }
    )


def latest(query: Query, case: Case, item: str, field: str) -> FieldValue | None:
    """What one field holds now."""
    row = query.row(
        """
        select id, value, person, recorded_at, on_behalf_of
        from answer_event
        where community = $community and programme = $programme and cycle = $cycle
            and item = $item and field = $field
        order by id desc limit 1
        """,
        community=case.community.id,
        programme=case.programme.id,
        cycle=case.cycle.id,
        item=item,
        field=field,
    )
    return FieldValue(row[0], _read(row[1]), *row[2:]) if row else None


def add_answer(
    query: Query,
    case: Case,
    item: str,
    field: str,
    value: Any,
    based_on: int | None,
    day: date,
    at: datetime,
    actor: Actor,
) -> int:
    """Append a change of one field; returns the new row's id."""
    return query.insert(
        """
        insert into answer_event (
            programme, cycle, community, item, field, value, based_on,
            effective_on, recorded_at, person, on_behalf_of
        )
        values (
            $programme, $cycle, $community, $item, $field, $value, $based_on,
            $day, $at, $person, $on_behalf_of
        )
        returning id
        """,
        programme=case.programme.id,
        cycle=case.cycle.id,
        community=case.community.id,
        item=item,
        field=field,
        value=None if value is None else json.dumps(value, ensure_ascii=False),
        based_on=based_on,
        day=day,
        at=at,
        person=actor.person,
        on_behalf_of=actor.on_behalf_of,
    )


def _read(value: str | None) -> Any:
    return None if value is None else json.loads(value)
