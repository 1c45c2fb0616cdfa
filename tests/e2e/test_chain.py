"""Qingyuan's chain from the first hand-in to the chart, and back, every press in a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from green.people import records
from green.people.model import Actor
from green.standard import loader
from green.store import Store
from tests.database import PASSWORD, quick_hash
from tests.e2e.conftest import Server, new_server
from tests.e2e.test_screens import SMALL, TOO_WIDE
from tests.e2e.walker import HOME, PROGRESS, WALK, Walker
from tests.review.conftest import (
    CITY_REVIEWER,
    DISTRICT_REVIEWER,
    OFFICER,
    QINGYUAN,
    STREET_REVIEWER,
    answered,
    communities,
    guangdong,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["guangdong"]
QUEUE, NOTICES, RECHECKS = "review-queue", "notices", "re-check"
TITLE = "清远市绿色社区第一批公示"
REASON, MENDED = "请补充坡道照片。", "坡道已加装扶手。"
# Of the line with this name the last value, in percent.
LAST_OF_LINE = """name => {
  const lines = document.querySelector('.js-plotly-plot')._fullData;
  return [...lines.find(line => line.name === name).y].at(-1);
}"""
UNFOLDED = """part => Promise.all(
    part.getAnimations({subtree: true}).map(moving => moving.finished))"""
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
# Nothing is on notice any more the day after its seventh day.
NOTICE_IS_OVER = 8


@pytest.fixture
def qingyuan(guangdong: Path, tmp_path: Path) -> Iterator[tuple[Server, str]]:
    """A server on which one community has answered everything; and the community's code."""
    server = new_server(tmp_path, guangdong)
    store = Store.open(server.database)
    case = communities(store, loader.programme(QINGYUAN))[0]
    with store.write() as query:
        for person in (OFFICER, STREET_REVIEWER, DISTRICT_REVIEWER, CITY_REVIEWER):
            records.set_credential(query, person.person, quick_hash(PASSWORD), "data")
    answered(store, case)
    store.close()
    server.start()
    yield server, case.community.code
    server.stop()


class Person(Walker):
    """One of the people of the chain in a window of their own."""

    def __init__(self, page: Page, server: Server, actor: Actor, community: str) -> None:
        super().__init__(page, server.url, stranger=True)
        self.actor, self.community = actor, community

    def sign_in(self) -> None:
        if "/sign-in" in self.page.url:
            self.page.locator("input[name=name]").fill(self.actor.person)
            self.page.locator("input[name=password]").fill(PASSWORD)
            self.page.keyboard.press("Enter")

    def at(self, path: str, **more: str) -> Walker:
        return self.open(path, self.community if path in (HOME, WALK) else None, **more)

    def opens_the_submission(self) -> None:
        self.at(QUEUE)
        self.press(self.page.locator("[class*='st-key-review_'] button").first)
        self.part("pass_on").wait_for()
        self.quiet()

    def returns(self, ref: str, reason: str) -> None:
        from playwright.sync_api import expect

        returning = self.part(f"returning-{ref}")
        returning.locator("summary").click()
        # What is inside answers once it has unfolded.
        returning.evaluate(UNFOLDED)
        returning.locator("input").fill(reason)
        self.press(self.part(f"return-{ref}").locator("button"))
        expect(self.part(f"review-item-{ref}")).to_contain_text("拟退回")

    def fits(self) -> None:
        assert self.page.evaluate(TOO_WIDE) == []
        assert self.page.evaluate(SMALL) == []

    def agrees(self) -> None:
        from playwright.sync_api import expect

        self.opens_the_submission()
        self.press(self.part("agree_rest").locator("button"))
        expect(self.part("agree_rest")).to_have_count(0)
        self.press(self.part("pass_on").locator("button"))
        expect(self.part("pass_on")).to_have_count(0)
        self.quiet()


