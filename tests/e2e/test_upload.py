"""Files on their way from a browser: small, once, to the end, and without anybody waiting."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from PIL import Image

from green.store import Store
from tests.e2e.conftest import HERE, WAIT_MS, Server
from tests.e2e.photos import photos

if TYPE_CHECKING:
    from playwright.sync_api import (
        Browser,
        BrowserContext,
        ConsoleMessage,
        Locator,
        Page,
        WebSocketRoute,
    )

APP = "tests/e2e/uploads/app.py"
MB = 1024 * 1024
SLOW = {"slow": "0.25"}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of one page for files, with routes that remember what came."""
    folder = tmp_path_factory.mktemp("uploads")
    database = folder / "green.duckdb"
    Store.open(database, create=True).close()
    server = Server(database, folder, APP)
    server.start()
    yield server.url
    server.stop()


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One browser for all tests, which has Streamlit's scripts at hand after the first."""
    context = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(WAIT_MS)
    yield context
    context.close()


@pytest.fixture
def desk(address: str, context: BrowserContext) -> Iterator[Desk]:
    """A new window, with a server that remembers nothing and a browser that keeps nothing yet."""
    page = context.new_page()
    desk = Desk(page, address)
    desk.tell("empty")
    yield desk.open()
    context.set_offline(False)
    origin = {"origin": address, "storageTypes": "indexeddb"}
    context.new_cdp_session(page).send("Storage.clearDataForOrigin", origin)
    for page in context.pages:
        page.close()


class Desk:
    """A window on the page for files, and what the server has seen of it."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url
        self.asked_of: set[str | None] = set()
        self.complaints: list[str] = []
        page.on("request", lambda request: self.asked_of.add(urlsplit(request.url).hostname))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._hear)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(message.text)

    def open(self, query: str = "") -> Desk:
        self.page.goto(f"{self.url}/{query}")
        self.part().locator(".choose").wait_for()
        return self

    def tell(self, what: str, **how: str) -> Any:
        return self.page.request.get(f"{self.url}/stub/{what}", params=how).body()

    def part(self, item: str = "noise") -> Locator:
        return self.page.locator(f".st-key-card-{item} .upload")

    def give(self, *files: Path) -> None:
        self.part().locator("input[multiple]").set_input_files(list(files))

    def lines(self, state: str = "") -> Locator:
        return self.part().locator(f".file[data-state='{state}']" if state else ".file")

    def seen(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.page.request.get(f"{self.url}/stub/seen").json()
        return found

    def press(self, label: str) -> None:
        self.page.locator(".st-key-page").get_by_text(label, exact=True).click()

    def all_stored(self, count: int) -> list[dict[str, Any]]:
        """Wait until the page has been told of so many files and shows them."""
        from playwright.sync_api import expect

        told = self.page.get_by_text(re.compile(r"^stored \d+ in")).first
        expect(told).to_contain_text(f"stored {count} in")
        return self.seen()

    def part_has_arrived(self) -> None:
        """Wait until some of a file is there, and not all of it."""
        bar = self.lines().get_by_role("progressbar").first
        self.page.wait_for_function(
            "bar => bar.ariaValueNow > 0 && bar.ariaValueNow < 90", arg=bar.element_handle()
        )


class Line:
    """Streamlit's connection from a page that is opened after this, to be cut and mended."""

    def __init__(self, page: Page) -> None:
        self._is_cut = False
        self._open: list[WebSocketRoute] = []
        page.route_web_socket("**/_stcore/stream**", self._connect)

    def cut(self) -> None:
        self._is_cut = True
        self._open.pop().close()

    def mend(self) -> None:
        self._is_cut = False

    def _connect(self, line: WebSocketRoute) -> None:
        if self._is_cut:
            line.close()
            return
        line.connect_to_server()
        self._open.append(line)


