"""Nobody waits for the page between two presses, and nothing that was pressed is lost.

While a page is being drawn the next press interrupts it; what was pressed and what the server
itself put into a field has to survive that.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from green.assessment.enrolment import enrol
from green.assessment.profiles import save_profile
from green.registry.model import Profile
from green.store import Store
from tests.database import JIEFANGQIAO, LOCAL, case_of, rows
from tests.e2e.conftest import Server
from tests.e2e.walker import STANDARD, WALK, Walker, read_rows

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

SCROLLED = "document.querySelector('[data-testid=stMain]').scrollTop"
THIRD_BELOW_FIRST = """(() => {
  const top = ref => document.querySelector(`.st-key-item-${ref}`).getBoundingClientRect().top;
  return top(3) - top(1);
})()"""
ROUNDS = 13
SEVERAL = 2


def codes(store: Store) -> list[str]:
    found = rows(store, f"select code from community order by code limit {SEVERAL}")
    return [code for (code,) in found]


def take_part(store: Store) -> None:
    """Several communities that take part and have twelve quarters."""
    for code in codes(store):
        case = case_of(store, code)
        enrol(store, case, LOCAL)
        save_profile(store, case.community, Profile(quarters=12), LOCAL)


def answers(server: Server, item: str) -> list[tuple[str, Any]]:
    """By community, what a field of an item holds in the end."""
    server.stop()
    found = read_rows(
        server.database,
        f"""
        select community.code, max_by(value, answer_event.id)
        from answer_event join community on community.id = answer_event.community
        where item = '{item}' group by 1 order by 1
        """,
    )
    return [(code, value and json.loads(value)) for code, value in found]


def test_fifty_answers_pressed_without_waiting_are_all_stored(
    start_server: Callable[..., Server], page: Page
) -> None:
    server = start_server(prepare=take_part)
    area = max(
        (one for one in STANDARD.areas if not any(item.checks for item in one.items)),
        key=lambda one: len(one.items),
    )
    walker = Walker(page, server.url).open(WALK, area=area.id)
    for number in range(ROUNDS):
        status = ("met", "partly", "unmet")[number % 3]
        for item in area.items:
            walker.press(walker.choice(item.ref, status))
        walker.wheel_shows({item.ref: {"status": status} for item in area.items})
    server.kill()
    found = read_rows(server.database, "select item, value from answer_event order by id")
    assert len(found) == ROUNDS * len(area.items)
    assert dict(found) == {item.id: json.dumps({"status": status}) for item in area.items}


def test_a_count_filled_in_by_one_press_stays_whatever_is_pressed_next(
    start_server: Callable[..., Server], page: Page
) -> None:
    several: list[str] = []
    server = start_server(prepare=lambda store: (take_part(store), several.extend(codes(store))))
    walker = Walker(page, server.url)
    for code in several:
        walker.open(WALK, code, area="intelligence")
        walker.press(walker.field("12", "coverage.all").locator("button"))
        walker.press(walker.part("area").get_by_role("radio").nth(4))
        walker.card("16").wait_for()
        walker.quiet()
    expected = {"count": 12, "of": 12, "basis": "quarters"}
    assert answers(server, "property-management") == [(code, expected) for code in several]


def test_a_reason_filled_in_by_one_press_stays_whatever_is_pressed_next(
    start_server: Callable[..., Server], page: Page
) -> None:
    several: list[str] = []
    server = start_server(prepare=lambda store: (take_part(store), several.extend(codes(store))))
    walker = Walker(page, server.url)
    for code in several:
        walker.open(WALK, code, area="culture")
        walker.press(walker.choice("16", "not_applicable"))
        walker.press(walker.field("16", "status.reason.usual").locator("button"))
        walker.press(walker.choice("13", "met"))
        walker.press(walker.choice("14", "met"))
        walker.answered("0/3", "0/3", "0/4", "0/2", "3/4")
    item = STANDARD.item("16")
    assert item is not None
    assert item.not_applicable is not None
    expected = {"status": "not_applicable", "reason": item.not_applicable.when.zh}
    assert answers(server, "heritage") == [(code, expected) for code in several]


def test_whoever_is_quicker_than_the_way_to_an_item_is_not_taken_away_from_where_they_are(
    start_server: Callable[..., Server], page: Page
) -> None:
    server = start_server(prepare=take_part)
    walker = Walker(page, server.url).open(WALK)
    held: list[Route] = []
    page.route("**/jump.js*", lambda route: held.append(route))  # noqa: PLW0108 Playwright marks it
    walker.press(walker.choice("1", "met"))
    walker.answered("1/3")
    with page.expect_request("**/jump.js*"):
        walker.press(walker.part("next_unanswered").locator("button"))
    walker.press(walker.choice("3", "met"))
    walker.answered("2/3")
    walker.quiet()
    before = page.evaluate(SCROLLED)
    with page.expect_response("**/jump.js*"):
        held[0].continue_()
    page.wait_for_timeout(500)
    assert walker.focused(walker.card("3"))
    assert page.evaluate(SCROLLED) == before


def test_what_is_below_does_not_move_when_an_answer_is_saved(
    start_server: Callable[..., Server], page: Page
) -> None:
    server = start_server(prepare=take_part)
    walker = Walker(page, server.url).open(WALK)
    before = page.evaluate(THIRD_BELOW_FIRST)
    walker.press(walker.choice("1", "met"))
    walker.press(walker.choice("2", "partly"))
    walker.saved("2")
    walker.quiet().answered("2/3")
    assert page.evaluate(THIRD_BELOW_FIRST) == before


@pytest.mark.parametrize("left", ["area", "page"])
def test_answers_stay_when_their_area_or_their_page_is_left_at_once(
    start_server: Callable[..., Server], page: Page, left: str
) -> None:
    several: list[str] = []
    server = start_server(prepare=lambda store: (take_part(store), several.extend(codes(store))))
    walker = Walker(page, server.url)
    for code in several:
        walker.open(WALK, code)
        for ref in ("1", "2"):
            walker.press(walker.choice(ref, "met"))
        if left == "page":
            # A page asked for takes nothing along that still waits for the page before it.
            walker.wheel_shows({"1": {"status": "met"}, "2": {"status": "met"}})
            walker.quiet()
        walker.press(walker.choice("3", "met"))
        if left == "page":
            walker.press(page.locator("[data-testid=stSidebarNav] a").first)
            walker.part("another").wait_for()
        else:
            walker.press(walker.part("area").get_by_role("radio").nth(4))
            walker.card("16").wait_for()
        walker.quiet()
    expected = [(code, {"status": "met"}) for code in several]
    for item in ("co-creation", "deliberation", "designers"):
        assert answers(server, item) == expected, item


def test_a_note_typed_while_the_page_is_drawn_loses_no_letter(
    start_server: Callable[..., Server], page: Page
) -> None:
    from playwright.sync_api import expect

    server = start_server(prepare=take_part)
    walker = Walker(page, server.url).open(WALK)
    text = "楼道里的旧家具三月清走了，居民和物业一起动手，签到表在居委会。"
    for ref in ("1", "2", "3"):
        walker.press(walker.field(ref, "note").locator("input"))
        page.keyboard.type(text, delay=12)
        walker.press(walker.choice(ref, "met"))
    for ref in ("1", "2", "3"):
        expect(walker.field(ref, "note").locator("input")).to_have_value(text)
        walker.saved(ref)
    walker.quiet().answered("3/3")
    server.stop()
    found = read_rows(
        server.database,
        "select max_by(value, id) from answer_event where field = 'note' group by item",
    )
    assert [json.loads(value) for (value,) in found] == [text] * 3


def test_answers_given_while_the_page_is_loaded_again_are_stored(
    start_server: Callable[..., Server], page: Page
) -> None:
    server = start_server(prepare=take_part)
    walker = Walker(page, server.url)
    for code, status in (("370102001002", "met"), ("370102001003", "partly")):
        walker.open(WALK, code)
        walker.press(walker.choice("1", status))
        walker.press(walker.choice("2", status))
        walker.wheel_shows({"1": {"status": status}, "2": {"status": status}})
        page.reload()
        walker.wheel_shows({"1": {"status": status}, "2": {"status": status}})
    assert JIEFANGQIAO in dict(answers(server, "co-creation"))
