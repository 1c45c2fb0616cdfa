"""Files of evidence come in pieces and leave as attachments, and only for who may."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from PIL import Image

from green.assessment.enrolment import enrol
from green.evidence import uploading
from green.people import accounts, granting, tickets, tokens
from green.people.model import CONSOLE, Actor
from green.settings import Settings
from green.store import Store
from tests.api.visitor import Visitor, add_account, leads_to
from tests.database import JIEFANGQIAO, LISHANLU, Days, case_of, rows
from tests.evidence.samples import PDF, package, picture

ASKED: dict[str, Any] = {
    "community": JIEFANGQIAO,
    "item": "noise",
    "what": "Minutes of the talk",
    "true_as_of": "2024-02-01",
    "kept_at": "",
    "name": "会议 纪要.pdf",
    "size": len(PDF),
}


# What an announcement says, and what is answered.
EARLY: list[tuple[dict[str, Any], int, str]] = [
    ({"item": "no-such"}, 404, "no item"),
    ({"true_as_of": "2024-03-02"}, 422, "future"),
    ({"true_as_of": "soon"}, 422, "not a date"),
    ({"what": " "}, 422, "blank"),
    ({"size": 20 * 1024**2 + 1}, 413, "larger than 20 MB"),
    ({"size": 0}, 422, "empty"),
    ({"size": "1"}, 422, "could not be read"),
    ({"size": True}, 422, "could not be read"),
    ({"replaces": 10**30}, 422, "could not be read"),
    ({"replaces": 77}, 404, "not in the library"),
    ({"community": LISHANLU}, 403, "outside your scope"),
    ({"community": "3701"}, 403, "outside your scope"),
    ({"on_behalf_of": "x" * 600}, 422, "600 characters"),
    ({"name": {"a": 1}}, 422, "could not be read"),
]


class Sender:
    """A page's script that sends files."""

    def __init__(self, browser: Visitor, query: str = "") -> None:
        self.client, self.query = browser.client, query
        self.client.headers["x-form-token"] = self.get("/evidence/token").json()["token"]

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(path + self.query, headers=headers)

    def begin(self, size: int, **other: object) -> Any:
        asked = ASKED | {"size": size} | other
        return self.client.post(f"/evidence/uploads{self.query}", json=asked)

    def part(self, upload: str, offset: int, piece: bytes) -> Any:
        path = f"/evidence/uploads/{upload}/part?offset={offset}{self.query.replace('?', '&')}"
        return self.client.post(path, content=piece)

    def done(self, upload: str) -> Any:
        return self.client.post(f"/evidence/uploads/{upload}/done{self.query}")

    def send(self, data: bytes, piece: int = 100, **other: object) -> Any:
        """All of a file, as the page does it; the last answer."""
        begun = self.begin(len(data), **other)
        if begun.status_code != 201:
            return begun
        upload, offset = begun.json()["id"], 0
        while offset < len(data):
            offset = self.part(upload, offset, data[offset : offset + piece]).json()["offset"]
        return self.done(upload)


@pytest.fixture
def folder(store: Store, days: Days) -> Path:
    """Where the files lie; the community takes part."""
    enrol(store, case_of(store, JIEFANGQIAO), Actor("local"))
    enrol(store, case_of(store, LISHANLU), Actor("local"))
    settings = Settings.from_environment()
    return settings.evidence_of(settings.database)


@pytest.fixture
def come(store: Store, folder: Path, visitor: Callable[..., Visitor]) -> Callable[..., Sender]:
    """Somebody who fills in a community, in a browser of their own."""

    def arrive(name: str = "fang", scope: str = JIEFANGQIAO, role: str = "officer") -> Sender:
        add_account(store, name, role, scope)
        browser = visitor()
        browser.sign_in(name)
        return Sender(browser)

    return arrive


