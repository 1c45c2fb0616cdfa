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

DATA = "data"
ALL_PAGES = (HOME, WALK, "review-queue", PROGRESS, "people", "denominators", "log", DATA, "help")
# Of review and paper: looked at below, and left out where each page takes a server of its own.
MORE_PAGES = ("notices", "decisions", "re-check", "spot-checks", "forms")
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


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("path", [*ALL_PAGES, *MORE_PAGES])
def test_nothing_scrolls_sideways_and_every_target_is_big_enough(
    answering: str, open_page: Callable[..., Page], path: str, width: int
) -> None:
    page = open_page(viewport={"width": width, "height": 844}, has_touch=width < 500)
    Walker(page, answering).open(path)
    assert page.evaluate(TOO_WIDE) == []
    assert page.evaluate(SMALL) == []


def test_in_the_walk_every_area_fits_a_phone(
    answering: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(viewport={"width": 390, "height": 844}, has_touch=True)
    walker = Walker(page, answering)
    for area in ("infrastructure", "environment", "intelligence", "culture"):
        walker.open(WALK, area=area)
        assert page.evaluate(TOO_WIDE) == []
        assert page.evaluate(SMALL) == []


@pytest.mark.parametrize("path", ALL_PAGES)
def test_a_deep_link_as_the_first_request_of_all_meets_the_shell(
    start_server: Callable[..., Server], page: Page, path: str
) -> None:
    walker = Walker(page, start_server().url).open(path)
    assert walker.part("page").is_visible()
    assert page.locator("[data-testid=stSidebarNav] a").count() == len(ALL_PAGES) + len(MORE_PAGES)


@pytest.mark.parametrize("path", ["main", "home", "assessment", "progress.py"])
def test_no_script_is_served_without_the_shell(
    start_server: Callable[..., Server], page: Page, path: str
) -> None:
    walker = Walker(page, start_server().url).open(path, community=None)
    assert page.locator("[data-testid=stSidebarNav] a").count() == len(ALL_PAGES) + len(MORE_PAGES)
    assert walker.part("item-1").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["中文", "English"])
def test_no_page_asks_for_anything_outside_or_complains(
    answering: str,
    open_page: Callable[..., Page],
    outside_requests: list[str],
    console_errors: list[str],
    language: str,
    scheme: str,
) -> None:
    page = open_page(color_scheme=scheme)
    walker = Walker(page, answering)
    for path in ALL_PAGES:
        walker.open(path, JIEFANGQIAO, lang=language)
        assert walker.part("page").is_visible()
        assert page.locator("[data-testid=stException]").count() == 0
    assert outside_requests == []
    assert console_errors == []