@pytest.fixture(scope="module")
def ten_photos(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return photos(tmp_path_factory.mktemp("photos"), 10)


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """Three megabytes that cannot be made smaller: several parts."""
    path = tmp_path / "plan.pdf"
    path.write_bytes(b"%PDF-1.7\n" + random.Random(3).randbytes(3 * MB))  # noqa: S311
    return path


def test_ten_photos_arrive_small_while_somebody_types(desk: Desk, ten_photos: list[Path]) -> None:
    from playwright.sync_api import expect

    assert all(7 * MB < photo.stat().st_size < 9 * MB for photo in ten_photos)
    network = desk.page.context.new_cdp_session(desk.page)
    network.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 40, "downloadThroughput": MB, "uploadThroughput": MB},
    )
    desk.give(*ten_photos)
    note = desk.page.get_by_label("Note")
    note.press_sequentially("两只垃圾桶", delay=60)
    desk.press("Run again")
    desk.press("Another page")
    expect(desk.part()).to_have_count(0)
    desk.press("Another page")
    note.click()
    note.press_sequentially("，一盏灯", delay=60)
    seen = desk.all_stored(10)
    expect(note).to_have_value("两只垃圾桶，一盏灯")
    expect(note).to_be_focused()
    assert len(seen) == 10
    assert {one["about"]["name"] for one in seen} == {photo.name for photo in ten_photos}
    for one in seen:
        content = desk.tell(f"content/{one['id']}")
        assert len(content) < 500_000
        picture = Image.open(io.BytesIO(content))
        is_upright = int(one["about"]["name"][4:8]) % 2 == 0
        assert picture.size == ((1200, 1600) if is_upright else (1600, 1200))
        assert not picture.getexif()
        assert _is_brighter_at_the_right(
            picture.rotate(90, expand=is_upright) if is_upright else picture
        )
        assert b"Pretend" not in content
        asked = {name: one["about"][name] for name in ("community", "item", "what", "true_as_of")}
        assert asked == {
            "community": "370102001002",
            "item": "noise",
            "what": "Photo",
            "true_as_of": "2026-11-28",
        }
    expect(desk.part("greening").locator(".file")).to_have_count(0)
    assert desk.asked_of <= {HERE, None}
    assert desk.complaints == []


def _is_brighter_at_the_right(picture: Image.Image) -> bool:
    grey = picture.convert("L").resize((2, 1), Image.Resampling.BOX)
    left, right = grey.tobytes()
    return left < right


def test_what_was_broken_off_goes_on_by_itself_and_sends_no_part_twice(
    desk: Desk, document: Path
) -> None:
    from playwright.sync_api import expect

    line = Line(desk.page)
    desk.open()
    desk.page.get_by_label("Note").click()
    desk.page.keyboard.type("打了一半")
    desk.tell("behave", **SLOW)
    desk.give(document)
    desk.part_has_arrived()
    line.cut()
    desk.page.context.set_offline(True)
    expect(desk.lines("offline")).to_contain_text("等待网络")
    desk.page.context.set_offline(False)
    expect(desk.lines("stored")).to_have_count(1)
    # Streamlit's own connection is still down, and what the page is told now is lost.
    line.mend()
    (one,) = desk.all_stored(1)
    expect(desk.page.get_by_label("Note")).to_have_value("打了一半")
    assert desk.tell(f"content/{one['id']}") == document.read_bytes()
    # The part that was under way may have arrived without the browser hearing of it.
    assert len(one["parts"]) - len(set(one["parts"])) <= 1
    assert one["parts"].count(0) == 1


def test_a_page_that_is_loaded_again_goes_on_from_where_it_was(desk: Desk, document: Path) -> None:
    from playwright.sync_api import expect

    desk.tell("behave", **SLOW)
    desk.give(document)
    desk.part_has_arrived()
    desk.page.reload()
    other = Desk(desk.page.context.new_page(), desk.url).open()
    (one,) = desk.all_stored(1)
    assert desk.tell(f"content/{one['id']}") == document.read_bytes()
    assert one["parts"].count(0) == 1
    # A second window of the same person leaves it alone, and nothing is left for a third.
    expect(other.lines()).to_have_count(0)
    desk.page.reload()
    desk.part().locator(".choose").wait_for()
    expect(desk.lines()).to_have_count(0)
    assert len(desk.seen()) == 1


def test_a_refusal_is_in_the_servers_words_and_can_be_tried_again(
    desk: Desk, document: Path
) -> None:
    from playwright.sync_api import expect

    desk.tell("behave", refuses="资料库已满。")
    desk.give(document)
    expect(desk.lines("refused")).to_contain_text("未接收：资料库已满。")
    assert desk.seen() == []
    desk.tell("behave")
    desk.lines("refused").locator(".again").click()
    assert len(desk.all_stored(1)) == 1


