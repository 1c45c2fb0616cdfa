"""What tests of simulated and real data side by side look at: rows, figures, pictures."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from green.assessment.programmes import programme_here
from green.progress.figures import progress
from green.store import Store, shared
from tests.database import rows
from tests.pages.visit import Visit, unlinked

TABLES = (
    *("enrolment_event", "profile_event", "answer_event", "evidence", "evidence_link_event"),
    *("submission", "submission_item", "submission_event", "standard_text", "denominator"),
    *("community", "division", "simulation"),
)


def content(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Every row that anybody could have entered."""
    return {table: rows(store, f"select * from {table} order by all") for table in TABLES}


def counts(store: Store) -> dict[str, int]:
    return {table: rows(store, f"select count(*) from {table}")[0][0] for table in TABLES}


def one_that(path: Path, condition: str) -> str:
    """The code of the first simulated community about which this is so."""
    found = rows(
        shared(path),
        f"select code from community where {condition} order by code limit 1",
    )
    return str(found[0][0])


NEVER = "id not in (select community from enrolment_event)"
STANDING = """
    id in (
        select community from submission where outcome = 'meets' and cycle = '2022'
            and id not in (select submission from submission_event)
            and id not in (select submission from decision)
    )
"""


def images(page: Visit) -> list[Any]:
    """The pictures of the page, in order."""
    return [one.proto.imgs[0] for one in page.app.main if one.type == "image"]


def figures(path: Path, as_of: date) -> Any:
    with shared(path).read() as query:
        return progress(query, programme_here(query), as_of=as_of, monthly=True)


def shown(page: Visit) -> list[list[str]]:
    return [list(map(unlinked, row)) for row in page.app.table[0].value.to_numpy()]
