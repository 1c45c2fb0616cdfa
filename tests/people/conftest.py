"""Shandong with nobody's account but those a test makes, on 1 March 2024 until it is turned."""

from __future__ import annotations

from pathlib import Path

import pytest

from green.setup import set_up
from tests.database import Days, database, days, english, store
from tests.once import once

__all__ = ["database", "days", "english", "store"]


@pytest.fixture(autouse=True)
def _as_it_is_here(days: Days, english: None) -> None:
    """The clock is turned before the store is opened; sentences are compared in English."""


@pytest.fixture(scope="session")
def shandong(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database as the first start makes it; copy it, never open it."""
    folder, _ = once(
        tmp_path_factory, "shandong-of-nobody", lambda folder: set_up(folder / "green.duckdb")
    )
    return folder / "green.duckdb"
