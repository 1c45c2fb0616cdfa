"""A community of Jinan in Shandong's programme, on 1 March 2022 until the clock is turned."""

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
    shandong,
    standard,
    store,
)

__all__ = ["case", "database", "days", "english", "programme", "shandong", "standard", "store"]


@pytest.fixture(autouse=True)
def _english(english: None) -> None:
    """Sentences are compared in English here."""


@pytest.fixture
def case(store: Store, days: Days) -> Case:
    return case_of(store, JIEFANGQIAO)
