"""A Shandong database of each test's own."""

from __future__ import annotations

import pytest

from tests.database import database, english, shandong, store

__all__ = ["database", "english", "shandong", "store"]


@pytest.fixture(autouse=True)
def _english(english: None) -> None:
    """Sentences are compared in English here."""