def lies_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_a_file_that_came_in_pieces_is_attached_and_leaves_as_it_was(come, store, folder):
    fang = come()
    answer = fang.send(PDF)
    assert answer.status_code == 200
    evidence = answer.json()["evidence"]
    assert rows(store, "select item, kind from evidence_link_event") == [("noise", "attach")]
    assert rows(store, "select evidence, kind, name, person from evidence_file") == [
        (evidence, "pdf", "会议 纪要.pdf", "fang")
    ]
    (sha256,) = lies_in(folder)
    left = fang.get(f"/evidence/files/{evidence}", accept="*/*")
    assert (left.status_code, left.content) == (200, PDF)
    assert left.headers["content-type"] == "application/pdf"
    assert left.headers["content-length"] == str(len(PDF))
    assert left.headers["x-content-type-options"] == "nosniff"
    assert left.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert left.headers["cache-control"] == "private, no-store"
    way, _plain, name = left.headers["content-disposition"].split("; ")
    assert way == "attachment"
    assert unquote(name.removeprefix("filename*=UTF-8''")) == "会议 纪要.pdf"
    assert sha256 not in left.text


def test_a_picture_is_shown_in_a_page_and_a_document_never(come):
    fang = come()
    shown = fang.send(picture("PNG"), name="IMG_1.PNG").json()["evidence"]
    paper = fang.send(package(), name="x.docx").json()["evidence"]
    fang.query = "?show=1"
    answer = fang.get(f"/evidence/files/{shown}")
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["content-disposition"].startswith('inline; filename="IMG_1.jpg"')
    assert Image.open(io.BytesIO(answer.content)).size == (40, 30)
    answer = fang.get(f"/evidence/files/{paper}")
    assert answer.headers["content-disposition"].startswith("attachment")
    fang.query = ""
    answer = fang.get(f"/evidence/files/{shown}")
    assert answer.headers["content-disposition"].startswith("attachment")


def test_asking_for_the_end_again_after_a_lost_answer_attaches_nothing_twice(come, store):
    fang = come()
    upload = fang.begin(len(PDF)).json()["id"]
    fang.part(upload, 0, PDF)
    first = fang.done(upload).json()
    assert fang.done(upload).json() == first
    assert rows(store, "select count(*) from evidence") == [(1,)]
    # And nobody else is told what it became.
    assert come("lin").done(upload).status_code == 404


def test_a_part_that_is_there_already_says_where_to_go_on(come):
    fang = come()
    upload = fang.begin(len(PDF)).json()["id"]
    assert fang.part(upload, 0, PDF[:50]).json() == {"offset": 50}
    for offset in (0, 49, 51, -1, "x", ""):
        again = fang.part(upload, offset, PDF[:50])
        assert (again.status_code, again.json()) == (409, {"offset": 50})
    assert fang.get(f"/evidence/uploads/{upload}").json() == {"offset": 50, "size": len(PDF)}
    early = fang.done(upload)
    assert (early.status_code, early.json()) == (409, {"offset": 50})
    assert fang.part(upload, 50, PDF[50:]).status_code == 200
    assert fang.part(upload, len(PDF), b"more").status_code == 422
    assert fang.done(upload).status_code == 200


def test_an_arrival_is_its_persons_alone(come):
    fang, li = come(), come("lin")
    upload = fang.begin(len(PDF)).json()["id"]
    for answer in (
        li.get(f"/evidence/uploads/{upload}"),
        li.part(upload, 0, b"x"),
        li.done(upload),
        li.get("/evidence/uploads/..x"),
        li.done("x" * 43),
        li.client.delete(f"/evidence/uploads/{upload}"),
        li.part("green", 0, b"x"),
    ):
        assert answer.status_code == 404
    assert fang.get(f"/evidence/uploads/{upload}").json()["offset"] == 0


def test_what_is_cancelled_leaves_nothing_behind(come, folder):
    fang = come()
    upload = fang.begin(len(PDF)).json()["id"]
    fang.part(upload, 0, PDF[:50])
    assert fang.client.delete(f"/evidence/uploads/{upload}").status_code == 200
    assert lies_in(folder) == []
    assert fang.part(upload, 50, PDF[50:]).status_code == 404
    assert fang.client.delete(f"/evidence/uploads/{upload}").status_code == 404


def test_a_window_of_who_was_here_before_sends_nothing_in_the_name_of_who_is_here_now(come, folder):
    li = come("lin")
    assert li.begin(len(PDF)).status_code == 201
    li.client.headers["x-owner"] = tokens.mark_of("lin")
    assert li.begin(len(PDF)).status_code == 201
    before = lies_in(folder)
    li.client.headers["x-owner"] = tokens.mark_of("fang")
    assert li.begin(len(PDF)).status_code == 401
    assert lies_in(folder) == before


