"""A real server and a real browser.

Every test of this folder that opens a window is a browser test; the others run with the rest.
`page` is a fresh browser window, `server` a server shared by the tests of one module;
`start_server` gives a test one of its own, to be killed or started without a database. Playwright
is imported late, so that where it is missing the tests are skipped by name.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from green.people import accounts, records, tokens
from green.settings import DEFAULT_PROVINCE, DEFAULT_SEED, Settings
from green.store import Store
from green.ui.chromium import HERE, OPTIONS, find_chromium
from tests.database import LOCAL, PASSWORD, SELF_DECLARED, SESSION, all_roles, quick_hash
from tests.e2e.forked import Forked
from tests.simulation.worlds import build

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 90
WAIT_MS = 20_000

# On a deep link Streamlit's front end first asks for these below the page's own path, where they
# are not; it then asks at the root. Nothing else may fail.
ASKED_IN_VAIN = ("/_stcore/health", "/_stcore/host-config")


def pytest_itemcollected(item: pytest.Item) -> None:
    if "browser" in getattr(item, "fixturenames", ()):
        item.add_marker("browser")


class Server:
    """`streamlit run app.py` on a port of its own, with a database that outlives it.

    `app` names another app to run, from the repository's root.
    """

    def __init__(self, database: Path, folder: Path, app: str = "app.py") -> None:
        self.database = database
        self._app = app
        self.environment: dict[str, str] = {}
        # By how many days its clock is ahead of the machine's.
        self.days_ahead = 0
        # Whether it is started as people start it, although that takes longer.
        self.starts_from_nothing = False
        self._folder = folder
        self._process: subprocess.Popen[bytes] | Forked | None = None
        self.port = free_port()

    @property
    def url(self) -> str:
        return f"http://{HERE}:{self.port}"

    @property
    def log(self) -> str:
        """What the server has printed since its first start."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    @property
    def home(self) -> Path:
        """Where the server looks for the settings and secrets of who starts it."""
        return self._folder / "home"

    @property
    def _log(self) -> Path:
        return self._folder / "server.log"

    def start(self) -> None:
        """Start, and return when it answers; fails with its log when it ends or takes too long."""
        self.home.mkdir(exist_ok=True)
        self._log.touch()
        own = {"GREEN_DB": str(self.database), "HOME": str(self.home)}
        arguments = ["run", self._app, "--server.port", str(self.port)]
        arguments += ["--server.headless", "true"]
        if self.environment or self.days_ahead or self.starts_from_nothing:
            self._process = self._from_nothing(arguments, own | self.environment)
        else:
            self._process = Forked(arguments, os.environ | own, self._log)
        deadline = time.monotonic() + START_SECONDS
        while not answers(f"{self.url}/_stcore/health"):
            if ended_within(self._process, 0.1):
                pytest.fail(f"The server ended as it started:\n{self.log}", pytrace=False)
            if time.monotonic() > deadline:
                self.kill()
                pytest.fail(f"No answer after {START_SECONDS} s:\n{self.log}", pytrace=False)

    def _from_nothing(self, arguments: list[str], own: dict[str, str]) -> subprocess.Popen[bytes]:
        later = ("tests.e2e.later", str(self.days_ahead))
        with self._log.open("ab") as log:
            return subprocess.Popen(
                [
                    *(sys.executable, "-m", *(later if self.days_ahead else ("streamlit",))),
                    *arguments,
                ],
                cwd=ROOT,
                env=os.environ | own,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def kill(self) -> None:
        """End it at once, as a power cut would (kill -9)."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def restart(self) -> None:
        """Kill it and start it again on the same database and port."""
        self.kill()
        self.start()

    def stop(self) -> None:
        """End it as a person would, by force if it does not listen."""
        if self._process is not None:
            self._process.terminate()
            ended_within(self._process, 10)
            self.kill()


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as free:
        free.bind((HERE, 0))
        return int(free.getsockname()[1])


def answers(address: str) -> bool:
    """Whether something answers there."""
    try:
        with urlopen(address, timeout=5) as answer:  # noqa: S310 servers of the tests
            return bool(answer.status == 200)
    except OSError:
        return False


def ended_within(process: subprocess.Popen[bytes] | Forked, seconds: float) -> bool:
    """Whether a process ends by itself in that time."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    return True


@pytest.fixture(scope="session")
def new_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database for Shandong with one account and nothing entered, made once; tests get copies.

    The account is signed in: `SESSION` is its cookie, which a `Walker` brings along.
    """
    path = tmp_path_factory.mktemp("new") / "green.duckdb"
    command = [sys.executable, "-m", "green", "init", "--db", str(path)]
    command += ["--programme", SELF_DECLARED]
    made = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    store = Store.open(path)
    all_roles(store, LOCAL)
    with store.write() as query:
        records.set_credential(query, LOCAL.person, quick_hash(PASSWORD), "data")
        begun = accounts.begin_session(query, LOCAL.person, "password")
        query.run(
            "update session set token_hash = $known where token_hash = $begun",
            known=tokens.hash_of(SESSION),
            begun=tokens.hash_of(begun),
        )
    store.close()
    return path


@pytest.fixture
def start_server(new_database: Path, tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Start a server; `empty=True` leaves it to make its database, as on the first start.

    `prepare` is given the store before the server opens it.
    """
    started: list[Server] = []

    def start(*, empty: bool = False, prepare: Callable[[Store], None] | None = None) -> Server:
        folder = tmp_path / f"server-{len(started)}"
        folder.mkdir()
        server = new_server(folder, None if empty else new_database)
        server.starts_from_nothing = empty
        if prepare is not None:
            store = Store.open(server.database)
            prepare(store)
            store.close()
        started.append(server)
        server.start()
        return server

    yield start
    for server in started:
        server.stop()


@pytest.fixture(scope="module")
def server(new_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server, with a database of its own, for the tests of a module."""
    server = new_server(tmp_path_factory.mktemp("server"), new_database)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def simulated_server(
    new_database: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """One server with a simulated Shandong beside its database, for all who only look."""
    server = new_server(tmp_path_factory.mktemp("simulated"), new_database)
    made = build(tmp_path_factory, DEFAULT_PROVINCE, DEFAULT_SEED)
    shutil.copy(made.path, Settings(server.database).simulated)
    server.start()
    yield server
    server.stop()


def new_server(folder: Path, database: Path | None) -> Server:
    """A server that is not started yet, on a copy of the database or on none."""
    path = folder / "green.duckdb"
    if database is not None:
        shutil.copyfile(database, path)
    return Server(path, folder)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=WAIT_MS)
    with sync_playwright() as playwright:
        program = playwright.chromium.launch(executable_path=find_chromium(), args=OPTIONS)
        yield program
        program.close()


@pytest.fixture
def console_errors() -> list[str]:
    """What pages have complained about in the browser's console; filled as the test goes on."""
    return []


@pytest.fixture
def outside_requests() -> list[str]:
    """Addresses on other machines that pages have asked for; filled as the test goes on."""
    return []


@pytest.fixture
def open_page(
    browser: Browser, console_errors: list[str], outside_requests: list[str]
) -> Iterator[Callable[..., Page]]:
    """Open a window with cookies of its own; keywords go to the browser's context.

    `open_page(viewport={"width": 390, "height": 844}, has_touch=True)` is a phone.
    """
    contexts = []

    def complain(message: ConsoleMessage) -> None:
        address = str(message.location.get("url", ""))
        if message.type == "error" and not _asked_in_vain(message.text, address):
            console_errors.append(f"{message.text} ({address})")

    def record(address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname != HERE:
            outside_requests.append(address)

    def open_one(**options: object) -> Page:
        context = browser.new_context(
            **{"locale": "zh-CN", "viewport": {"width": 1280, "height": 900}} | options
        )
        context.set_default_timeout(WAIT_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("console", complain)
        page.on("pageerror", lambda error: console_errors.append(str(error)))
        page.on("request", lambda request: record(request.url))
        page.on("websocket", lambda socket: record(socket.url))
        return page

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """A window on a desktop screen, in Chinese."""
    return open_page()


def _asked_in_vain(text: str, address: str) -> bool:
    path = urlsplit(address).path
    return "404" in text and path.endswith(ASKED_IN_VAIN) and path not in ASKED_IN_VAIN
