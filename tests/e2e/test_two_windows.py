"""Two people at the same item: nobody overwrites the other without seeing it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from green.texts import status_name
from tests.database import LISHANLU, TIANQIAO
from tests.e2e.conftest import Server
from tests.e2e.walker import WALK, Walker, of_key

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.mark.parametrize(
    ("community", "decision", "kept"),
    [(LISHANLU, "mine", "unmet"), (TIANQIAO, "theirs", "met")],
)
def test_the_second_of_two_windows_sees_both_answers_and_decides(
    server: Server, open_page: Callable[..., Page], community: str, decision: str, kept: str
) -> None:
    from playwright.sync_api import expect

    first = Walker(open_page(), server.url).open(community=community).enrol()
    first.open(WALK, community)
    second = Walker(open_page(), server.url).open(WALK, community)
    first.press(first.choice("2", "met"))
    first.wheel_shows({"2": {"status": "met"}})
    second.press(second.choice("2", "unmet"))
    both = second.page.locator(f"[class*='{of_key('conflict.')[1:]}']")
    expect(both).to_contain_text(status_name("met"))
    expect(both).to_contain_text(status_name("unmet"))
    # Nothing of the second is stored before they have decided.
    second.wheel_shows({"2": {"status": "met"}})
    second.press(both.locator(f"[class*='st-key-{decision}'] button"))
    expect(both).to_have_count(0)
    second.wheel_shows({"2": {"status": kept}})
    expect(second.choice("2", kept)).to_be_checked()
