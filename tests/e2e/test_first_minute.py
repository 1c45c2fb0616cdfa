"""From nothing to a living province, and to one's own community, by pressing what is offered."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from green.settings import DEFAULT_PROVINCE, DEFAULT_SEED, Settings
from tests.database import JIEFANGQIAO, PASSWORD
from tests.e2e.conftest import Server
from tests.e2e.walker import HOME, PROGRESS, Walker, read_rows
from tests.simulation.worlds import build

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

# Building takes its time on a slow machine, and so does a first paint; the product's own bounds
# are 60 s and 1.5 s, which `bench` and the report of a run tell.
BUILT_MS = 180_000
CHART = ".st-key-progress_chart .js-plotly-plot .scatterlayer path"
TABLE = "figures"
BANNER = "[data-testid=stAlertContentWarning]"


def link(page: Page, path: str) -> Locator:
    """The way to a page in the sidebar."""
    return page.locator(f"[data-testid=stSidebarNav] a[href$='/{path}']")


def banner(page: Page) -> Locator:
    return page.locator(f".st-key-page {BANNER}").first


def primary(page: Page) -> Locator:
    """What stands out as the thing to press."""
    return page.locator(".st-key-page [data-testid=stBaseButton-primary]")


def pictures(page: Page) -> Locator:
    return page.locator(".st-key-page img[alt]:not([alt=''])")


def first_start(page: Page, server: Server) -> Walker:
    walker = Walker(page, server.url, stranger=True).open(community=None)
    walker.part("build_simulated").wait_for()
    return walker


def lies_before(one: Locator, other: Locator) -> bool:
    first, second = one.bounding_box(), other.bounding_box()
    assert first is not None
    assert second is not None
    return first["y"] + first["height"] <= second["y"]


@pytest.fixture
def beside(start_server: Callable[..., Server], tmp_path_factory: pytest.TempPathFactory) -> Server:
    """A server with a simulated Shandong beside its database."""
    made = build(tmp_path_factory, DEFAULT_PROVINCE, DEFAULT_SEED)
    server = start_server()
    shutil.copy(made.path, Settings(server.database).simulated)
    return server


def at_the_people(page: Page) -> None:
    """Wait until the simulated people are offered."""
    page.wait_for_url(re.compile(r"/sign-in\?.*data=simulated"), timeout=BUILT_MS)
    page.locator("form button.primary").first.wait_for()


def test_from_an_empty_start_to_the_province_and_to_ones_own_community(
    start_server: Callable[..., Server],
    open_page: Callable[..., Page],
    outside_requests: list[str],
    console_errors: list[str],
) -> None:
    from playwright.sync_api import expect

    server = start_server(empty=True)
    page, watching = open_page(), open_page()
    walker = first_start(page, server)
    first_start(watching, server)
    # One thing stands out, and it is the living province.
    expect(primary(page)).to_have_count(1)
    walker.press(primary(page))
    expect(page.locator("[data-testid=stProgress]")).to_be_visible()
    # A reload in the middle loses nothing and begins nothing twice.
    watching.reload()
    watching.reload()
    # Every window is led on when it is done.
    at_the_people(page)
    onward = ".st-key-open_simulated, form button.primary"
    watching.locator(onward).first.wait_for(timeout=BUILT_MS)
    watching.context.close()
    # Again one thing stands out: somebody who sees all of it.
    expect(page.locator("button.primary:visible")).to_have_count(1)
    walker.press(page.locator("button.primary:visible"))
    page.locator(CHART).first.wait_for()
    expect(banner(page)).to_be_visible()
    expect(walker.part(TABLE).locator("tbody tr")).to_have_count(17)
    expect(pictures(page)).to_have_count(17)
    attained = walker.part(TABLE).locator("tbody tr td:nth-child(4)").all_inner_texts()
    assert all(int(number.replace(",", "")) > 0 for number in attained)
    # From there to one's own community: four letters or fewer, and no Enter.
    walker.press(link(page, ""))
    field = walker.part("find_community").locator("input")
    field.click()
    page.keyboard.type("jfq", delay=30)
    walker.press(walker.part(f"choose_{JIEFANGQIAO}").locator("button"))
    walker.part("another").wait_for()
    expect(page.locator("h1")).to_contain_text("解放桥社区")
    assert f"community={JIEFANGQIAO}" in page.url
    assert "data=simulated" in page.url
    expect(banner(page)).to_be_visible()
    assert walker.presses <= 4
    assert outside_requests == []
    assert console_errors == []
    server.stop()
    # Nothing of all this was written into the real database.
    for table in ("enrolment_event", "answer_event", "submission", "simulation", "person"):
        assert read_rows(server.database, f"select * from {table}") == []


def test_a_first_start_shows_both_ways_and_nothing_else_of_the_application(
    start_server: Callable[..., Server],
    open_page: Callable[..., Page],
    outside_requests: list[str],
    console_errors: list[str],
) -> None:
    server = start_server(empty=True)
    for width in (1280, 390):
        page = open_page(viewport={"width": width, "height": 900}, has_touch=width < 500)
        walker = first_start(page, server)
        assert walker.part("set_up").is_visible()
        assert page.locator("a[href='/first-administrator']").is_visible()
        assert walker.part("find_community").count() == 0
        assert link(page, PROGRESS).count() == 0
        assert banner(page).count() == 0
    assert outside_requests == []
    assert console_errors == []


def test_real_data_are_one_account_and_one_search_away_without_any_building(
    start_server: Callable[..., Server], page: Page
) -> None:
    server = start_server(empty=True)
    walker = first_start(page, server)
    walker.press(page.locator("a[href='/first-administrator']"))
    code = re.findall(r"[A-Z2-9]{4}(?:-[A-Z2-9]{4}){3}", server.log)[-1]
    page.locator("input[name=code]").fill(code)
    page.locator("input[name=person_id]").fill("lina")
    page.locator("input[name=name]").fill("李娜")
    for field in page.locator("input[type=password]").all():
        field.fill(PASSWORD)
    page.locator("input[type=checkbox]").check()
    page.locator("button.primary").click()
    walker.part("find_community").locator("input").click()
    page.keyboard.type("jiefangq", delay=30)
    walker.press(walker.part(f"choose_{JIEFANGQIAO}").locator("button"))
    walker.part("enrol").wait_for()
    assert banner(page).count() == 0
    assert "data=" not in page.url
    assert not Settings(server.database).simulated.exists()


def test_thrown_away_it_is_gone_and_the_real_data_are_on_the_screen(
    beside: Server, page: Page, console_errors: list[str]
) -> None:
    walker = Walker(page, beside.url, stranger=True).open(community=None, data="simulated")
    banner(page).wait_for()
    walker.press(link(page, "data"))
    walker.press(walker.part("throw_away").locator("button"))
    # Whoever was there as somebody invented is nobody on the real data.
    page.wait_for_url(re.compile(r"/sign-in(?!.*simulated)"))
    walker.open("data", community=None)
    walker.part("build_simulated").wait_for()
    assert banner(page).count() == 0
    assert "data=" not in page.url
    assert not Settings(beside.database).simulated.exists()
    assert console_errors == []


def test_the_slider_moves_chart_table_and_pictures_to_another_month(
    simulated_server: Server, page: Page, console_errors: list[str]
) -> None:
    from playwright.sync_api import expect

    walker = Walker(page, simulated_server.url, stranger=True).open(
        PROGRESS, community=None, data="simulated"
    )
    total = walker.part(TABLE).locator("tbody tr").last.locator("td").nth(3)
    before, alt = total.inner_text(), pictures(page).nth(1).get_attribute("alt")
    slider = walker.part("as_of_month").get_by_role("slider")
    slider.focus()
    for _month in range(12):
        walker.key("ArrowLeft")
    expect(page).to_have_url(re.compile("as_of=2021-12-31"))
    expect(total).not_to_have_text(before)
    expect(pictures(page).nth(1)).not_to_have_attribute("alt", str(alt))
    expect(walker.part("as_of").locator("input")).to_have_value("2021-12-31")
    walker.quiet()
    # The link leads somebody else to the same day.
    shown = total.inner_text()
    page.reload()
    expect(total).to_have_text(shown)
    assert console_errors == []


def test_no_simulated_file_is_made_by_looking_at_pages(
    start_server: Callable[..., Server], page: Page
) -> None:
    server = start_server(empty=True)
    walker = Walker(page, server.url, stranger=True)
    for path in (HOME, PROGRESS, "data"):
        walker.open(path, community=None, data="simulated")
        assert banner(page).count() == 0
    folder: Path = server.database.parent
    assert [found.name for found in folder.iterdir() if "simulated" in found.name] == []
