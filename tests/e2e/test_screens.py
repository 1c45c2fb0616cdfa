"""What only a browser shows: the shell on every address, sizes, and what a page asks for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.database import JIEFANGQIAO
from tests.e2e.conftest import Server
from tests.e2e.walker import HOME, PROGRESS, WALK, Walker

if TYPE_CHECKING:
    from playwright.sync_api import Page

ALL_PAGES = (
    *(HOME, WALK, "evidence", "plan", "forms", "help"),
    *("review-queue", "notices", "decisions", "re-check", "spot-checks"),
    *(PROGRESS, "items", "what-if", "works"),
    *("people", "registry", "denominators", "log", "data"),
)
# Everything that is pressed or typed into; what is inside such a thing belongs to it.
SMALL = """() => [...document.querySelectorAll(
    '.st-key-page :is(button, input:not([type=range]), [role=radio], summary)')]
  .map(part => {
    const field = part.closest('[data-testid=stNumberInputContainer], [data-baseweb=input],' +
      '[data-baseweb=select], [data-testid=stDateInputField], .stDateInput > div') || part;
    const box = field.getBoundingClientRect();
    return [part.outerHTML.slice(0, 120), Math.round(box.width), Math.round(box.height)];
  })
  .filter(([, width, height]) => width > 0 && height > 0 && height < 40)"""
TOO_WIDE = """() => [document.documentElement, document.querySelector('[data-testid=stMain]')]
  .filter(part => part.scrollWidth > part.clientWidth)
  .map(part => [part.tagName, part.scrollWidth, part.clientWidth])"""


@pytest.fixture(scope="module")
def answering(server: Server, browser: object) -> str:
    """A community that takes part, so that every page has something to show."""
    context = browser.new_context()  # type: ignore[attr-defined]
    Walker(context.new_page(), server.url).open().enrol()
    context.close()
    return server.url


@pytest.mark.parametrize(
    ("width", "language", "scheme"),
    [
        (390, "中文", "light"),
        (1280, "English", "dark"),
    ],
)
def test_every_page_fits_its_screen_and_asks_for_nothing_outside(
    answering: str,
    open_page: Callable[..., Page],
    outside_requests: list[str],
    console_errors: list[str],
    width: int,
    language: str,
    scheme: str,
) -> None:
    page = open_page(
        viewport={"width": width, "height": 844}, has_touch=width < 500, color_scheme=scheme
    )
    walker = Walker(page, answering)
    wrong = {}
    for path in ALL_PAGES:
        walker.open(path, JIEFANGQIAO, lang=language)
        assert walker.part("page").is_visible()
        wrong[path] = page.evaluate(TOO_WIDE) + page.evaluate(SMALL)
        if page.locator("[data-testid=stException]").count():
            wrong[path].append("an exception")
    assert {path: found for path, found in wrong.items() if found} == {}
    assert outside_requests == []
    assert console_errors == []


def test_in_the_walk_every_area_fits_a_phone(
    answering: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(viewport={"width": 390, "height": 844}, has_touch=True)
    walker = Walker(page, answering)
    for area in ("infrastructure", "environment", "intelligence", "culture"):
        walker.open(WALK, area=area)
        assert page.evaluate(TOO_WIDE) == []
        assert page.evaluate(SMALL) == []


# Each takes a server of its own; a few of the folders of pages will do.
@pytest.mark.parametrize("path", [WALK, PROGRESS, "log"])
def test_a_deep_link_as_the_first_request_of_all_meets_the_shell(
    start_server: Callable[..., Server], page: Page, path: str
) -> None:
    walker = Walker(page, start_server().url).open(path)
    assert walker.part("page").is_visible()
    assert page.locator("[data-testid=stSidebarNav] a").count() == len(ALL_PAGES)


@pytest.mark.parametrize("path", ["main", "progress.py"])
def test_no_script_is_served_without_the_shell(
    start_server: Callable[..., Server], page: Page, path: str
) -> None:
    walker = Walker(page, start_server().url).open(path, community=None)
    assert page.locator("[data-testid=stSidebarNav] a").count() == len(ALL_PAGES)
    assert walker.part("item-1").count() == 0
