"""Divisions as the registry has them, to lay beside the map."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq  # type: ignore[import-untyped, unused-ignore]
import pytest

from green.registry.model import Division
from tests.database import english

__all__ = ["english"]

DATA = Path(__file__).resolve().parents[2] / "data"


@pytest.fixture(autouse=True)
def _english(english: None) -> None:
    """Sentences are compared in English here."""


@pytest.fixture(scope="session")
def divisions() -> tuple[Division, ...]:
    """Provinces, cities and districts of the whole country."""
    rows = pq.read_table(DATA / "registry" / "divisions.parquet").to_pylist()
    return tuple(
        Division(row["code"], row["name"], row["level"]) for row in rows if row["level"] != "street"
    )
