"""Qingyuan's database with one community that every level has agreed to, made once."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from green import clock
from green.standard import loader
from green.store import Store
from tests.database import Days
from tests.once import once
from tests.review.conftest import QINGYUAN, communities
from tests.review.test_chain_walked import to_notice


@pytest.fixture(scope="session")
def waiting_for_notice(guangdong: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy it, never open it; it was made on 1 March 2024."""

    def make(folder: Path) -> None:
        path = Path(shutil.copy(guangdong, folder / "green.duckdb"))
        days = Days(date(2024, 3, 1))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(clock, "now", days.now)
            patch.setattr(clock, "today", days.today)
            store = Store.open(path)
            to_notice(store, communities(store, loader.programme(QINGYUAN))[0])
            store.close()

    folder, _ = once(tmp_path_factory, "waiting-for-notice", make)
    return folder / "green.duckdb"
