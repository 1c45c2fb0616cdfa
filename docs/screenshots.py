"""Takes the pictures in `docs/images`: every page, wide and narrow, in both languages and modes.

`make screenshots` runs it. It starts the app itself, on a database in a temporary folder and the
simulated Shandong of the usual seed beside it, so the same code gives the same pictures.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageChops
from playwright.sync_api import sync_playwright

from green.settings import DEFAULT_PROVINCE, DEFAULT_SEED, ROOT, Settings
from green.simulation.build import simulate
from tests.conftest import find_chromium, why_no_browser
from tests.e2e.conftest import CHROMIUM_OPTIONS, WAIT_MS, Server
from tests.e2e.walker import HOME, LAST, PROGRESS, WALK, Walker, read_rows

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

IMAGES = ROOT / "docs" / "images"
# Width of the window to its least height.
SIZES = {1280: 800, 390: 844}
LANGUAGES = {"zh": {}, "en": {"lang": "English"}}
MODES = ("light", "dark")
SIMULATED = {"data": "simulated"}
# Of 255: by how much soft edges may differ from one run to the next.
NOISE = 24
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


@dataclass(frozen=True)
class View:
    """One page as it is shown: its address, what is typed, and the part that is drawn last."""

    name: str
    path: str
    last: str
    address: dict[str, str] = field(default_factory=dict)
    typed: str = ""


def views(community: str) -> list[View]:
    """What is shown of simulated data."""
    chosen = SIMULATED | {"community": community}
    return [
        View("search", HOME, "found", SIMULATED, typed="jfq"),
        View("my-community", HOME, LAST[HOME], chosen),
        View("self-assessment", WALK, LAST[WALK], chosen | {"area": "infrastructure"}),
        View("progress", PROGRESS, LAST[PROGRESS], SIMULATED),
        View("data", "data", "throw_away", SIMULATED),
    ]


def main() -> None:
    """Take all pictures, and say how much room they take."""
    if reason := why_no_browser():
        raise SystemExit(reason)
    IMAGES.mkdir(exist_ok=True)
    with TemporaryDirectory() as name, browser() as program:
        folder = Path(name)
        settings = Settings(folder / "green.duckdb")
        server = Server(settings.database, folder)
        server.start()
        try:
            # While there are no simulated data: the first start as everybody meets it.
            take(program, server, folder, View("welcome", HOME, "build_simulated"))
            simulate(settings.simulated, DEFAULT_PROVINCE, DEFAULT_SEED)
            [(community,)] = read_rows(settings.simulated, INTERESTING)
            for view in views(community):
                take(program, server, folder, view)
        finally:
            server.stop()
    size = sum(path.stat().st_size for path in IMAGES.glob("*.png"))
    sys.stdout.write(f"{IMAGES}: {size / 1e6:.1f} MB\n")


@contextmanager
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        program = playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_OPTIONS)
        yield program
        program.close()


def take(program: Browser, server: Server, folder: Path, view: View) -> None:
    """One view in every size, language and mode."""
    for (width, height), language, mode in product(SIZES.items(), LANGUAGES, MODES):
        context = program.new_context(
            color_scheme=mode,
            locale="zh-CN",
            viewport={"width": width, "height": height},
            reduced_motion="reduce",
            # Waiting for a condition runs a script from a string, which the app's policy forbids.
            bypass_csp=True,
        )
        context.set_default_timeout(WAIT_MS)
        page = context.new_page()
        walker = Walker(page, server.url)
        asked = {"community": None} | LANGUAGES[language] | view.address
        walker.open(view.path, **asked)
        if view.typed:
            walker.part("find_community").locator("input").fill(view.typed)
            walker.part("found").locator("button").first.wait_for()
        walker.part(view.last).last.wait_for()
        walker.quiet()
        show_whole(page, width, height)
        walker.quiet()
        settle(page)
        hide_here_and_now(page, folder)
        picture = f"{view.name}-{width}-{language}-{mode}.png"
        save(page.screenshot(), IMAGES / picture)
        if picture == "my-community-1280-zh-light.png":
            save(page.screenshot(clip=FRONT), IMAGES / "my-community.png")
        context.close()


def show_whole(page: Page, width: int, height: int) -> None:
    """Make the window as high as the page, which Streamlit would scroll inside it."""
    settle(page)
    content = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": width, "height": max(height, int(content))})


def settle(page: Page) -> None:
    """Wait until fonts and pictures are there and nothing has changed its height for a while."""
    page.wait_for_function(
        """async () => {
            const height = () => document.querySelector("[data-testid=stMain]").scrollHeight;
            await document.fonts.ready;
            if (![...document.images].every(image => image.complete)) return false;
            const before = height();
            await new Promise(done => setTimeout(done, 400));
            return height() === before;
        }"""
    )


def hide_here_and_now(page: Page, folder: Path) -> None:
    """Write the usual folder and a round hour where the page names this run's own."""
    page.evaluate(
        """folder => {
            document.body.normalize();
            const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            while (texts.nextNode()) {
                const node = texts.currentNode;
                // An hour without its day is one of today.
                node.nodeValue = node.nodeValue
                    .replaceAll(folder, "data/local")
                    .replace(/(?<![\\d日] )\\d{2}:\\d{2}:\\d{2}/, "18:00:00");
            }
        }""",
        str(folder),
    )


def save(taken: bytes, path: Path) -> None:
    """Keep a picture small: of 256 colours the commonest as they are, and a spread of the rest.

    A picture that looks as it did is left alone, so that a difference in git is one to look at.
    """
    with Image.open(BytesIO(taken)) as opened:
        picture = opened.convert("RGB")
    codes = np.asarray(picture).astype(np.int32) @ [1 << 16, 1 << 8, 1]
    found, which, counts = np.unique(codes, return_inverse=True, return_counts=True)
    colours = np.stack([found >> 16, found >> 8 & 255, found & 255], axis=1)
    commonest = colours[np.argsort(-counts, kind="stable")[:128]]
    spread = picture.quantize(128, Image.Quantize.FASTOCTREE).getpalette() or []
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
