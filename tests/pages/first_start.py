"""What tests of the first start and of other provinces share: jobs awaited, what lies where."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from green.store import shared
from green.store.store import _opened
from green.ui import jobs
from tests.database import rows
from tests.pages.visit import Visit

Open = Callable[..., Visit]
DATA = "admin/data.py"
SIMULATE, SET_UP = "simulate", "set_up"
TIBET = "54"
LONG = 180.0
CHINESE = re.compile(r"[\u3400-\u9fff]")


@pytest.fixture(autouse=True)
def no_job_outlives_its_test(database: Path) -> Iterator[None]:
    yield
    for name in (SIMULATE, SET_UP):
        wait_for(name)
        jobs.forget(name)
    for path in [path for path in _opened if path.parent == database.parent]:
        if path != database:
            _opened.pop(path).close()


def wait_for(name: str) -> None:
    """Until the work of this name has ended."""
    for thread in threading.enumerate():
        if thread.name == name:
            thread.join(LONG)
            assert not thread.is_alive()


def keys(page: Visit) -> list[str]:
    """The keys of all widgets of the page, in the order in which they are read."""
    return [one.key for one in page.app.main if getattr(one, "key", None)]


def count(path: Path, table: str) -> int:
    return int(rows(shared(path), f"select count(*) from {table}")[0][0])


def beside(path: Path) -> list[str]:
    """What is in the database's folder, without the journal of one that is open."""
    return sorted(found.name for found in path.parent.iterdir() if found.suffix != ".wal")


def province(path: Path) -> str:
    (found,) = rows(shared(path), "select distinct substr(code, 1, 2) from community")
    return str(found[0])


def exchange(page: Visit, chosen: str) -> Visit:
    """Choose another province and wait until the page has gone on."""
    page.give("province", chosen).press("set_up")
    wait_for(SET_UP)
    return page.run()