def test_what_will_be_refused_is_refused_before_anything_is_sent(come, folder):
    fang = come()
    for other, status, sentence in EARLY:
        answer = fang.begin(**({"size": len(PDF)} | other))
        assert answer.status_code == status, other
        assert set(answer.json()) == {"what", "where", "mend"}
        assert sentence in answer.json()["what"]
    assert lies_in(folder) == []


def test_refusals_speak_the_language_chosen_here(come):
    fang = come()
    fang.client.cookies.set("lang", "zh_CN")
    assert fang.begin(0).json()["what"] == "文件是空的。"
    fang.query = "?lang=en"
    assert fang.begin(0).json()["what"] == "The file is empty."


def test_a_content_that_is_not_taken_leaves_nothing_behind(come, store, folder):
    answer = come().send(b"<html><script>alert(1)</script></html>", name="photo.jpg")
    assert answer.status_code == 422
    assert answer.json()["what"] == "This is a web page."
    assert answer.json()["mend"]
    assert lies_in(folder) == []
    assert rows(store, "select count(*) from evidence") == [(0,)]


def test_if_attaching_is_refused_a_content_stays_only_where_somebody_else_has_it(
    come, store, folder
):
    fang = come()
    fang.send(PDF)
    kept = lies_in(folder)
    grant = rows(store, "select id from role_grant where holder = 'fang'")[0][0]
    same, other = PDF, PDF.replace(b"1.4", b"1.7")
    uploads = [fang.begin(len(data)).json()["id"] for data in (same, other)]
    for upload, data in zip(uploads, (same, other), strict=True):
        fang.part(upload, 0, data)
    granting.end(store, Actor(CONSOLE), grant)
    for upload in uploads:
        assert fang.done(upload).status_code == 403
    assert lies_in(folder) == kept


def test_parts_are_small_and_say_how_long_they_are(come, folder):
    fang = come()
    upload = fang.begin(5 * 1024**2).json()["id"]
    large = fang.part(upload, 0, b"x" * (1024**2 + 1))
    assert (large.status_code, large.headers["connection"]) == (413, "close")
    endless = fang.part(upload, 0, iter([b"x" * 1000] * 10))
    assert endless.status_code == 413
    assert fang.client.post("/evidence/uploads", content=b"{" * 70_000).status_code == 413
    assert fang.get(f"/evidence/uploads/{upload}").json()["offset"] == 0


def test_an_announcement_that_is_none_is_refused(come, folder):
    fang = come()
    for body in (b"", b"[1]", b"{}", b"\xff", b"[" * 60_000, b'{"size": 1}'):
        answer = fang.client.post("/evidence/uploads", content=body)
        assert answer.status_code in {422, 403}, body
        assert answer.json()["what"]
    assert lies_in(folder) == []


def test_an_error_that_nobody_foresaw_is_a_number_for_the_script(come, monkeypatch, caplog):
    def fail(*_given: object) -> None:
        raise RuntimeError("secret")

    fang = come()
    monkeypatch.setattr(uploading, "begin", fail)
    answer = fang.begin(10)
    assert (answer.status_code, set(answer.json())) == (500, {"what", "where", "mend"})
    assert "secret" not in answer.text
    assert f"Incident {answer.json()['mend'].split()[-1]}" in caplog.text


def test_who_is_not_signed_in_is_told_so_and_a_reader_is_led_there(come, visitor):
    evidence = come().send(PDF).json()["evidence"]
    stranger = Sender(visitor())
    for answer in (
        stranger.begin(10),
        stranger.done("x" * 43),
        stranger.get(f"/evidence/files/{evidence}", accept="*/*"),
    ):
        assert answer.status_code == 401
        assert answer.json()["mend"]
    where = leads_to(stranger.get(f"/evidence/files/{evidence}", accept="text/html"))
    assert where == ("/sign-in", {"next": f"/evidence/files/{evidence}"})


def test_without_the_forms_token_or_from_another_site_nothing_is_taken(come, folder):
    fang = come()
    other = fang.client.post(
        "/evidence/uploads", json=ASKED, headers={"sec-fetch-site": "cross-site"}
    )
    assert other.status_code == 403
    del fang.client.headers["x-form-token"]
    old = fang.begin(10)
    assert old.status_code == 403
    assert old.json()["what"] == "The form is too old."
    assert lies_in(folder) == []


