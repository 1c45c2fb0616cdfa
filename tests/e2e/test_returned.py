"""Item 9 came back: in a real browser it alone is open, is changed, and is handed in again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from green import clock
from green.assessment import answering, enrolment, submission
from green.assessment.model import open_case
from green.people import passwords
from green.people import records as people
from green.people.model import Actor
from green.registry.records import community_by_code
from green.review.deciding import mark, send_back
from green.setup import set_up
from green.standard import loader
from green.store import Store
from tests.database import LOCAL, PASSWORD, all_met, let_in
from tests.e2e.conftest import Server, new_server
from tests.e2e.walker import HOME, WALK, Walker, read_rows

if TYPE_CHECKING:
    from playwright.sync_api import Page

QINGYUAN, COMMUNITY = "4418-green-community", "441802006001"
REVIEWER = Actor("street")
REASON, MENDED = "坡道没有扶手。", "扶手已补装。"


@pytest.fixture
def returned_server(tmp_path: Path) -> Iterator[Server]:
    """A server on a database in which a community's item 9 was returned by its street."""
    path = tmp_path / "qingyuan.duckdb"
    set_up(path, "44", QINGYUAN)
    store = Store.open(path)
    let_in(store, LOCAL, scope=COMMUNITY)
    let_in(store, REVIEWER, role="reviewer", scope=COMMUNITY[:9])
    with store.write() as query:
        people.set_credential(query, LOCAL.person, passwords.hash_of(PASSWORD), "data")
    _return_item_9(store, clock.today())
    store.close()
    server = new_server(tmp_path, path)
    server.start()
    yield server
    server.stop()


def _return_item_9(store: Store, day: date) -> None:
    with store.read() as query:
        community = community_by_code(query, COMMUNITY, day)
    case = open_case(loader.programme(QINGYUAN), community, day)
    enrolment.enrol(store, case, LOCAL)
    for (item, field), value in all_met(case.standard).items():
        answering.save(store, case, item, field, value, None, LOCAL)
    identity = submission.hand_in(store, case, LOCAL).id
    mark(store, REVIEWER, case, identity, "street", "9", "return", REASON)
    send_back(store, REVIEWER, case, identity, "street")


def test_only_the_returned_item_is_changed_and_handed_in_again(
    returned_server: Server, page: Page, console_errors: list[str]
) -> None:
    from playwright.sync_api import expect

    walker = Walker(page, returned_server.url).open(HOME, COMMUNITY)
    expect(walker.part("came_back")).to_contain_text(REASON)
    walker.press(walker.part("returned_9").locator("button"))
    expect(walker.card("9")).to_contain_text(REASON)
    note = walker.field("9", "note").locator("input")
    expect(note).to_be_enabled()
    # The items beside it stay as handed in.
    expect(walker.field("8", "note").locator("input")).to_be_disabled()
    expect(walker.choice("8", "unmet")).to_be_disabled()
    note.fill(MENDED)
    walker.key("Enter")
    expect(walker.part("returned-9")).to_contain_text(MENDED)
    walker.open(HOME, COMMUNITY)
    walker.press(walker.part("hand_in").locator("button"))
    expect(walker.part("course")).to_be_visible()
    expect(walker.part("came_back")).to_have_count(0)
    walker.press(walker.part("changed_since").locator("summary"))
    expect(walker.part("changed_since")).to_contain_text(MENDED)
    walker.open(WALK, COMMUNITY, area="environment")
    expect(walker.field("9", "note").locator("input")).to_be_disabled()
    assert console_errors == []
    returned_server.stop()
    handed_in = read_rows(
        returned_server.database,
        "select (select count(*) from submission), (select count(*) from submission_event)",
    )
    assert handed_in == [(2, 1)]
