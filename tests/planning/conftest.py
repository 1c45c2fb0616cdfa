"""A community of Jinan in Shandong's programme, on 1 March 2024 until the clock is turned."""

from __future__ import annotations

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
