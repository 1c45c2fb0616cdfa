"""A store with an administrator of one district, on a database of each test's own."""

from __future__ import annotations

import pytest

from green.people.model import Actor
from green.store import Store
from tests.database import database, english, let_in, shandong, store

__all__ = ["database", "english", "shandong", "store"]


@pytest.fixture
def district(store: Store) -> Actor:
    """The administrator of 历下区."""
    actor = Actor("lixia")
    let_in(store, actor, role="administrator", scope="370102")
    return actor
