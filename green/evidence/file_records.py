"""The rows of files: one function a statement."""

from __future__ import annotations

from dataclasses import dataclass

from green.assessment.evidence_records import IS_KEPT
from green.assessment.model import EvidenceFile
from green.store import Query


@dataclass(frozen=True)
class Noted:
    """A file as its row has it: whose it is, and who brought it. `place` is a community's code."""

    evidence: int
    place: str
    person: str
    file: EvidenceFile
    is_erased: bool


_NOTED = """
    select file.evidence, community.code, file.person, file.sha256, file.kind, file.name,
        file.bytes, coalesce(gone.is_erased, false)
    from evidence_file as file
    join community on community.id = file.community
    left join evidence_end as gone on gone.evidence = file.evidence
"""


def noted(query: Query, evidence_id: int) -> Noted | None:
    """The file of a piece, None if there is no such piece or it has none."""
    row = query.row(f"{_NOTED} where file.evidence = $evidence", evidence=evidence_id)
    return _read(row) if row else None


def arrived(query: Query, upload: str) -> Noted | None:
    """The file that an arrival became, None if it has not come to its end."""
    row = query.row(f"{_NOTED} where file.upload = $upload", upload=upload)
    return _read(row) if row else None


def all_noted(query: Query) -> list[Noted]:
    """All files there ever were, by their pieces' ids."""
    return [_read(row) for row in query.rows(f"{_NOTED} order by file.evidence")]


def is_noted(query: Query, sha256: str) -> bool:
    """Whether any piece that was not erased has this content."""
    return bool(
        query.value(
            f"""
            select exists (
                select 1 from evidence_file where sha256 = $sha256 and {IS_KEPT}
            )
            """,
            sha256=sha256,
        )
    )


def named(query: Query) -> dict[str, int]:
    """The bytes of every file that some evidence is, by its hash; erased ones are not named."""
    rows = query.rows(
        f"""
        select sha256, max(bytes) from evidence_file
        where {IS_KEPT}
        group by sha256
        order by sha256
        """
    )
    return {sha256: int(number) for sha256, number in rows}


def _read(row: tuple[object, ...]) -> Noted:
    evidence, place, person, *kept, is_erased = row
    assert isinstance(evidence, int)
    return Noted(evidence, str(place), str(person), EvidenceFile(*kept), bool(is_erased))  # type: ignore[arg-type]
