"""Shandong with nobody's accounts but those a test makes, on 1 March 2024 until it is turned."""

from __future__ import annotations

import pytest

from tests.database import (
    Days,
    database,
    days,
    english,
    programme,
    shandong,
    standard,
    store,
)

__all__ = ["database", "days", "english", "programme", "shandong", "standard", "store"]


@pytest.fixture(autouse=True)
def _as_it_is_here(days: Days, english: None) -> None:
    """The clock is turned before the store is opened; sentences are compared in English."""
