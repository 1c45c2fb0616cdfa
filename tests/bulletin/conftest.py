"""The simulated Shandong, and a store of each test's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from green.bulletin.gathering import gather
from green.bulletin.model import Bulletin, Period
from tests.database import database, english, shandong, store
from tests.simulation.conftest import world
from tests.simulation.worlds import SHANDONG, World

__all__ = ["database", "english", "shandong", "store", "world"]


@pytest.fixture(scope="session")
def province(world: Callable[[str, int], World]) -> World:
    """Shandong with a history, read only."""
    return world(SHANDONG, 8)


@pytest.fixture(scope="session")
def quarter(province: World) -> Bulletin:
    """The bulletin of Jinan for the last quarter of 2022."""
    period = Period(date(2022, 10, 1), date(2022, 12, 31))
    with province.read() as query:
        return gather(query, province.programme, "3701", period)