def test_what_is_cancelled_or_too_large_does_not_arrive(
    desk: Desk, document: Path, tmp_path: Path
) -> None:
    from playwright.sync_api import expect

    large = tmp_path / "large.pdf"
    large.write_bytes(bytes(20 * MB + 1))
    desk.tell("behave", **SLOW)
    desk.give(document, large)
    expect(desk.lines("refused")).to_contain_text("文件超过 20 MB")
    expect(desk.lines("refused").locator(".again")).to_be_hidden()
    desk.part_has_arrived()
    desk.lines("sending").locator(".cancel").click()
    desk.lines("refused").locator(".cancel").click()
    expect(desk.lines()).to_have_count(0)
    desk.open()
    expect(desk.lines()).to_have_count(0)
    (one,) = desk.seen()
    assert one["about"]["name"] == "plan.pdf"
    assert one["evidence"] is None
    assert one["is_cancelled"], "the server need not keep what came of it"
    assert one["bytes"] < document.stat().st_size


def test_who_is_signed_out_keeps_the_file(desk: Desk, document: Path) -> None:
    from playwright.sync_api import expect

    desk.tell("behave", **SLOW)
    desk.give(document)
    desk.part_has_arrived()
    desk.tell("behave", signed_out="yes")
    expect(desk.lines("signed_out")).to_contain_text("请重新登录，文件已保留")
    desk.open("?lang=en")
    expect(desk.lines("signed_out")).to_contain_text("Sign in again; the file is kept")
    assert desk.seen()[0]["evidence"] is None
    desk.tell("behave")
    desk.open()
    (one,) = desk.all_stored(1)
    assert one["parts"].count(0) == 1


def test_without_a_database_in_the_browser_it_arrives_and_leaving_is_warned_of(
    desk: Desk, document: Path
) -> None:
    from playwright.sync_api import expect

    page = desk.page
    page.add_init_script("Object.defineProperty(window, 'indexedDB', { value: undefined })")
    desk.tell("behave", **SLOW)
    desk.open()
    desk.press("Run again")
    desk.give(document)
    expect(desk.part().locator(".stay")).to_contain_text("请勿关闭本页")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.evaluate("setTimeout(() => location.reload())")
    expect(desk.lines("stored")).to_have_count(1)
    assert asked == ["beforeunload"]
    assert len(desk.all_stored(1)) == 1
    expect(desk.part().locator(".stay")).to_be_hidden()


def test_it_is_used_with_the_keyboard_and_in_ones_own_language(
    desk: Desk, open_page: Callable[..., Page], document: Path
) -> None:
    from playwright.sync_api import expect

    expect(desk.part().locator(".choose")).to_have_text("选择文件")
    expect(desk.part().locator(".photo")).to_be_hidden()
    phone = open_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    phone = Desk(phone, desk.url).open("?lang=en").page
    photo = phone.locator(".st-key-card-noise").get_by_role("button", name="Take a photo")
    assert photo.bounding_box()["height"] >= 44
    # Playwright takes over the choosing of files some time after it is asked to.
    desk.page.on("filechooser", lambda _chooser: None)
    desk.open("?lang=en")
    desk.page.locator(".st-key-closed input").focus()
    desk.page.keyboard.press("Tab")
    choose = desk.part().get_by_role("button", name="Choose files")
    expect(choose).to_be_focused()
    with desk.page.expect_file_chooser() as chooser:
        desk.page.keyboard.press("Enter")
    desk.tell("behave", **SLOW)
    chooser.value.set_files(document)
    bar = desk.part().get_by_role("progressbar", name="plan.pdf")
    expect(bar).to_have_attribute("aria-valuemax", "100")
    expect(choose).to_be_focused()
    desk.page.keyboard.press("Tab")
    expect(desk.part().get_by_role("button", name="Cancel plan.pdf")).to_be_focused()
    desk.page.keyboard.press("Enter")
    expect(choose).to_be_focused()
    desk.press("Closed")
    expect(choose).to_be_disabled()
    expect(desk.part()).to_contain_text("Handed in already")
    assert all(one["evidence"] is None for one in desk.seen())
