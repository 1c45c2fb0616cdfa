"""Evidence in the application itself: a photo from the phone to the reviewer's eyes, and back."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from green.people import passwords, records
from green.people.model import Actor
from green.store import Store
from tests.database import LISHANLU, LOCAL, PASSWORD, let_in
from tests.e2e.conftest import Server
from tests.e2e.photos import photos
from tests.e2e.walker import WALK, Walker, read_rows

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
EVIDENCE = "evidence"


class Officer(Walker):
    """Somebody who brings evidence for the first item."""

    def unfold(self) -> Locator:
        """The evidence of item 1, unfolded."""
        box = self.part("evidence.co-creation")
        box.locator("summary").first.click()
        # What unfolds takes no press until it has.
        box.locator("[data-testid=stExpanderDetails]").get_by_role("combobox").wait_for()
        self.page.wait_for_function(
            "box => !box.getAnimations({subtree: true}).length", arg=box.element_handle()
        )
        return box

    def say_what(self, box: Locator, what: str) -> None:
        box.get_by_role("combobox").fill(what)
        self.page.keyboard.press("Enter")
        # Only then does it take files: the page has been told what they are.
        box.locator(".upload .choose:enabled").wait_for()

    def give(self, box: Locator, path: Path) -> None:
        box.locator(".upload input[multiple]").set_input_files(path)


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """Four megabytes in several parts, with the marks of a PDF at both ends."""
    path = tmp_path / "议事会记录.pdf"
    middle = random.Random(3).randbytes(4 * 1024 * 1024)  # noqa: S311
    path.write_bytes(b"%PDF-1.7\n" + middle.hex().encode()[: len(middle)] + _END)
    return path


_END = b"\nxref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 1 >>\nstartxref\n9\n%%EOF\n"


def test_a_photo_is_seen_where_it_belongs_and_nobody_elses_is_given_away(
    start_server: Callable[..., Server],
    open_page: Callable[..., Page],
    tmp_path: Path,
    console_errors: list[str],
    outside_requests: list[str],
) -> None:
    from playwright.sync_api import expect

    def prepare(store: Store) -> None:
        let_in(store, Actor("neighbour"), scope=LISHANLU)
        with store.write() as query:
            records.set_credential(query, "neighbour", passwords.hash_of(PASSWORD), "data")

    server = start_server(prepare=prepare)
    officer = Officer(open_page(**PHONE), server.url)
    officer.open().enrol()
    officer.open(WALK)
    box = officer.unfold()
    officer.say_what(box, "小花园")
    note = officer.field("1", "note").locator("input")
    (photo,) = photos(tmp_path, 1)
    officer.give(box, photo)
    note.press_sequentially("孩子们也来了", delay=20)
    picture = box.locator("img[src^='/evidence/files/']")
    expect(picture).to_be_visible()
    assert picture.evaluate("picture => picture.decode().then(() => picture.naturalWidth)") == 1600
    expect(note).to_have_value("孩子们也来了")
    fake = tmp_path / "现场.jpg"
    fake.write_text("<script>alert(1)</script>", encoding="utf-8")
    officer.give(box, fake)
    refused = box.locator(".file[data-state=refused]")
    expect(refused).to_contain_text("现场.jpg")
    # The library has the one piece, with its picture.
    officer.open(EVIDENCE)
    expect(officer.page.locator("img[src^='/evidence/files/']")).to_have_count(1)
    address = officer.page.locator("img[src^='/evidence/files/']").get_attribute("src")
    # The browser notes by itself that something was refused; nothing else went wrong.
    assert [one for one in console_errors if "422" not in one] == []
    neighbour = Walker(open_page(), server.url, stranger=True)
    neighbour.page.goto(f"{server.url}/sign-in")
    neighbour.page.locator("input[name=name]").fill("neighbour")
    neighbour.page.locator("input[name=password]").fill(PASSWORD)
    neighbour.page.keyboard.press("Enter")
    neighbour.part("lang").wait_for()
    assert neighbour.page.request.get(f"{server.url}{address}").status == 403
    assert officer.page.request.get(f"{server.url}{address}").status == 200
    assert outside_requests == []
    server.stop()
    refusals = "select person, subject from log where action = 'refuse'"
    assert read_rows(server.database, refusals) == [("neighbour", "370102001002")]
    kept = "select count(*), count(distinct sha256) from evidence_file"
    assert read_rows(server.database, kept) == [(1, 1)]


def test_a_server_killed_in_the_middle_of_a_file_leaves_no_half_one_and_the_retry_completes(
    start_server: Callable[..., Server], page: Page, document: Path
) -> None:
    from playwright.sync_api import expect

    server = start_server()
    officer = Officer(page, server.url)
    officer.open().enrol()
    officer.open(WALK)
    box = officer.unfold()
    officer.say_what(box, "议事会记录")
    network = page.context.new_cdp_session(page)
    slow = {"offline": False, "latency": 20, "downloadThroughput": 1 << 20}
    network.send("Network.emulateNetworkConditions", slow | {"uploadThroughput": 1 << 20})
    officer.give(box, document)
    bar = box.locator(".file").get_by_role("progressbar")
    page.wait_for_function(
        "bar => 20 < bar.ariaValueNow && bar.ariaValueNow < 80", arg=bar.element_handle()
    )
    server.kill()
    assert read_rows(server.database, "select count(*) from evidence_file") == [(0,)]
    folder = server.database.with_name("green-evidence")
    assert [path for path in folder.glob("??/*") if path.is_file()] == []
    assert any((folder / "arriving").iterdir())
    network.send("Network.emulateNetworkConditions", slow | {"uploadThroughput": -1})
    server.start()
    # Nobody does anything: the page finds the server again, and the file goes on.
    expect(box.locator("a[href^='/evidence/files/']")).to_have_text(
        "议事会记录.pdf", timeout=60_000
    )
    server.stop()
    (row,) = read_rows(server.database, "select sha256, bytes, person from evidence_file")
    assert row[1:] == (document.stat().st_size, LOCAL.person)
    assert (folder / row[0][:2] / row[0]).read_bytes() == document.read_bytes()
    assert not any((folder / "arriving").iterdir())