def test_from_handing_in_over_a_return_and_a_notice_to_the_chart_and_back_when_revoked(
    qingyuan: tuple[Server, str],
    open_page: Callable[..., Page],
    console_errors: list[str],
    outside_requests: list[str],
) -> None:
    from playwright.sync_api import expect

    server, community = qingyuan

    def person(actor: Actor, **window: object) -> Person:
        return Person(open_page(**window), server, actor, community)

    officer, street = person(OFFICER), person(STREET_REVIEWER)
    district = person(DISTRICT_REVIEWER, **PHONE)
    hand_in(officer)
    street.agrees()

    district.opens_the_submission()
    district.fits()
    district.returns("9", REASON)
    district.fits()
    district.press(district.part("send_back").locator("button"))
    expect(district.part("send_back")).to_have_count(0)

    officer.at(HOME)
    expect(officer.part("came_back")).to_contain_text(REASON)
    officer.press(officer.part("returned_9").locator("button"))
    note = officer.field("9", "note").locator("input")
    expect(note).to_be_enabled()
    for ref in ("7", "8", "10"):
        expect(officer.field(ref, "note").locator("input")).to_be_disabled()
        expect(officer.choice(ref, "unmet")).to_be_disabled()
    note.fill(MENDED)
    officer.key("Enter")
    expect(officer.part("returned-9")).to_contain_text(MENDED)
    hand_in(officer)
    officer.press(officer.part("changed_since").locator("summary"))
    expect(officer.part("changed_since")).to_contain_text(MENDED)

    street.agrees()
    district.opens_the_submission()
    expect(district.part("review-item-9")).to_contain_text(MENDED)
    district.agrees()
    city = person(CITY_REVIEWER)
    city.agrees()
    put_on_notice(city)
    anyone = open_page()
    anyone.goto(f"{server.url}/sign-in")
    anyone.get_by_role("link", name="公示").click()
    anyone.get_by_role("link", name=TITLE).click()
    expect(anyone.locator("main")).to_contain_text("凤城街道")
    assert recognised(city) == 0
    for window in (anyone, *(one.page for one in (officer, street, district, city))):
        window.close()
    server.stop()

    server.days_ahead = NOTICE_IS_OVER
    server.start()
    city = person(CITY_REVIEWER)
    city.at(NOTICES)
    city.page.get_by_role("textbox", name="文件依据").fill("清建〔2026〕1号")
    city.press(city.page.locator("[class*='st-key-publish-'] button").last)
    expect(city.page.locator("[data-testid=stAlert]").first).to_contain_text("1")
    assert recognised(city) == 1

    city.at(RECHECKS)
    city.press(city.page.get_by_role("radio", name="撤销"))
    city.page.get_by_role("textbox", name="原因（合格可不填）").fill("停车侵占绿地。")
    city.press(city.part("record").locator("button"))
    expect(city.part("record")).to_have_count(0)
    assert recognised(city) == 0
    assert console_errors == []
    assert outside_requests == []


def hand_in(officer: Person) -> None:
    officer.at(HOME)
    officer.press(officer.part("hand_in").locator("button"))
    officer.part("hand_in").wait_for(state="detached")
    officer.quiet()


def put_on_notice(city: Person) -> None:
    from playwright.sync_api import expect

    city.at(NOTICES)
    city.page.get_by_role("textbox", name="标题").fill(TITLE)
    city.page.get_by_role("textbox", name="联系方式").fill("清远市住房和城乡建设局")
    city.press(city.part("notice_open").locator("button"))
    expect(city.part("notice_open")).to_have_count(0)
    # Seven days: it cannot be published yet.
    expect(city.page.locator("[class*='st-key-publish-']")).to_have_count(0)


def recognised(city: Person) -> int:
    """How many communities of the district are recognised, as the table and the chart say."""
    city.at(PROGRESS, metric="attained")
    city.page.locator(".js-plotly-plot .scatterlayer").first.wait_for()
    row = city.part("figures").locator("tbody tr").first.inner_text().split()
    name, attained, registered = row[0], int(row[3]), int(row[5])
    assert city.page.evaluate(LAST_OF_LINE, name) == pytest.approx(100 * attained / registered)
    return attained
