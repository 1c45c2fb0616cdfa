"""Takes the pictures in `docs/images`: every page, wide and narrow, in both languages and modes.

`make screenshots` runs it; `python -m docs.screenshots people log` takes those of two views alone.
It starts the app itself, on a database in a temporary folder and the simulated Shandong of the
usual seed beside it, so the same code gives the same pictures.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import numpy as np
from PIL import Image, ImageChops
from playwright.sync_api import sync_playwright

from docs.scene import first_administrator, hide, play
from green.people.model import Role
from green.settings import DEFAULT_PROVINCE, DEFAULT_SEED, ROOT, Settings
from green.simulation.build import simulate
from green.ui.chromium import OPTIONS, find_chromium
from tests.conftest import why_no_browser
from tests.database import JIEFANGQIAO
from tests.e2e.conftest import WAIT_MS, Server
from tests.e2e.walker import HOME, LAST, PROGRESS, WALK, Walker, read_rows

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, StorageState

IMAGES = ROOT / "docs" / "images"
# Width of the window to its least height.
SIZES = {1280: 800, 390: 844}
LANGUAGES = {"zh": {}, "en": {"lang": "English"}}
MODES = ("light", "dark")
SIMULATED = {"data": "simulated"}
# Of 255: by how much soft edges may differ from one run to the next.
NOISE = 24
# Of a page inside the shell, and of one outside.
HEIGHT = (
    "() => (document.querySelector('[data-testid=stMain]') || document.documentElement)"
    ".scrollHeight"
)
# What the READMEs show: the beginning of the page beside the sidebar, down to its first items.
FRONT = {"x": 301, "y": 0, "width": 979, "height": 592}

# A community in the middle of the walk, with something of everything: ten to thirteen items
# answered, item 5 not met in one of its checks, one item partly and one not met, nothing handed
# in; of these the one with most evidence and notes.
INTERESTING = """
    with answer as (
        select community, item, field, value,
            row_number() over (partition by community, item, field order by id desc) as place
        from answer_event
        where cycle = '2022'
    ),
    work as (
        select community,
            count(distinct item) as items,
            count(*) filter (where field = 'note') as notes,
            count(*) filter (where item = 'roads-sponge-waste' and value = '"no"') as failing,
            count(*) filter (where value like '%"partly"%') as partly,
            count(*) filter (where value like '%"unmet"%') as unmet
        from answer
        where place = 1
        group by community
    )
    select community.code
    from work
    join community on community.id = work.community
    left join evidence on evidence.community = work.community
    where items between 10 and 13 and failing > 0 and partly > 0 and unmet > 0
        and work.community not in (select community from submission)
        and work.community not in (select community from enrolment_event where kind = 'withdraw')
    group by community.code, notes
    order by notes + count(evidence.id) desc, community.code
    limit 1
"""


# What the province has begun to look at, and what the city has returned last and waits for.
BEGUN = """
    select community.code from decision
    join submission on submission.id = decision.submission
    join community on community.id = submission.community
    where decision.step = 'recheck' and not exists (
        select 1 from decision as later
        where later.submission = decision.submission and later.id > decision.id
    )
    order by decision.id limit 1
"""
RETURNED = """
    select community.code from submission_event
    join submission on submission.id = submission_event.submission
    join community on community.id = submission.community
    where submission_event.kind = 'return' and submission.cycle = '2022' and not exists (
        select 1 from submission as later
        where later.community = submission.community and later.id > submission.id
    )
    order by submission_event.id desc limit 1
