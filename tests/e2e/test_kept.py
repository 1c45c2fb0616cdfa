"""What was answered outlives the server, and a start that cannot be says why."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from green.store import Store
from tests.e2e.conftest import ROOT, Server
from tests.e2e.walker import WALK, Walker, read_rows

if TYPE_CHECKING:
    from playwright.sync_api import Page

ANSWERS = 20


def test_every_answer_on_the_wheel_is_there_after_the_server_was_killed(
    start_server: Callable[..., Server], page: Page
) -> None:
    server = start_server()
    walker = Walker(page, server.url).open().enrol()
    walker.open(WALK)
    given = []
    for number in range(ANSWERS):
        ref, value = ("1", "2", "3")[number % 3], ("met", "partly", "unmet")[number // 3 % 3]
        walker.press(walker.choice(ref, value))
        given.append((ref, value))
        # The wheel says what is stored; only then is the answer given, and the next one pressed.
        walker.wheel_shows({one: {"status": status} for one, status in dict(given).items()})
    server.kill()
    rows = read_rows(server.database, "select item, value from answer_event order by id")
    refs = {"co-creation": "1", "deliberation": "2", "designers": "3"}
    assert [(refs[item], value) for item, value in rows] == [
        (ref, f'{{"status": "{value}"}}') for ref, value in given
    ]
    server.start()
    walker.open(WALK)
    last = dict(given)
    walker.wheel_shows({ref: {"status": value} for ref, value in last.items()})


def test_the_first_start_makes_a_database_with_all_of_shandong(
    start_server: Callable[..., Server], page: Page
) -> None:
    server = start_server(empty=True)
    walker = Walker(page, server.url, stranger=True).open(community=None)
    walker.part("build_simulated").wait_for()
    server.stop()
    assert read_rows(server.database, "select count(*) from community") == [(6977,)]


def refused(database: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """What starting the app on this database says, where it cannot start."""
    return subprocess.run(
        [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless", "true", *options],
        cwd=ROOT,
        env=os.environ | {"GREEN_DB": str(database)},
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )


def test_the_app_does_not_start_for_other_machines_to_reach(tmp_path: Path) -> None:
    database = tmp_path / "green.duckdb"
    said = refused(database, "--server.address", "0.0.0.0", "--server.port", "8593")  # noqa: S104
    assert said.returncode == 1
    assert "127.0.0.1" in said.stderr
    assert "Traceback" not in said.stderr
    assert not database.exists()


@pytest.mark.parametrize("trouble", ["damaged", "newer", "locked"])
def test_a_database_that_cannot_be_used_ends_the_start_with_a_sentence(
    trouble: str, new_database: Path, tmp_path: Path
) -> None:
    database = tmp_path / "green.duckdb"
    database.write_bytes(new_database.read_bytes())
    holder = Store.open(database)
    if trouble == "newer":
        with holder.write() as query:
            query.run("insert into migration values (9999, 'of a later year', current_timestamp)")
    if trouble != "locked":
        holder.close()
    if trouble == "damaged":
        database.write_bytes(b"no database " * 1000)
    said = refused(database, "--server.port", "8594")
    holder.close()
    assert said.returncode == 1
    assert str(database) in said.stderr
    assert "Traceback" not in said.stderr
