"""What forms are made from, read for many communities at once: one function a statement."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence

from green.assessment.evidence_records import read_evidence
from green.assessment.model import Draft, Evidence, FieldValue, Submission
from green.paper.model import Place
from green.registry.model import Profile
from green.store import Query

_PLACES = """
    select community.id,
        case when city.name in ('市辖区', '县') then province.name else city.name end,
        district.name, street.name, community.name, community.code
    from community
    left join division as province on province.code = substr(community.code, 1, 2)
    left join division as city on city.code = substr(community.code, 1, 4)
    left join division as district on district.code = substr(community.code, 1, 6)
    left join division as street on street.code = substr(community.code, 1, 9)
"""
_WANTED = "(select unnest(cast($ids as bigint[])))"


def places(query: Query, ids: Sequence[int]) -> dict[int, Place]:
    """The communities' names and those of their divisions, by id."""
    rows = query.rows(f"{_PLACES} where community.id in {_WANTED}", ids=list(ids))
    return {row[0]: Place(*(part or "" for part in row[1:])) for row in rows}


def drafts(query: Query, programme: str, cycle: str, ids: Sequence[int]) -> dict[int, Draft]:
    """The latest value of every field in a cycle, by community."""
    rows = query.rows(
        f"""
        select community, item, field, id, value, person, recorded_at, on_behalf_of
        from (
            select *, row_number() over (
                partition by community, item, field order by id desc
            ) as place
            from answer_event
            where programme = $programme and cycle = $cycle and community in {_WANTED}
        ) as ordered
        where place = 1
        """,
        programme=programme,
        cycle=cycle,
        ids=list(ids),
    )
    found: dict[int, dict[tuple[str, str], FieldValue]] = {one: {} for one in ids}
    for community, item, field, event, value, *rest in rows:
        read = None if value is None else json.loads(value)
        found[community][item, field] = FieldValue(event, read, *rest)
    return {community: Draft(fields) for community, fields in found.items()}


def evidence(
    query: Query, programme: str, cycle: str, ids: Sequence[int]
) -> dict[int, list[Evidence]]:
    """The references attached now, oldest first, by community."""
    rows = query.rows(
        f"""
        select link.community, evidence.id, link.item, evidence.what, evidence.true_as_of,
            evidence.kept_at, evidence.person, evidence.kept_by,
            file.sha256, file.kind, file.name, file.bytes
        from (
            select community, evidence, item, kind, row_number() over (
                partition by evidence, item order by id desc
            ) as place
            from evidence_link_event
            where programme = $programme and cycle = $cycle and community in {_WANTED}
        ) as link
        join evidence on evidence.id = link.evidence
        left join evidence_file as file on file.evidence = evidence.id
        where link.place = 1 and link.kind = 'attach'
        order by evidence.id, link.item
        """,
        programme=programme,
        cycle=cycle,
        ids=list(ids),
    )
    found: dict[int, list[Evidence]] = defaultdict(list)
    for community, *rest in rows:
        found[community].append(read_evidence(tuple(rest)))
    return found


def submissions(query: Query, programme: str, ids: Sequence[int]) -> dict[int, list[Submission]]:
    """Everything that was handed in, oldest first, by community."""
    rows = query.rows(
        f"""
        select submission.community, submission.id, submission.cycle, submission.outcome,
            submission.standard_sha256, submission.snapshot, submission.sha256,
            submission.effective_on, submission.recorded_at, submission.person,
            (
                select min(submission_event.effective_on) from submission_event
                where submission_event.submission = submission.id
                    and submission_event.kind = 'recall'
            )
        from submission
        where submission.programme = $programme and submission.community in {_WANTED}
        order by submission.id
        """,
        programme=programme,
        ids=list(ids),
    )
    found: dict[int, list[Submission]] = defaultdict(list)
    for community, *rest in rows:
        found[community].append(Submission(*rest))
    return found


def profiles(query: Query, ids: Sequence[int]) -> dict[int, Profile]:
    """The latest profile of each community that has one."""
    rows = query.rows(
        f"""
        select community, quarters, households, residents, floor_area, built_from, built_to, kind
        from (
            select *, row_number() over (partition by community order by id desc) as place
            from profile_event where community in {_WANTED}
        ) as ordered
        where place = 1
        """,
        ids=list(ids),
    )
    return {row[0]: Profile(*row[1:]) for row in rows}
