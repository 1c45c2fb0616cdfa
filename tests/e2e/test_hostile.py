"""What somebody tries who does not use a browser: connections and requests made by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from httpx import Client

from green.store import Store
from tests.api.visitor import add_account
from tests.database import JIEFANGQIAO, QINGDAO
from tests.e2e.conftest import Server, new_server
from tests.e2e.wire import Wire, client, files, post, sign_in

# The addresses of the pages, and those that Streamlit's old way of serving pages had.
PAGES = ("", "self-assessment", "progress", "people", "denominators", "log", "data")
OLD = ("main", "pages/main", "pages/people", "bureau/progress", "community/home", "people/people")
PRIVATE = ("济南", "解放桥", "wang.fang", "admin")


@pytest.fixture(scope="module")
def server(new_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server with an administrator, an officer and a viewer."""
    found = new_server(tmp_path_factory.mktemp("hostile"), new_database)
    store = Store.open(found.database)
    add_account(store, "admin", "administrator")
    add_account(store, "wang.fang", "officer", JIEFANGQIAO)
    add_account(store, "viewer", "viewer", "3701")
    store.close()
    found.start()
    yield found
    found.stop()


@pytest.fixture
def come(server: Server) -> Iterator[Callable[..., Client]]:
    """Cookies of one's own: somebody's who has signed in, or nobody's."""
    with ExitStack() as opened:

        def open_one(name: str | None = None) -> Client:
            found = opened.enter_context(client(server.url))
            if name:
                sign_in(found, name)
            return found

        yield open_one


@pytest.fixture
def dial(server: Server) -> Iterator[Callable[..., Wire]]:
    """Open a connection to a page, with a browser's cookies or none."""
    opened: list[Wire] = []

    def open_one(page: str = "", browser: object = None) -> Wire:
        found = Wire(server.url, browser, page)  # type: ignore[arg-type]
        opened.append(found)
        return found

    yield open_one
    for one in opened:
        one.close()


@pytest.mark.parametrize("page", [*PAGES, *OLD])
def test_without_a_cookie_the_connection_shows_the_way_in_and_nothing_else(dial, page):
    shown = dial(page).shown
    assert "/sign-in" in shown
    assert not [word for word in PRIVATE if word in shown]


@pytest.mark.parametrize("cookie", ["", "x", "' or 1=1 --", "0" * 43, "a" * 4000])
def test_an_altered_cookie_is_none(come, dial, cookie):
    browser = come()
    browser.cookies.set("green_session", cookie)
    assert "admin" not in dial("people", browser).shown
    assert browser.get("/people").headers["location"].startswith("/sign-in")


@pytest.mark.parametrize("path", ["", "/", "//"])
def test_every_deep_link_leads_to_the_sign_in_page(server, come, path):
    for page in (*PAGES, *OLD):
        response = come().get(f"{server.url}{path or '/'}{page}")
        assert response.status_code in (301, 303)
        assert response.headers["location"].startswith("/")
        assert not response.headers["location"].startswith("//")


def test_what_was_open_when_the_session_ended_shows_and_makes_nothing_more(come, dial):
    browser = come("admin")
    wire = dial("log", browser)
    file = files(wire.shown)[-1]
    made = wire.make(file)
    assert made
    assert browser.get(made).status_code == 200
    assert "no-store" in browser.get(made).headers["cache-control"]
    assert come().get(made).status_code == 403
    second = dial("log", browser)
    assert post(browser, "/sign-out").status_code == 303
    assert browser.get(made).status_code == 403
    assert wire.make(file) is None
    assert "admin" not in second.run("log")


def test_a_file_of_somebody_elses_page_is_made_for_no_stranger(come, dial):
    file = files(dial("log", come("admin")).shown)[0]
    assert dial().make(file) is None


def test_a_stranger_can_hand_in_no_file(come, dial):
    browser = come()
    browser.get("/_stcore/health")
    headers = {"x-xsrftoken": browser.cookies["_streamlit_xsrf"]}
    path = f"/_stcore/upload_file/{dial().session}/0"
    sent = {"file": ("a.xlsx", b"x" * 1000)}
    assert browser.put(path, files=sent, headers=headers).status_code == 403
    assert browser.delete(path, headers=headers).status_code == 403


@pytest.mark.parametrize(
    "message", ["load_git_info", "clear_cache", "set_run_on_save", "debug_shutdown_runtime"]
)
def test_instructions_for_developers_are_not_heard(dial, message):
    wire = dial()
    wire.send(**{message: True})
    shown = wire.run()
    assert "git_info" not in shown
    assert "run_on_save: true" not in shown.replace("allow_run_on_save", "")


def test_how_much_is_going_on_is_not_told(come):
    assert come().get("/_stcore/metrics").status_code == 404


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("", f"community={QINGDAO}"),
        ("self-assessment", f"community={QINGDAO}"),
        ("progress", "scope=3702"),
        ("progress", "city=3702"),
        ("people", "person=admin"),
        ("log", "who=admin"),
    ],
)
def test_a_viewer_of_one_city_reads_nothing_of_another(come, dial, page, query):
    wire = dial(page, come("viewer"))
    shown = wire.run(page, query)
    assert "青岛市市南区" not in shown
    assert "wang.fang" not in shown
    assert "Traceback" not in shown
