"""Qingyuan's chain in a browser: the street agrees, the district returns one item."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from green import clock
from green.assessment.model import open_case
from green.people import passwords, records
from green.people.model import Actor
from green.setup import set_up
from green.standard import loader
from green.store import Store
from tests.database import PASSWORD, let_in
from tests.e2e.conftest import Server, new_server
from tests.e2e.test_screens import SMALL, TOO_WIDE
from tests.e2e.walker import Walker, read_rows
from tests.review.conftest import (
    DISTRICT,
    DISTRICT_REVIEWER,
    OFFICER,
    QINGYUAN,
    STREET,
    STREET_REVIEWER,
    communities,
    handed_in,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture(scope="module")
def qingyuan(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, int]]:
    """A server on a database in which one community has handed in; and the submission's id."""
    path = tmp_path_factory.mktemp("qingyuan") / "green.duckdb"
    set_up(path, "44", QINGYUAN)
    store = Store.open(path)
    let_in(store, OFFICER)
    for actor, scope in ((STREET_REVIEWER, STREET), (DISTRICT_REVIEWER, DISTRICT)):
        let_in(store, actor, role="reviewer", scope=scope)
        with store.write() as query:
            records.set_credential(query, actor.person, passwords.hash_of(PASSWORD), "data")
    found = communities(store, loader.programme(QINGYUAN))[0]
    submission = handed_in(store, open_case(found.programme, found.community, clock.today())).id
    store.close()
    server = new_server(tmp_path_factory.mktemp("server"), path)
    server.start()
    yield server, submission
    server.stop()


def enter(page: Page, server: Server, person: Actor) -> Walker:
    """Sign in, and come to the queue."""
    page.goto(f"{server.url}/review-queue")
    page.locator("input[name=name]").fill(person.person)
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    walker = Walker(page, server.url)
    walker.part("found").wait_for()
    return walker.quiet()


def open_first(walker: Walker, submission: int) -> None:
    walker.press(walker.part(f"review_{submission}").locator("button"))
    walker.part("pass_on").wait_for()
    walker.quiet()


def test_the_street_agrees_and_the_district_returns_one_item_on_a_phone(
    qingyuan: tuple[Server, int], open_page: Callable[..., Page], console_errors: list[str]
) -> None:
    from playwright.sync_api import expect

    server, submission = qingyuan
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
    street = enter(open_page(**phone), server, STREET_REVIEWER)
    assert street.page.evaluate(TOO_WIDE) == []
    assert street.page.evaluate(SMALL) == []
    open_first(street, submission)
    assert street.page.evaluate(TOO_WIDE) == []
    assert street.page.evaluate(SMALL) == []
    street.press(street.part("agree_rest").locator("button"))
    expect(street.part("agree_rest")).to_have_count(0)
    street.press(street.part("pass_on").locator("button"))
    expect(street.part("pass_on")).to_have_count(0)

    district = enter(open_page(**phone), server, DISTRICT_REVIEWER)
    open_first(district, submission)
    item = district.part("returning-9")
    item.locator("summary").click()
    item.locator("input").fill("请补充照片")
    district.press(district.part("return-9").locator("button"))
    expect(district.part("review-item-9")).to_contain_text("拟退回")
    assert district.page.evaluate(TOO_WIDE) == []
    district.press(district.part("send_back").locator("button"))
    expect(district.part("send_back")).to_have_count(0)

    server.kill()
    refs = loader.standard("cn-green-community-2020")
    nine = refs.item("9")
    assert nine is not None
    opened = read_rows(server.database, "select item, reason from returned_item")
    assert opened == [(nine.id, "请补充照片")]
    kinds = read_rows(server.database, "select step, kind from decision order by id")
    assert kinds[-1] == ("district", "return")
    assert ("street", "agree") in kinds
    assert ("city", "begin") not in kinds
    assert console_errors == []
