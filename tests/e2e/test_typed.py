"""What people type: shown letter for letter, kept in their own words, refused with a sentence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.database import LISHANLU, TIANQIAO
from tests.e2e.conftest import Server
from tests.e2e.walker import WALK, Walker

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

# Signs without a shape may stand between letters to keep them from being taken for markup.
INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufeff]")
LETTERS = (
    "<b>粗</b> **粗** _斜_ `码` $x^2$ :material/home: :red[红] [点](http://a.cn) <-> -- &amp; \\*"
)


@pytest.fixture(scope="module")
def enrolled(server: Server, browser: Browser) -> str:
    """A server with two communities that take part."""
    context = browser.new_context()
    for code in (LISHANLU, TIANQIAO):
        Walker(context.new_page(), server.url).open(community=code).enrol()
    context.close()
    return server.url


def test_evidence_in_ones_own_words_is_shown_letter_for_letter(enrolled: str, page: Page) -> None:
    from playwright.sync_api import expect

    walker = Walker(page, enrolled).open(WALK, LISHANLU)
    evidence = walker.part("evidence.co-creation")
    evidence.locator("summary").click()
    typed(evidence.get_by_role("combobox").first, f"纪要 {LETTERS}")
    page.keyboard.press("Enter")
    typed(evidence.get_by_role("textbox").nth(-2), f"柜子 {LETTERS}")
    page.keyboard.press("Tab")
    walker.quiet().press(walker.field("1", "what.add").locator("button"))
    walker.field("1", "what.add").wait_for()
    expect(evidence.get_by_text("纪要 <b>粗</b>").first).to_be_visible()
    shown = INVISIBLE.sub("", evidence.inner_text())
    assert f"纪要 {LETTERS}" in shown
    assert f"柜子 {LETTERS}" in shown
    assert evidence.locator("p :is(a, code, b, .katex, [data-testid=stIconMaterial])").count() == 0
    page.reload()
    evidence.locator("summary").click()
    expect(evidence.get_by_text("纪要 <b>粗</b>").first).to_be_visible()


def typed(field: Locator, text: str) -> None:
    field.click()
    field.page.keyboard.insert_text(text)


@pytest.mark.parametrize("number", ["0", "-3"])
def test_a_base_that_cannot_be_is_refused_with_a_sentence(
    enrolled: str, page: Page, number: str
) -> None:
    from playwright.sync_api import expect

    walker = Walker(page, enrolled).open(WALK, TIANQIAO, area="infrastructure")
    walker.field("5", "waste.base.quarters").locator("input").fill(number)
    page.keyboard.press("Enter")
    expect(walker.card("5").get_by_test_id("stAlert")).to_be_visible()
    page.reload()
    expect(walker.field("5", "waste.base.quarters").locator("input")).to_have_value("")