"""


@dataclass(frozen=True)
class View:
    """One page as it is shown: its address, who looks at it, and the part that is drawn last.

    Without a `role` nobody is signed in. A page outside the shell has no `last`. `act` is what
    is typed and pressed before the picture is taken.
    """

    name: str
    path: str
    last: str = ""
    address: dict[str, str] = field(default_factory=dict)
    role: Role | None = None
    act: Callable[[Walker], None] = lambda _walker: None


def before_anybody() -> list[View]:
    """The first start as everybody meets it, without simulated data and without an account."""
    return [
        View("welcome", HOME, "build_simulated"),
        View("first-administrator", "first-administrator"),
    ]


def views(community: str, begun: str, returned: str, invitation: str) -> list[View]:
    """What is shown of simulated data, and the sign-in pages of both."""
    chosen = SIMULATED | {"community": community}
    came_back = SIMULATED | {"community": returned}
    in_review = SIMULATED | {"community": begun}
    side_by_side = SIMULATED | {"place": "3701", "codes": "370102,370103,370116"}
    return [
        View("log", "log", "download-csv", SIMULATED, "administrator"),
        View("people", "people", "find_person", SIMULATED, "administrator"),
        View("denominators", "denominators", "record", SIMULATED, "administrator"),
        View("registry", "registry", "page", SIMULATED, "administrator", dissolve),
        View("data", "data", "throw_away", SIMULATED, "administrator"),
        View("search", HOME, "found", SIMULATED, "officer", search),
        View("my-community", HOME, LAST[HOME], chosen, "officer"),
        View("self-assessment", WALK, LAST[WALK], chosen | {"area": "infrastructure"}, "officer"),
        View("evidence", "evidence", "library_search", chosen, "officer"),
        View("came-back", HOME, LAST[HOME], came_back, "officer"),
        View("review-queue", "review-queue", "found", SIMULATED, "reviewer"),
        View("review", "review", "pass_on", in_review, "reviewer"),
        View("notices", "notices", "page", SIMULATED, "reviewer"),
        View("decisions", "decisions", "page", SIMULATED, "reviewer"),
        View("re-check", "re-check", "page", SIMULATED, "reviewer"),
        View("spot-checks", "spot-checks", "page", SIMULATED, "reviewer"),
        View("forms", "forms", "forms-download", SIMULATED, "viewer"),
        View("progress", PROGRESS, LAST[PROGRESS], SIMULATED, "viewer"),
        View("works", "works", "works_plan", SIMULATED | {"place": "370102"}, "reviewer"),
        View("items", "items", "compared", side_by_side, "viewer"),
        View("help", "help", "guide_text", SIMULATED, "officer"),
        View("account", "account", address=SIMULATED, role="officer"),
        View("look-around", "sign-in", address=SIMULATED),
        View("sign-in", "sign-in"),
        View("invitation", f"invitation/{invitation}", address=SIMULATED),
        View("invite", "people", "invite", SIMULATED | {"part": "invite"}, "administrator", invite),
    ]


def search(walker: Walker) -> None:
    walker.part("find_community").locator("input").fill("jfq")
    walker.part("found").locator("button").first.wait_for()


def dissolve(walker: Walker) -> None:
    """Choose a community and check what its end would do; nothing is recorded."""
    walker.part("registry.place.text").locator("input").fill("jfq")
    walker.part("found").locator("button", has_text="解放桥").first.click()
    walker.part("registry.kind").locator("label").last.click()
    walker.quiet()
    walker.part("registry.day").locator("input").first.fill("2023-06-30")
    walker.part("registry.day").locator("input").first.press("Enter")
    walker.part("registry.document").locator("input").fill("历下政字〔2023〕5号")
    walker.part("registry.check").get_by_role("button").click()
    walker.part("registry.record").wait_for()


def invite(walker: Walker) -> None:
    """Fill in the form and press; what is left is the link to pass on."""
    walker.part("invite.name").locator("input").fill("王芳")
    walker.part("invite.role").get_by_role("radio").first.click()
    walker.part("invite.place.text").locator("input").fill("jfq")
    walker.part(f"invite.place.choose.{JIEFANGQIAO}").locator("button").click()
    walker.part("invite.place.clear").wait_for()
    walker.part("invite").locator("button:enabled").click()
    walker.part("invited").wait_for()


def main() -> None:
    """Take all pictures, or those of the views named, and say how much room they take."""
    if reason := why_no_browser():
        raise SystemExit(reason)
    wanted = set(sys.argv[1:])
    IMAGES.mkdir(exist_ok=True)
    with TemporaryDirectory() as name, browser() as program:
        folder = Path(name)
        settings = Settings(folder / "green.duckdb")
        server = Server(settings.database, folder)
        server.start()
        try:
            # While there are no simulated data: a picture of one who has nothing yet.
            for view in before_anybody():
                if not wanted or view.name in wanted:
                    take(program, server, folder, view, None)
            first_administrator(program, server)
            simulate(settings.simulated, DEFAULT_PROVINCE, DEFAULT_SEED)
            asked = (INTERESTING, BEGUN, RETURNED)
            found = [str(read_rows(settings.simulated, sql)[0][0]) for sql in asked]
            invitation = play(settings.simulated, found[0])
            keys: dict[Role | None, StorageState | None] = {None: None}
            for view in views(*found, invitation):
                if not wanted or view.name in wanted:
                    if view.role is not None and view.role not in keys:
                        keys[view.role] = signed_in(program, server, view.role)
                    take(program, server, folder, view, keys[view.role])
        finally:
            server.stop()
    size = sum(path.stat().st_size for path in IMAGES.glob("*.png"))
    sys.stdout.write(f"{IMAGES}: {size / 1e6:.1f} MB\n")


def signed_in(program: Browser, server: Server, role: Role) -> StorageState:
    """The cookies of one of the simulated people, who has come in with two browsers."""
    found = [come_in(program, server, role) for _browser in range(2)]
    return found[-1]


def come_in(program: Browser, server: Server, role: Role) -> StorageState:
    context = program.new_context()
    context.set_default_timeout(WAIT_MS)
    Walker(context.new_page(), server.url, role, stranger=True).open(HOME, None, **SIMULATED)
    cookies = context.storage_state()
    context.close()
    return cookies


@contextmanager
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        program = playwright.chromium.launch(executable_path=find_chromium(), args=OPTIONS)
        yield program
        program.close()


def take(
    program: Browser, server: Server, folder: Path, view: View, cookies: StorageState | None
) -> None:
    """One view in every size, language and mode."""
    for (width, height), language, mode in product(SIZES.items(), LANGUAGES, MODES):
        context = program.new_context(
            storage_state=cookies,
            color_scheme=mode,
            locale="zh-CN",
            viewport={"width": width, "height": height},
            reduced_motion="reduce",
            # Waiting for a condition runs a script from a string, which the app's policy forbids.
            bypass_csp=True,
        )
        context.set_default_timeout(WAIT_MS)
        page = context.new_page()
        walker = Walker(page, server.url, stranger=True)
        asked = LANGUAGES[language] | view.address
        if view.last:
            walker.open(view.path, **{"community": None} | asked)
            walker.part(view.last).last.wait_for()
            view.act(walker)
            walker.quiet()
        else:
            page.goto(f"{server.url}/{view.path}?{urlencode(asked)}")
        show_whole(page, width, height)
        if view.last:
            walker.quiet()
        settle(page)
        hide(page, server.url, folder)
        settle(page)
        picture = f"{view.name}-{width}-{language}-{mode}.png"
        save(page.screenshot(), IMAGES / picture)
        if picture == "my-community-1280-zh-light.png":
            save(page.screenshot(clip=FRONT), IMAGES / "my-community.png")
        context.close()


def show_whole(page: Page, width: int, height: int) -> None:
    """Make the window as high as the page, which Streamlit would scroll inside it."""
    settle(page)
    content = page.evaluate(f"({HEIGHT})()")
    page.set_viewport_size({"width": width, "height": max(height, int(content))})


def settle(page: Page) -> None:
    """Wait until fonts and pictures are there and nothing has changed its height for a while."""
    page.wait_for_function(
        """async () => {
            const height = HEIGHT;
            await document.fonts.ready;
            if (![...document.images].every(image => image.complete)) return false;
            const before = height();
            await new Promise(done => setTimeout(done, 400));
            return height() === before;
        }""".replace("HEIGHT", HEIGHT)
    )


def save(taken: bytes, path: Path) -> None:
    """Keep a picture small: of 128 colours the commonest as they are, and a spread of the rest.

    A picture that looks as it did is left alone, so that a difference in git is one to look at.
    """
    with Image.open(BytesIO(taken)) as opened:
        picture = opened.convert("RGB")
    codes = np.asarray(picture).astype(np.int32) @ [1 << 16, 1 << 8, 1]
    found, which, counts = np.unique(codes, return_inverse=True, return_counts=True)
    colours = np.stack([found >> 16, found >> 8 & 255, found & 255], axis=1)
    commonest = colours[np.argsort(-counts, kind="stable")[:64]]
    spread = picture.quantize(64, Image.Quantize.FASTOCTREE).getpalette() or []
    palette = np.concatenate([commonest, np.array(spread).reshape(-1, 3)])
    apart = colours[:, None, :] - palette[None, :, :]
    nearest = (apart**2).sum(axis=2).argmin(axis=1).astype(np.uint8)
    few = Image.fromarray(nearest[which].reshape(picture.height, picture.width), "P")
    few.putpalette(palette.astype(np.uint8).tobytes())
    if not is_kept(few.convert("RGB"), path):
        few.save(path, optimize=True)


def is_kept(picture: Image.Image, path: Path) -> bool:
    """Whether the path has this picture already, but for noise."""
    if not path.exists():
        return False
    with Image.open(path) as kept:
        if kept.size != picture.size:
            return False
        apart = ImageChops.difference(picture, kept.convert("RGB"))
    return all(most <= NOISE for _least, most in apart.getextrema())


if __name__ == "__main__":
    main()
