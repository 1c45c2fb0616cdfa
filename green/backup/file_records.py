"""Which files of evidence a database names."""

from __future__ import annotations

from green.store import Query


def named(query: Query) -> dict[str, int]:
    """The bytes of every file that some evidence is, by its hash; erased ones are not named."""
    rows = query.rows(
        """
        select sha256, max(bytes) from evidence_file
        where not exists (
            select 1 from evidence_end
            where evidence_end.evidence = evidence_file.evidence and evidence_end.is_erased
        )
        group by sha256
        order by sha256
        """
    )
    return {sha256: int(number) for sha256, number in rows}
