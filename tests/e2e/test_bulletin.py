"""A bulletin taken with one press, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.bulletin.reading import said, sheet
from tests.e2e.conftest import Server
from tests.e2e.walker import PROGRESS, Walker

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_word_and_excel_come_with_one_press_each(
    simulated_server: Server,
    open_page: Callable[..., Page],
    outside_requests: list[str],
    console_errors: list[str],
) -> None:
    page = open_page()
    walker = Walker(page, simulated_server.url, "viewer")
    walker.open(PROGRESS, None, data="simulated", place="3701")
    files = {}
    for kind in ("docx", "xlsx"):
        button = page.locator(f".st-key-bulletin-{kind} button")
        button.scroll_into_view_if_needed()
        with page.expect_download() as waiting:
            button.click()
        assert waiting.value.suggested_filename.startswith("济南市-通报-20221001-20221231-模拟")
        files[kind] = waiting.value.path().read_bytes()
    attained = next(row for row in sheet(files["xlsx"], 0) if row[0] == "达到创建要求")[4]
    assert f"达到创建要求{attained:,}个" in said(files["docx"])
    assert "模拟数据" in said(files["docx"])
    assert outside_requests == []
    assert console_errors == []
