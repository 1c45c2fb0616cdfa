"""A Shandong database of each test's own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from green.setup import set_up
from green.store import Query, Store
from tests.database import database, days, english, shandong, store
from tests.once import once

__all__ = ["database", "days", "english", "shandong", "store"]


@pytest.fixture(autouse=True)
def _english(english: None) -> None:
    """Sentences are compared in English here."""


@pytest.fixture(scope="session")
def china(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Query]:
    """All of China, as `init --province all` makes it; one unit of work for who only reads."""
    folder, made = once(
        tmp_path_factory, "china", lambda folder: set_up(folder / "green.duckdb", "all")
    )
    assert (made.province, made.communities) == ("all", 124_649)
    own = Path(shutil.copy(folder / "green.duckdb", tmp_path_factory.mktemp("china")))
    store = Store.open(own)
    with store.read() as query:
        yield query
    store.close()
