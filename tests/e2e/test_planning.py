"""From the matrix to a list to a file, by keyboard and by press, in a real browser."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from green.settings import DEFAULT_PROVINCE, DEFAULT_SEED, Settings
from tests.e2e.conftest import Server, new_server
from tests.e2e.test_screens import SMALL, TOO_WIDE
from tests.e2e.walker import Walker
from tests.simulation.worlds import build

if TYPE_CHECKING:
    from playwright.sync_api import Page

JINAN, LIXIA = "3701", "370102"


def test_from_the_matrix_to_a_list_to_a_file(
    new_database: Path,
    tmp_path_factory: pytest.TempPathFactory,
    open_page: Callable[..., Page],
    outside_requests: list[str],
    console_errors: list[str],
) -> None:
    from playwright.sync_api import expect

    server: Server = new_server(tmp_path_factory.mktemp("planning"), new_database)
    made = build(tmp_path_factory, DEFAULT_PROVINCE, DEFAULT_SEED)
    shutil.copy(made.path, Settings(server.database).simulated)
    server.start()
    try:
        # On a phone one area of items fits; nothing makes the page itself wider.
        phone = Walker(
            open_page(viewport={"width": 390, "height": 844}, has_touch=True), server.url, "viewer"
        )
        phone.open("items", None, data="simulated", place=JINAN, part="environment")
        assert phone.page.evaluate(TOO_WIDE) + phone.page.evaluate(SMALL) == []
        table = phone.part("items").get_by_role("region")
        assert table.evaluate("part => part.scrollWidth <= part.clientWidth")

        page = open_page()
        walker = Walker(page, server.url, "viewer")
        walker.open("items", None, data="simulated", place=JINAN, codes=f"{LIXIA},370103")
        assert page.evaluate(TOO_WIDE) == []
        # A cell is a link that the keyboard reaches and opens.
        cell = walker.part("items").locator(f"a[href*='{LIXIA}.noise']").first
        base = int(cell.inner_text().split("/")[-1])
        cell.focus()
        page.keyboard.press("Enter")
        expect(walker.part("list")).to_contain_text("历下区")
        walker.quiet()
        assert f"list={LIXIA}.noise" in page.url
        assert "codes=" in page.url
        walker.part("list").get_by_role("link", name="符合").first.click()
        page.wait_for_url("**noise.met**")
        walker.quiet()
        with page.expect_download() as waiting:
            walker.part("list-download").locator("button, a").first.click()
        sheet = load_workbook(BytesIO(waiting.value.path().read_bytes())).worksheets[0]
        met = {row[2].value for row in sheet.iter_rows(min_row=2)}
        assert met == {"符合"}
        assert 0 < sheet.max_row - 1 <= base
        assert "噪声" not in {cell.value for cell in sheet[1]}
        page.go_back()
        expect(walker.part("compared")).to_contain_text("历下区")
        assert outside_requests == []
        assert console_errors == []
    finally:
        server.stop()
