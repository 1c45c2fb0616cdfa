"""A person at a browser: opens pages, presses what is there, and waits until it is stored.

Parts of a page are found by the class that Streamlit makes of their key, never by their wording;
what is waited for is what the person would wait for: the wheel, the numbers of the steps, the
time of saving.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from green.charts.wheel import alt
from green.people.model import Role
from green.standard import loader
from green.standard.validator import read_answers
from green.standard.verdict import judge
from green.standard.yaml_file import Document
from green.store import Store
from tests.database import GREEN, JIEFANGQIAO, LOCAL, PASSWORD, SESSION

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

STANDARD = loader.standard(GREEN)
STATUSES = ("met", "partly", "unmet", "not_applicable")
TIME = re.compile(r"\d{2}:\d{2}:\d{2}")
QUIET = (
    "[data-testid=stApp][data-test-script-state=notRunning][data-test-connection-state=CONNECTED]"
)
HOME, WALK, PROGRESS = "", "self-assessment", "progress"
PAGES = (HOME, WALK, PROGRESS)
# What stands on every page once it is drawn to its end.
LAST = {HOME: "another", WALK: "next_unanswered", PROGRESS: "figures"}


def of_key(key: str) -> str:
    """The CSS selector of the part with this key."""
    return ".st-key-" + re.sub(r"[^a-zA-Z0-9_-]", "-", key)


def wheel_alt(answers: Mapping[str, Any]) -> str:
    """What the wheel is said to show, in Chinese, after these answers by item number."""
    data = {"standard": STANDARD.id, "answers": dict(answers)}
    return alt(judge(STANDARD, read_answers(STANDARD, Document("test", data))))


class Walker:
    """One window on one server, counting presses of mouse and keyboard.

    It comes in with the session of the one account there is, or else signs in by the form; `role`
    says as which of the simulated people. A `stranger` brings no session along.
    """

    def __init__(
        self, page: Page, url: str, role: Role = "administrator", *, stranger: bool = False
    ) -> None:
        self.page = page
        self.url = url
        self.role = role
        self.presses = 0
        if not stranger:
            page.context.add_cookies([{"name": "green_session", "value": SESSION, "url": url}])

    def open(self, path: str = HOME, community: str | None = JIEFANGQIAO, **more: str) -> Walker:
        """Ask for a page by its address, as the first thing or instead of the present one."""
        asked = ({"community": community} if community else {}) | more
        self.page.goto(f"{self.url}/{path}" + (f"?{urlencode(asked)}" if asked else ""))
        self.sign_in()
        self.part("lang").wait_for()
        return self.quiet()

    def sign_in(self) -> None:
        """If asked to: as the one account there is, or as one of the simulated people."""
        if "/sign-in" not in self.page.url:
            return
        if "data=simulated" in self.page.url:
            person = self.page.locator("form").filter(has_text=f"simulated-{self.role}")
            person.get_by_role("button").click()
            return
        self.page.locator("input[name=name]").fill(LOCAL.person)
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.page.keyboard.press("Enter")

    def quiet(self) -> Walker:
        """Wait until nothing runs and nothing on the page is left over from before."""
        self.page.locator(QUIET).wait_for()
        self.page.locator("[data-testid=stSkeleton]").first.wait_for(state="detached")
        return self

    def enrol(self) -> Walker:
        """Take part; the way to the walk is then open."""
        self.press(self.part("enrol").locator("button"))
        self.part("go_on").wait_for()
        return self.quiet()

    def part(self, key: str) -> Locator:
        return self.page.locator(of_key(key))

    def card(self, ref: str) -> Locator:
        return self.part(f"item-{ref}")

    def field(self, ref: str, name: str = "status") -> Locator:
        """The part of an item's field: its answer, a check, the note, or what belongs to these."""
        item = STANDARD.item(ref)
        assert item is not None
        ending = re.sub(r"[^a-z0-9_-]", "-", f"-{item.id}-{name}")
        # The class ends where the next begins; a field filled anew has a number more.
        endings = [ending, *(f"{ending}-{turn}" for turn in range(1, 9))]
        return self.page.locator(", ".join(f"[class*='{one} ']" for one in endings))

    def choice(self, ref: str, value: str, name: str = "status") -> Locator:
        """One of the answers of a field."""
        options = STATUSES if name == "status" else ("yes", "no", "not_applicable")
        return self.field(ref, name).get_by_role("radio").nth(options.index(value))

    def press(self, target: Locator) -> None:
        self.presses += 1
        target.click()

    def key(self, name: str) -> None:
        self.presses += 1
        self.page.keyboard.press(name)

    def digits(self, number: int) -> None:
        for digit in str(number):
            self.key(digit)

    def wheel_shows(self, answers: Mapping[str, Any], key: str = "walk_header") -> None:
        """Wait until the wheel says that exactly these answers are stored."""
        from playwright.sync_api import expect

        expect(self.part(key).locator("img").first).to_have_attribute("alt", wheel_alt(answers))

    def answered(self, *so_far: str) -> None:
        """Wait until the steps say how far their areas are, such as 3/3."""
        from playwright.sync_api import expect

        for place, numbers in enumerate(so_far):
            step = self.part("area").get_by_role("radio").nth(place)
            expect(step).to_contain_text(numbers)

    def saved(self, ref: str) -> None:
        """Wait until the card says when it was saved."""
        from playwright.sync_api import expect

        expect(self.card(ref)).to_contain_text(TIME)

    def focused(self, target: Locator) -> bool:
        return bool(target.evaluate("part => part.contains(document.activeElement)"))

    def tab_to(self, target: Locator) -> None:
        """Press Tab until the keyboard is inside the part, at most a page's worth of times."""
        target.wait_for()
        for _press in range(150):
            if self.focused(target):
                return
            self.key("Tab")
        raise AssertionError(f"no number of Tabs leads to {target}")


def read_rows(database: Path, sql: str) -> list[tuple[Any, ...]]:
    """Rows of a database whose server has ended."""
    store = Store.open(database)
    try:
        with store.read() as query:
            return query.rows(sql)
    finally:
        store.close()
