"""Measures what a person waits for: `python -m green bench browser`, of Shandong's figures.

A server of its own on the three years of the simulated province, and the Chromium of this
machine, steered by Playwright (both belong to the tools of development). Each turn is a new
window that has never seen the application; times are milliseconds of the window's own clock.
"""

from __future__ import annotations

import json
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
# Who presses a place has looked at the page before.
_LOOKING_MS = 1000
_PAINTED = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
# The window notes itself when what is looked for has come: asking it again and again from outside
# would be answered only where it has nothing better to do.
_NOTE = """([wanted, before]) => {
  const noted = window.noted = {}, began = performance.now();
  const look = () => {
    for (const [name, selector] of Object.entries(wanted)) {
      const found = document.querySelector(selector)?.innerText ?? (
        document.querySelector(selector) && '.');
      if (found && found !== before[name] && !(name in noted))
        noted[name] = performance.now() - (Object.keys(before).length ? began : 0);
    }
  };
  new MutationObserver(look).observe(
    document, {childList: true, subtree: true, characterData: true});
}"""
_NOTED = "names => names.every(name => name in window.noted) && window.noted"
_OF_A_PAGE = {
    "headline": ".st-key-page [data-testid=stMetric]",
    "figures": ".st-key-figures tbody tr",
    "chart": ".st-key-progress_chart .main-svg",
    "map": ".st-key-progress_map .main-svg",
}


def measure(province: str) -> dict[str, Any]:
    """From asking for the page Progress to its first paint, its figures and its pictures; and from
    pressing a city, and a district in it, to the figures of what lies below.

    The first turn, on a server that has shown no page yet, is told apart.

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
    first, *others = turns
    found: dict[str, Any] = {
        f"{name}, after starting the server": round(time, 1) for name, time in first.items()
    }
    return found | {name: told([turn[name] for turn in others]) for name in first}


def _turn(browser: Browser, url: str, token: str) -> dict[str, float]:
    """Open the page in a window without a past, go down twice: name and milliseconds."""
    context = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900})
    cookie = Settings.from_environment().cookie(simulated=False)
    context.add_cookies([{"name": cookie, "value": token, "url": url}])
    page = context.new_page()
    page.add_init_script(f"({_NOTE})({json.dumps([_OF_A_PAGE, {}])})")
    page.goto(f"{url}/progress?as_of={ENDS.isoformat()}", wait_until="commit")
    noted = page.wait_for_function(_NOTED, arg=list(_OF_A_PAGE)).json_value()
    found: dict[str, float] = {"first paint": page.evaluate(_PAINTED), **noted}
    row = page.locator(_OF_A_PAGE["figures"]).first
    for level in ("a city", "a district"):
        page.locator("[data-test-script-state=notRunning]").wait_for()
        page.wait_for_timeout(_LOOKING_MS)
        table = {"figures": _OF_A_PAGE["figures"]}
        page.evaluate(_NOTE, [table, {"figures": row.inner_text()}])
        row.get_by_role("link").first.click()
        noted = page.wait_for_function(_NOTED, arg=["figures"]).json_value()
        found[f"down to {level}"] = noted["figures"]
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
        except OSError:
            if server.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.1)
