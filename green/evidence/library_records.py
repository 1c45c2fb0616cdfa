"""The rows of a library: one function a statement."""

from __future__ import annotations

import json
from typing import Any

from green.assessment.evidence_records import IN_LIBRARY, read_evidence
from green.assessment.model import Case, Evidence
from green.store import Query


def pieces(query: Query, community: int) -> list[tuple[Evidence, Any, int | None]]:
    """What was not taken out, the latest first: the piece, when it came, the one that is newer."""
    rows = query.rows(
        f"""
        select evidence.id, '', evidence.what, evidence.true_as_of, evidence.kept_at,
            evidence.person, evidence.kept_by, file.sha256, file.kind, file.name, file.bytes,
            evidence.recorded_at, newer.evidence
        from evidence
        left join evidence_file as file on file.evidence = evidence.id
        left join evidence_replacement as newer on newer.replaces = evidence.id
        where evidence.community = $community and {IN_LIBRARY}
        order by evidence.id desc
        """,
        community=community,
    )
    return [(read_evidence(row[:11]), row[11], row[12]) for row in rows]


def uses(query: Query, case: Case) -> list[tuple[int, str, str]]:
    """Which piece is attached where in the programme: evidence, cycle, item."""
    return query.rows(
        """
        select evidence, cycle, item
        from (
            select evidence, cycle, item, kind, row_number() over (
                partition by evidence, cycle, item order by id desc
            ) as place
            from evidence_link_event
            where community = $community and programme = $programme
        ) as link
        where place = 1 and kind = 'attach'
        order by evidence, cycle, item
        """,
        community=case.community.id,
        programme=case.programme.id,
    )


def cited_files(query: Query, community: int) -> set[int]:
    """The pieces with a file that anything handed in names, also what was recalled or returned."""
    rows = query.rows(
        """
        select snapshot from submission
        where community = $community and strpos(snapshot, '"file":{') > 0
        """,
        community=community,
    )
    found: set[int] = set()
    for (snapshot,) in rows:
        for one in json.loads(snapshot)["evidence"]:
            if "file" in one:
                found.add(int(one["file"]["evidence"]))
    return found
