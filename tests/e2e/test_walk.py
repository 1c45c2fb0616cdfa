"""The main job in a browser: take part, answer, come back, hand in, recall."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.database import LISHANLU, TIANQIAO
from tests.e2e.conftest import Server
from tests.e2e.walker import PROGRESS, STANDARD, WALK, Walker, read_rows

if TYPE_CHECKING:
    from playwright.sync_api import Page

JUDGED = [item.ref for item in STANDARD.items if not item.checks]
MOST_PRESSES = 40


def test_what_was_answered_is_there_after_a_reload(server: Server, page: Page) -> None:
    from playwright.sync_api import expect

    walker = Walker(page, server.url).open(community=LISHANLU).enrol()
    walker.press(walker.part("go_on").locator("button"))
    walker.press(walker.choice("1", "met"))
    walker.press(walker.choice("2", "unmet"))
    walker.wheel_shows({"1": {"status": "met"}, "2": {"status": "unmet"}})
    page.reload()
    walker.wheel_shows({"1": {"status": "met"}, "2": {"status": "unmet"}})
    expect(walker.choice("1", "met")).to_be_checked()
    expect(walker.choice("2", "unmet")).to_be_checked()
    expect(walker.field("3").get_by_role("radio", checked=True)).to_have_count(0)


def test_a_note_typed_and_not_left_is_there_after_a_reload(server: Server, page: Page) -> None:
    from playwright.sync_api import expect

    walker = Walker(page, server.url).open(community=TIANQIAO).enrol()
    walker.open(WALK, TIANQIAO)
    note = walker.field("1", "note").locator("input")
    note.click()
    page.keyboard.type("居民 and 物业一起 ", delay=30)
    walker.saved("1")
    assert walker.focused(note)
    expect(note).to_have_value("居民 and 物业一起 ")
    page.reload()
    expect(note).to_have_value("居民 and 物业一起")


def test_from_my_community_to_sixteen_answers_takes_at_most_forty_presses(
    start_server: Callable[..., Server], page: Page
) -> None:
    server = start_server()
    walker = Walker(page, server.url).open()
    walker.enrol()
    walker.press(walker.part("go_on").locator("button"))
    for place, area in enumerate(STANDARD.areas):
        walker.card(area.items[0].ref).wait_for()
        for item in area.items:
            # How many presses it takes is counted here; how quick they may be is tested elsewhere.
            walker.quiet()
            if not item.checks:
                walker.press(walker.choice(item.ref, "met"))
            for check in item.checks:
                walker.quiet()
                if check.kind == "yes_no":
                    walker.press(walker.choice(item.ref, "yes", check.id))
                    continue
                everything = walker.field(item.ref, f"{check.id}.all").locator("button")
                if item.ref == "5":
                    walker.press(walker.field("5", "waste.base.quarters").locator("input"))
                    walker.digits(12)
                    walker.key("Enter")
                walker.quiet()
                walker.press(everything)
        done = [f"{len(one.items)}/{len(one.items)}" for one in STANDARD.areas[: place + 1]]
        walker.answered(*done)
        if area is not STANDARD.areas[-1]:
            walker.press(walker.part("next_unanswered").locator("button"))
    print(f"\npresses from My community to sixteen answers: {walker.presses}")  # noqa: T201
    assert walker.presses <= MOST_PRESSES
    server.stop()
    found = read_rows(server.database, "select item, field, value from answer_event")
    assert len(found) == len(JUDGED) + 2 + 1 + 1
    assert {item for item, _field, _value in found} == {item.id for item in STANDARD.items}


def test_all_sixteen_items_are_answered_by_keyboard_alone(
    start_server: Callable[..., Server], page: Page
) -> None:
    server = start_server()
    walker = Walker(page, server.url).open()
    walker.tab_to(walker.part("enrol"))
    walker.key("Enter")
    walker.tab_to(walker.part("go_on"))
    walker.key("Enter")
    for place, area in enumerate(STANDARD.areas):
        for item in area.items:
            if item.ref == "16":
                by_keyboard_not_applicable(walker)
            elif not item.checks:
                walker.tab_to(walker.field(item.ref))
                walker.key("Space")
            else:
                by_keyboard_checks(walker, item.ref)
        done = [f"{len(one.items)}/{len(one.items)}" for one in STANDARD.areas[: place + 1]]
        walker.answered(*done)
        if area is not STANDARD.areas[-1]:
            walker.quiet().tab_to(walker.part("next_unanswered"))
            walker.key("Enter")
            walker.card(STANDARD.areas[place + 1].items[0].ref).wait_for()
    server.stop()
    found = {
        (item, field): value
        for item, field, value in read_rows(
            server.database, "select item, field, value from answer_event order by id"
        )
    }
    assert found["roads-sponge-waste", "waste"] == '{"count": 11, "of": 12, "basis": "quarters"}'
    assert found["property-management", "coverage"].startswith('{"count": 12')
    assert found["heritage", "status"] == '{"status": "not_applicable", "reason": "none"}'
    assert sum(value == '{"status": "met"}' for value in found.values()) == len(JUDGED) - 1


def by_keyboard_checks(walker: Walker, ref: str) -> None:
    if ref == "5":
        for check in ("roads", "sponge"):
            walker.tab_to(walker.field("5", check))
            walker.key("Space")
        walker.tab_to(walker.field("5", "waste.base.quarters").locator("input"))
        walker.digits(12)
        walker.key("Enter")
        walker.field("5", "waste.all").wait_for()
        walker.tab_to(walker.field("5", "waste").locator("input"))
        walker.digits(11)
        walker.key("Enter")
    else:
        walker.tab_to(walker.field("12", "coverage.all").locator("button"))
        walker.key("Space")


def by_keyboard_not_applicable(walker: Walker) -> None:
    walker.tab_to(walker.field("16"))
    for _step in range(3):
        walker.key("ArrowRight")
    walker.key("Space")
    walker.tab_to(walker.field("16", "status.reason").locator("input"))
    walker.page.keyboard.type("none")


def answer_everything(walker: Walker) -> None:
    for area in STANDARD.areas:
        walker.open(WALK, area=area.id)
        for item in area.items:
            if not item.checks:
                walker.press(walker.choice(item.ref, "met"))
        if area.items[0].ref == "4":
            walker.press(walker.choice("5", "yes", "roads"))
            walker.press(walker.choice("5", "yes", "sponge"))
            walker.field("5", "waste.base.quarters").locator("input").fill("12")
            walker.key("Enter")
            walker.press(walker.field("5", "waste.all").locator("button"))
        if area.items[-1].ref == "12":
            walker.press(walker.field("12", "coverage.all").locator("button"))
        place = STANDARD.areas.index(area)
        done = [f"{len(one.items)}/{len(one.items)}" for one in STANDARD.areas[: place + 1]]
        walker.answered(*done)


def shown(walker: Walker) -> dict[str, list[str]]:
    """By name, what the table of the progress page says of those where anything is not nought."""
    from playwright.sync_api import expect

    walker.open(PROGRESS)
    rows = walker.part("figures").locator("tbody tr")
    expect(rows).to_have_count(17)
    cells = [row.split() for row in rows.all_inner_texts()]
    return {row[0]: row[1:4] for row in cells if row[1:4] != ["0", "0", "0"]}
