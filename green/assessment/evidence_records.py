"""The rows of evidence: one function a statement."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from green.assessment.model import Case, Evidence, EvidenceFile
from green.people.model import Actor
from green.store import Query

# Of `evidence_file`: that its content was not removed.
IS_KEPT = """not exists (
    select 1 from evidence_end
    where evidence_end.evidence = evidence_file.evidence and evidence_end.is_erased
)"""
# Of `evidence`: that it was not taken out of the library.
IN_LIBRARY = """not exists (
    select 1 from evidence_end where evidence_end.evidence = evidence.id
)"""


def evidence(query: Query, case: Case) -> list[Evidence]:
    """The references attached to the case's items now, oldest first."""
    rows = query.rows(
        """
        select evidence.id, link.item, evidence.what, evidence.true_as_of, evidence.kept_at,
            evidence.person, evidence.kept_by, file.sha256, file.kind, file.name, file.bytes
        from (
            select evidence, item, kind, row_number() over (
                partition by evidence, item order by id desc
            ) as place
            from evidence_link_event
            where community = $community and programme = $programme and cycle = $cycle
        ) as link
        join evidence on evidence.id = link.evidence
        left join evidence_file as file on file.evidence = evidence.id
        where link.place = 1 and link.kind = 'attach'
        order by evidence.id, link.item
        """,
        community=case.community.id,
        programme=case.programme.id,
        cycle=case.cycle.id,
    )
    return [read_evidence(row) for row in rows]


def read_evidence(row: tuple[Any, ...]) -> Evidence:
    """A row of id, item, what, true as of, kept at, person, kept by, and four columns of a file."""
    identity, item, what, true_as_of, kept_at, person, kept_by, *kept = row
    file = EvidenceFile(*kept) if kept[0] else None
    return Evidence(identity, item, what, true_as_of, kept_at, person, file, kept_by or "")


def add_evidence(
    query: Query,
    case: Case,
    what: str,
    true_as_of: date,
    kept_at: str,
    kept_by: str,
    at: datetime,
    actor: Actor,
) -> int:
    """Append a reference to the community's evidence; returns its id."""
    return query.insert(
        """
        insert into evidence (
            community, what, true_as_of, kept_at, kept_by, recorded_at, person
        )
        values ($community, $what, $true_as_of, $kept_at, $kept_by, $at, $person)
        returning id
        """,
        community=case.community.id,
        what=what,
        true_as_of=true_as_of,
        kept_at=kept_at,
        kept_by=kept_by or None,
        at=at,
        person=actor.person,
    )


def add_evidence_link(
    query: Query,
    case: Case,
    evidence_id: int,
    item: str,
    kind: str,
    day: date,
    at: datetime,
    actor: Actor,
) -> None:
    query.run(
        """
        insert into evidence_link_event (
            evidence, programme, cycle, community, item, kind, effective_on, recorded_at, person
        )
        values ($evidence, $programme, $cycle, $community, $item, $kind, $day, $at, $person)
        """,
        evidence=evidence_id,
        programme=case.programme.id,
        cycle=case.cycle.id,
        community=case.community.id,
        item=item,
        kind=kind,
        day=day,
        at=at,
        person=actor.person,
    )


def add_file(
    query: Query, case: Case, evidence_id: int, file: EvidenceFile, upload: str, actor: Actor
) -> None:
    query.run(
        """
        insert into evidence_file (
            evidence, community, sha256, kind, name, bytes, upload, recorded_at, person
        )
        values (
            $evidence, $community, $sha256, $kind, $name, $bytes, $upload, $at, $person
        )
        """,
        evidence=evidence_id,
        community=case.community.id,
        sha256=file.sha256,
        kind=file.kind,
        name=file.name,
        bytes=file.bytes,
        upload=upload,
        at=query.at,
        person=actor.person,
    )


def filled(query: Query, community: int) -> tuple[int, int]:
    """How many files a community's library has, and their bytes; the same content counts once."""
    row = query.row(
        f"""
        select count(*), coalesce(sum(bytes), 0)
        from (
            select distinct sha256, bytes from evidence_file
            where community = $community and {IS_KEPT}
        ) as kept
        """,
        community=community,
    )
    assert row is not None
    return int(row[0]), int(row[1])


def uploaded(query: Query, upload: str) -> int | None:
    """The evidence that an arrival became, None if it has not come to its end."""
    row = query.row("select evidence from evidence_file where upload = $upload", upload=upload)
    return int(row[0]) if row else None


def add_replacement(query: Query, evidence_id: int, replaces: int, actor: Actor) -> None:
    query.run(
        """
        insert into evidence_replacement (evidence, replaces, recorded_at, person)
        values ($evidence, $replaces, $at, $person)
        """,
        evidence=evidence_id,
        replaces=replaces,
        at=query.at,
        person=actor.person,
    )


def replacements(query: Query, community: int) -> dict[int, int]:
    """Which piece of a community's stands in for which older one: older id to newer."""
    rows = query.rows(
        """
        select evidence_replacement.replaces, evidence_replacement.evidence
        from evidence_replacement
        join evidence on evidence.id = evidence_replacement.evidence
        where evidence.community = $community
        """,
        community=community,
    )
    return {int(older): int(newer) for older, newer in rows}


def taken_out(query: Query, community: int) -> set[int]:
    """The pieces of a community that are no longer in its library."""
    rows = query.rows(
        """
        select evidence_end.evidence
        from evidence_end join evidence on evidence.id = evidence_end.evidence
        where evidence.community = $community
        """,
        community=community,
    )
    return {int(row[0]) for row in rows}


def add_end(query: Query, evidence_id: int, actor: Actor, *, is_erased: bool) -> None:
    query.run(
        """
        insert into evidence_end (evidence, is_erased, recorded_at, person)
        values ($evidence, $is_erased, $at, $person)
        """,
        evidence=evidence_id,
        is_erased=is_erased,
        at=query.at,
        person=actor.person,
    )


def piece(query: Query, community: int, evidence_id: int) -> Evidence | None:
    """One piece of a community's library, at no item; None if there is none of that id."""
    row = query.row(
        f"""
        select evidence.id, '', evidence.what, evidence.true_as_of, evidence.kept_at,
            evidence.person, evidence.kept_by, file.sha256, file.kind, file.name, file.bytes
        from evidence
        left join evidence_file as file on file.evidence = evidence.id
        where evidence.id = $evidence and evidence.community = $community
            and {IN_LIBRARY}
        """,
        evidence=evidence_id,
        community=community,
    )
    return read_evidence(row) if row else None
