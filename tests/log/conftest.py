"""Empty databases of each test's own, under a clock that stands on 1 March 2024."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from green.store import Store
from tests.database import Days, days, english

__all__ = ["days", "english", "path", "store"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "green.duckdb"


@pytest.fixture
def store(days: Days, english: None, path: Path) -> Iterator[Store]:
    opened = Store.open(path, create=True)
    yield opened
    opened.close()
