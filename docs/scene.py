"""What the pictures show beside the simulated history: people who come and go, and their log.

It is played by the rules of the application, so that every run shows the same. What differs all
the same, this run's day, hours, passwords and invitations, is hidden.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel.dates import format_date
from PIL import Image, ImageDraw

from green import clock
from green.assessment.attaching import NewEvidence, attach_evidence
from green.assessment.model import EvidenceFile, open_case
from green.assessment.programmes import programme_here
from green.evidence.storage import Folder
from green.people import granting, guard, invitations, records
from green.people.invitations import Wanted, link
from green.people.model import Action, Actor, Role
from green.progress import denominating
from green.registry.records import community_by_code
from green.settings import Settings
from green.store import Store
from green.texts import LANGUAGES
from green.ui.admin.people_invite import qr
from tests.database import JIEFANGQIAO, PASSWORD, Days

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.e2e.conftest import Server

ADMINISTRATOR, OFFICER, REVIEWER = (
    Actor(f"simulated-{role}") for role in ("administrator", "officer", "reviewer")
)
LIXIA, JINAN, QINGDAO = "370102", "3701", "3702"
# What the pictures say instead of this run's own day, hour, passwords and invitations.
DAY, HOUR = date(2026, 12, 1), "09:00"
USUAL = "http://127.0.0.1:8501"
TOKEN = "for-example-" * 3 + "example"


def first_administrator(program: Browser, server: Server) -> None:
    """Make the first account of the real data with the code of the console."""
    context = program.new_context()
    page = context.new_page()
    page.goto(f"{server.url}/first-administrator")
    code = re.findall(r"[A-Z2-9]{4}(?:-[A-Z2-9]{4}){3}", server.log)[-1]
    for field, text in {"code": code, "person_id": "lina", "name": "李娜"}.items():
        page.locator(f"input[name={field}]").fill(text)
    for password in page.locator("input[type=password]").all():
        password.fill(PASSWORD)
    page.locator("button.primary").click()
    page.locator(".st-key-lang").wait_for(state="attached")
    context.close()


def play(path: Path, community: str) -> str:
    """January 2023 in the simulated data; returns the token of an invitation that is open.

    `community` brings two photos.

    Roles begin on these days; the log is of today, for the accounts were made today.
    """
    store = Store.open(path)
    with pytest.MonkeyPatch.context() as patch:
        days = Days(date(2023, 1, 1))
        patch.setattr(clock, "now", days.now)
        patch.setattr(clock, "today", days.today)
        days.go_to(date(2023, 1, 4))
        arrive(store, "wangfang", "王芳", "officer", JIEFANGQIAO)
        arrive(store, "liqiang", "李强", "reviewer", LIXIA)
        arrive(store, "zhaomin", "赵敏", "viewer", QINGDAO)
        days.go_to(date(2023, 1, 5))
        bring_photos(store, community)
        days.go_to(date(2023, 1, 9))
        with suppress(guard.NotAllowed):
            guard.somewhere(store, OFFICER, Action.SEE_LOG)
        document = "济民基〔2023〕1号（模拟）"
        denominating.record(store, REVIEWER, JINAN, 1072, date(2023, 1, 1), document)
        document = "青民基〔2023〕2号（模拟）"
        denominating.record(store, REVIEWER, QINGDAO, 1189, date(2023, 1, 1), document)
        days.go_to(date(2023, 1, 16))
        granting.give(store, ADMINISTRATOR, "liqiang", "viewer", JINAN)
        with store.read() as query:
            (held,) = records.grants(query, holder="wangfang")
        arrive(store, "chenjing", "陈静", "officer", JIEFANGQIAO, held.id)
        granting.close_account(store, ADMINISTRATOR, "zhaomin")
    wanted = Wanted("王芳", "officer", JIEFANGQIAO)
    (token,) = invitations.invite(store, ADMINISTRATOR, [wanted])
    store.close()
    return token


def arrive(
    store: Store, name: str, shown: str, role: Role, scope: str, replaces: int | None = None
) -> None:
    """Somebody is invited, and accepts."""
    (token,) = invitations.invite(store, ADMINISTRATOR, [Wanted(shown, role, scope, replaces)])
    invitations.accept(store, token, name, shown, PASSWORD)


def bring_photos(store: Store, code: str) -> None:
    """A garden and a board, drawn, as evidence of items 7 and 13."""
    files = Folder(Settings(store.path).evidence_of(store.path))
    with store.read() as query:
        day = clock.today()
        case = open_case(programme_here(query), community_by_code(query, code, day), day)
    for ref, what, picture in (("7", "口袋花园", garden()), ("13", "宣传栏", board())):
        file = EvidenceFile(files.keep(picture), "jpeg", f"IMG_{ref}.jpg", len(picture))
        new = NewEvidence(what, clock.today(), file=file, upload=f"photo-{ref}")
        attach_evidence(store, case, ref, new, OFFICER)


def garden() -> bytes:
    """Trees, a path and a bench under a clear sky."""
    picture = Image.new("RGB", (1200, 900), "#bcd9ee")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 520, 1200, 900), fill="#8fb86a")
    draw.polygon([(520, 900), (820, 900), (660, 520), (620, 520)], fill="#e3d6bd")
    for x, size, leaves in ((180, 150, "#3f7d45"), (400, 110, "#5a9a4f"), (960, 170, "#35703d")):
        draw.rectangle((x - 14, 430, x + 14, 620), fill="#7a5b3e")
        draw.ellipse((x - size, 470 - 2 * size, x + size, 470), fill=leaves)
    draw.rectangle((780, 640, 1040, 664), fill="#8a5a33")
    for x in (800, 1000):
        draw.rectangle((x, 664, x + 18, 730), fill="#5d4630")
    return jpeg(picture)


def board() -> bytes:
    """A board with notices behind glass."""
    picture = Image.new("RGB", (1200, 900), "#e8ece6")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 760, 1200, 900), fill="#b9b4a8")
    draw.rectangle((140, 180, 1060, 660), fill="#2f6b4f")
    for place in range(3):
        left = 190 + place * 285
        draw.rectangle((left, 240, left + 250, 600), fill="#fbfaf5")
        for line in range(5):
            end = left + 220 - line % 3 * 40
            draw.rectangle((left + 30, 290 + line * 55, end, 306 + line * 55), fill="#9fb3a6")
    for x in (240, 920):
        draw.rectangle((x, 660, x + 40, 790), fill="#5f6b63")
    return jpeg(picture)


def jpeg(picture: Image.Image) -> bytes:
    made = BytesIO()
    picture.save(made, "JPEG", quality=85)
    return made.getvalue()


def hide(page: Page, url: str, folder: Path) -> None:
    """Write something usual where the page names what is this run's own."""
    page.evaluate(
        """([folder, url, usual, token, days, hour, code]) => {
            document.body.normalize();
            const ours = new RegExp(`(${Object.keys(days).join("|")})( \\\\d{2}:\\\\d{2})?`, "g");
            const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            while (texts.nextNode()) {
                const node = texts.currentNode;
                node.nodeValue = node.nodeValue
                    .replaceAll(folder, "data/local")
                    .replaceAll(url, usual)
                    .replace(/(invitation\\/)[\\w-]{43}/g, `$1${token}`)
                    .replace(/\\b[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}\\b/g, "xxxx-xxxx-xxxx")
                    .replace(ours, (_, day, time) => days[day] + (time ? ` ${hour}` : ""));
                // An hour without its day is one of today. In the log every row has its own.
                const row = node.parentElement.closest("[class*='st-key-log-'] p");
                const number = row && row.textContent.match(/(\\d+)\\D*$/);
                node.nodeValue = node.nodeValue.replace(
                    /(?<![\\d日] )\\d{2}:\\d{2}:\\d{2}/,
                    number ? `09:${number[1].padStart(2, "0")}:00` : "18:00:00",
                );
            }
            for (const picture of document.querySelectorAll("img[alt*=QR], img[alt*='二维码']"))
                picture.src = "data:image/svg+xml," + encodeURIComponent(code);
        }""",
        [str(folder), url, USUAL, TOKEN, usual_days(), HOUR, qr(link(USUAL, TOKEN))],
    )


def usual_days() -> dict[str, str]:
    """What each of the days from today on is called, to what it is called in the pictures."""
    found = {}
    for ahead in (timedelta(n) for n in range(16)):
        before, after = clock.today() + ahead, DAY + ahead
        found[before.isoformat()] = after.isoformat()
        for language in LANGUAGES:
            found[format_date(before, "long", locale=language)] = format_date(
                after, "long", locale=language
            )
    return found
