"""A community of Jinan in Shandong's programme, on 1 March 2024 until the clock is turned."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from green.assessment.model import Case
from green.store import Store
from tests.database import (
    JIEFANGQIAO,
    Days,
    case_of,
    database,
    days,
    english,
    programme,
    self_declared,
    shandong,
    standard,
    store,
)

__all__ = [
    "case",
    "database",
    "days",
    "english",
    "programme",
    "self_declared",
    "shandong",
    "standard",
    "store",
]


@pytest.fixture(autouse=True)
def _as_it_is_here(days: Days, english: None) -> None:
    """The clock is turned before the store is opened; sentences are compared in English."""


@pytest.fixture
def case(store: Store) -> Case:
    return case_of(store, JIEFANGQIAO)


@pytest.fixture(scope="module")
def opened(shandong: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A database that the tests of a module fill and empty as they need it.

    It has the communities of two streets, two districts and Qingdao alone, so that it is quick.
    """
    path = Path(shutil.copy(shandong, tmp_path_factory.mktemp("planning") / "green.duckdb"))
    store = Store.open(path)
    with store.write() as query:
        query.run(
            """
            delete from community
            where substr(code, 1, 9) not in ('370102001', '370102002', '370105001', '370202001')
            """
        )
    yield store
    store.close()
