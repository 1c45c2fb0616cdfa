"""The pictures of a bulletin: drawn here and now, without a browser, by a font of the machine."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import resvg_py

from green.atlas.reading import bundled
from green.bulletin.model import Bulletin
from green.charts import panel, tiles
from green.charts.palette import FONTS
from green.registry.model import CODE_LENGTH
from green.texts import _

# So many small pictures side by side fill a page and can still be read. Each row of them is a
# picture of its own, so that they run on over pages without gaps.
_COLUMNS, _GAP = 4, 12
_MOST_PANELS = 60
_ZOOM = 2
_SIZE = re.compile(r'<svg [^>]*?width="([\d.]+)" height="([\d.]+)"')
_WIDTH_FIRST = re.compile(r"<svg ")


@dataclass(frozen=True)
class Picture:
    """A PNG, its width beside its height in pixels of the drawing, and what it shows in words."""

    png: bytes
    width: float
    height: float
    alt: str


@dataclass(frozen=True)
class Pictures:
    """All pictures of a bulletin. `missing` says in a sentence why there are none, else empty."""

    map: Picture | None = None
    panels: tuple[Picture, ...] = ()
    missing: str = ""


def pictures(bulletin: Bulletin) -> Pictures:
    """The tile map where the parts have places on it, and small pictures of up to 60 parts."""
    if not has_chinese_font():
        return without_font()
    return Pictures(_map(bulletin), _panels(bulletin))


def without_font() -> Pictures:
    """No pictures, and why: their names and numbers would be missing."""
    return Pictures(
        missing=_(
            "Without pictures: this machine has no font with Chinese characters; the tables "
            "say the same."
        )
    )


@lru_cache(maxsize=2)
def has_chinese_font(*, of_machine: bool = True) -> bool:
    """Whether two characters are drawn as two: without a font both are nothing, or both a box.

    `of_machine`: whether the fonts of the machine are there to be used; we bring none.
    """
    one, other = (_drawn(_glyph(sign), 1, fonts=of_machine) for sign in "社区")
    return one != other


def _glyph(character: str) -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40" '
        f'font-family="{FONTS}"><text x="4" y="32" font-size="28">{character}</text></svg>'
    )


def _map(bulletin: Bulletin) -> Picture | None:
    found, by = bulletin.found, bulletin.by
    if by not in ("city", "district") or not found.total.code:
        return None
    # Of all its own maps only the one that comes with the application has squares.
    atlas = bundled(found.total.code[: CODE_LENGTH["province"]])
    squares = [atlas.of(row.code) for row in found.rows]
    if not any(one is not None and one.square is not None for one in squares):
        return None
    svg = tiles.tiles(found, atlas, bulletin.metric, bulletin.programme.targets)
    return _picture(svg, tiles.alt(found, bulletin.metric))


def _panels(bulletin: Bulletin) -> tuple[Picture, ...]:
    """The small pictures, a row of them in one, the key to their lines above the first."""
    found = bulletin.found
    if found.series is None or not 0 < len(found.rows) <= _MOST_PANELS:
        return ()
    days = [month.day for month in found.series]
    drawn = [
        panel.panel(days, [month.rows[place] for month in found.series], bulletin.programme.targets)
        for place in range(len(found.rows))
    ]
    alts = [panel.alt(row) for row in found.rows]
    rows = []
    for start in range(0, len(drawn), _COLUMNS):
        key = "" if start else panel.key(decided=found.rule == "decided")
        svg = _row(key, drawn[start : start + _COLUMNS])
        rows.append(_picture(svg, "; ".join(alts[start : start + _COLUMNS])))
    return tuple(rows)


def _row(key: str, drawn: list[str]) -> str:
    """Small pictures side by side in one drawing, under the key to their lines."""
    wide, high = _size(drawn[0])
    above = _size(key)[1] + _GAP if key else 0
    parts = [_at(key, 0, 0)] if key else []
    parts += [_at(one, place * (wide + _GAP), above) for place, one in enumerate(drawn)]
    width, height = _COLUMNS * (wide + _GAP) - _GAP, above + high
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}">{"".join(parts)}</svg>'
    )


def _at(svg: str, x: float, y: float) -> str:
    return _WIDTH_FIRST.sub(f'<svg x="{x:g}" y="{y:g}" ', svg, count=1)


def _size(svg: str) -> tuple[float, float]:
    found = _SIZE.search(svg)
    assert found is not None, "our drawings say how large they are"
    return float(found[1]), float(found[2])


def _picture(svg: str, alt: str) -> Picture:
    return Picture(_drawn(svg, _ZOOM), *_size(svg), alt)


def _drawn(svg: str, zoom: int, *, fonts: bool = True) -> bytes:
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg, zoom=zoom, background="#ffffff", skip_system_fonts=not fonts
        )
    )
