"""Small simulated provinces, each opened once for all tests of this folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.database import english, shandong
from tests.simulation.worlds import World, open_world

__all__ = ["english", "shandong"]


def pytest_itemcollected(item: pytest.Item) -> None:
    item.add_marker("thorough")


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str, int], World]]:
    """The simulated world of a province and a seed."""
    opened: dict[tuple[str, int], World] = {}

    def find(province: str, seed: int) -> World:
        if (province, seed) not in opened:
            opened[province, seed] = open_world(tmp_path_factory, province, seed)
        return opened[province, seed]

    yield find
    for one in opened.values():
        one.store.close()
