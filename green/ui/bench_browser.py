"""Measures what a person waits for: `python -m green bench browser`, of Shandong's figures.

A server of its own on the three years of the simulated province, and the Chromium of this
machine, steered by Playwright (both belong to the tools of development). Each turn is a new
window that has never seen the application; times are milliseconds of the window's own clock.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import URLError
from urllib.request import urlopen

from green.errors import Problem, Refused
from green.people import accounts
from green.settings import DEFAULT_SEED, ROOT, Settings
from green.simulation.build import simulate
from green.simulation.pace import ENDS
from green.texts import lazy
from green.ui.bench import BENCH, sitting_at, told
from green.ui.chromium import HERE, OPTIONS, find_chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser

RUNS = 20
_START_SECONDS = 90
_PAINTED = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
_NOW = "performance.now()"


def measure(province: str) -> dict[str, Any]:
    """From asking for the page Progress to its first paint and to its figures; and from pressing a
    city, and a district in it, to the figures of what lies below.

    Raises `Refused` where Playwright or Chromium is missing.
    """
    program = find_chromium()
    if program is None or find_spec("playwright") is None:
        raise Refused(
            Problem(
                lazy("There is no browser to measure with."),
                mend=lazy("Install Chromium and requirements-dev.txt."),
            )
        )
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 not a library of the app

    with (
        tempfile.TemporaryDirectory() as folder,
        _served(Path(folder), province) as (url, token),
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=program, args=OPTIONS)
        turns = [_turn(browser, url, token) for _run in range(RUNS + 1)]
        browser.close()
    # The first turn is the server's first page at all.
    first, *others = turns
    found: dict[str, Any] = {
        f"{name}, after starting the server": round(first[name], 1) for name in _OF_A_PAGE
    }
    return found | {name: told([turn[name] for turn in others]) for name in first}


_OF_A_PAGE = ("first paint", "figures")


def _turn(browser: Browser, url: str, token: str) -> dict[str, float]:
    """Open the page in a window without a past, go down twice: name and milliseconds."""
    context = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900})
    cookie = Settings.from_environment().cookie(simulated=False)
    context.add_cookies([{"name": cookie, "value": token, "url": url}])
    page = context.new_page()
    page.goto(f"{url}/progress?as_of={ENDS.isoformat()}", wait_until="commit")
    rows = page.locator(".st-key-figures tbody tr")
    rows.nth(1).wait_for()
    shown = page.evaluate(_NOW)
    found = {"first paint": page.evaluate(_PAINTED), "figures": shown}
    way = page.locator(".st-key-way strong")
    for level in ("a city", "a district"):
        page.locator("[data-test-script-state=notRunning]").wait_for()
        link = rows.nth(0).get_by_role("link").first
        name = link.inner_text()
        began = page.evaluate(_NOW)
        link.click()
        way.filter(has_text=name).wait_for()
        # The table of before is gone once its first place is another.
        rows.nth(0).filter(has_not_text=name).wait_for()
        found[f"down to {level}"] = page.evaluate(_NOW) - began
    context.close()
    return found


@contextmanager
def _served(folder: Path, province: str) -> Iterator[tuple[str, str]]:
    """The address of a server with the simulated province, and a session there."""
    database = folder / "bench.duckdb"
    simulate(database, province, DEFAULT_SEED)
    with sitting_at(database, "viewer") as store, store.write() as query:
        token = accounts.begin_session(query, BENCH.person, "password")
    with socket.socket() as free:
        free.bind((HERE, 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(  # noqa: S603 our own command
        [
            *(sys.executable, "-m", "streamlit", "run", "app.py"),
            *("--server.port", str(port), "--server.headless", "true"),
        ],
        cwd=ROOT,
        env=os.environ | {"GREEN_DB": str(database)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{url}/_stcore/health", server)
        yield url, token
    finally:
        server.terminate()
        server.wait()


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    """Return once it answers; raises what the last try met when the server ends or is too slow."""
    deadline = time.monotonic() + _START_SECONDS
    while True:
        try:
            with urlopen(address, timeout=5):  # noqa: S310 a server of our own
                return
        except URLError:
            if server.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.1)
