"""Shandong with as many communities as a test needs that have attained the standard."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest

from green.standard import loader
from green.standard.programme import Programme
from green.store import Store
from tests.database import (
    SELF_DECLARED,
    SHANDONG,
    Days,
    database,
    days,
    english,
    morning,
    self_declared,
    shandong,
    store,
)

__all__ = ["attain", "database", "days", "english", "programme", "shandong", "store"]


@pytest.fixture(autouse=True)
def _as_it_is_here(days: Days, english: None) -> None:
    """The clock is turned before the store is opened; sentences are compared in English."""


@pytest.fixture
def programme() -> Programme:
    """Shandong's targets, over what communities declare."""
    return self_declared().model_copy(update={"targets": loader.programme(SHANDONG).targets})


@pytest.fixture
def attain(store: Store) -> Callable[..., None]:
    """Adds rows as they are: the first `n` communities of a scope take part and hand in."""

    def add(
        n: int,
        scope: str = "37",
        day: date = date(2021, 6, 1),
        *,
        outcome: str = "meets",
        recorded_at: datetime | None = None,
    ) -> None:
        given = {
            "n": n,
            "scope": scope + "%",
            "day": day,
            "at": recorded_at or morning(day),
            "programme": SELF_DECLARED,
        }
        chosen = (
            "(select id from community where code like $scope order by code limit $n) as chosen"
        )
        with store.write() as query:
            query.run(
                f"""
                insert into enrolment_event
                    (programme, community, kind, effective_on, recorded_at, person)
                select $programme, id, 'enrol', $day, $at, 'local' from {chosen}
                """,
                **given,
            )
            query.run(
                f"""
                insert into submission
                    (programme, cycle, community, outcome, standard_sha256, snapshot, sha256,
                     effective_on, recorded_at, person)
                select $programme, '2021', id, $outcome, '', '', '', $day, $at, 'local'
                from {chosen}
                """,
                outcome=outcome,
                **given,
            )

    return add