def test_another_communitys_file_is_refused_and_logged_and_an_unknown_one_is_not_there(come, store):
    evidence = come().send(PDF).json()["evidence"]
    li = come("lin", LISHANLU)
    answer = li.get(f"/evidence/files/{evidence}", accept="*/*")
    assert answer.status_code == 403
    assert PDF not in answer.content
    refusals = "select person, subject from log where action = 'refuse'"
    assert rows(store, refusals) == [("lin", JIEFANGQIAO)]
    read = li.get(f"/evidence/files/{evidence}", accept="text/html")
    assert read.headers["content-type"].startswith("text/html")
    for unknown in (evidence + 1, 0, -1, "x", 10**17, 10**30, "%EF%BC%91"):
        assert li.get(f"/evidence/files/{unknown}", accept="*/*").status_code == 404
    assert len(rows(store, refusals)) == 1
    reviewer = come("sun", "3701", "reviewer")
    assert reviewer.get(f"/evidence/files/{evidence}").content == PDF


def test_what_was_taken_out_is_still_there_for_who_cited_it_and_what_was_erased_is_not(come, store):
    fang = come()
    cited, gone = (fang.send(PDF).json()["evidence"] for _ in range(2))
    for evidence, is_erased in ((cited, False), (gone, True)):
        with store.write() as query:
            query.run(
                "insert into evidence_end values ($evidence, $is_erased, $at, 'fang')",
                evidence=evidence,
                is_erased=is_erased,
                at=query.at,
            )
    assert fang.get(f"/evidence/files/{cited}").status_code == 200
    assert fang.get(f"/evidence/files/{gone}").status_code == 404


def test_a_file_that_is_missing_from_the_disk_is_said_to_be(come, folder):
    fang = come()
    evidence = fang.send(PDF).json()["evidence"]
    next(path for path in folder.rglob("*") if path.is_file()).unlink()
    answer = fang.get(f"/evidence/files/{evidence}", accept="*/*")
    assert answer.status_code == 404
    assert "missing" in answer.json()["what"]


def test_simulated_data_have_files_of_their_own(come, store, folder, simulated, visitor):
    evidence = come().send(PDF).json()["evidence"]
    guest = visitor()
    guest.sign_in("simulated-officer", "seven blue horses", "/sign-in?data=simulated")
    sender = Sender(guest, "?data=simulated")
    assert sender.get(f"/evidence/files/{evidence}").status_code == 404
    assert sender.begin(10).status_code == 404
    sender.query = ""
    assert sender.get(f"/evidence/files/{evidence}", accept="*/*").status_code == 401


def test_a_ticket_stands_for_who_comes_from_a_provider(come, store, visitor, monkeypatch, days):
    evidence = come().send(PDF).json()["evidence"]
    ticket, other = tickets.give("fang"), tickets.give("nobody")
    browser = visitor()
    path = f"/evidence/files/{evidence}"
    plain = {"accept": "*/*"}
    assert browser.open(path, **plain | {"x-ticket": ticket}).status_code == 401
    monkeypatch.setenv("GREEN_SIGN_IN", "oidc")
    assert browser.open(path, **plain | {"x-ticket": ticket}).content == PDF
    assert browser.open(f"{path}?ticket={ticket}", **plain).content == PDF
    sealed = ticket.partition(".")[0]
    for wrong in (other, ticket[:-1], f"{sealed}.x", sealed, "", "é", ticket + "=", "x" * 5000):
        response = browser.client.get(path, headers={**plain, "x-ticket": wrong.encode()})
        assert response.status_code == 401, wrong
    granting.close_account(store, Actor(CONSOLE), "fang")
    assert browser.open(path, **plain | {"x-ticket": ticket}).status_code == 401


def test_a_ticket_is_good_for_an_hour_and_not_after_signing_out_everywhere(store, days, folder):
    add_account(store, "fang")
    ticket = tickets.give("fang")
    with store.read() as query:
        known = tickets.who(query, ticket)
        assert known is not None
        query.at += timedelta(hours=2)
        assert tickets.who(query, ticket) is None
    accounts.sign_out_everywhere(store, Actor("fang"))
    with store.read() as query:
        assert tickets.who(query, ticket) is None
