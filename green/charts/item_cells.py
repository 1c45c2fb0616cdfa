"""What a cell of items and places looks like: a shade for its pass rate and a bar of its counts.

The shade grows with what is missing to 100% and only underlines the number in the cell. The bar
tells the six standings apart by pattern: solid met, striped partly, empty not met, crossed not
applicable, dashed unanswered, dotted missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from html import escape

from green.charts.palette import palette
from green.planning.matrix import STANDINGS, Cell
from green.planning.standing_words import standing_name
from green.texts import _

_FILLS = {
    False: ("#FFFFFF", "#FBF1D9", "#F3D9A0", "#E3B457", "#CD9A3A"),
    True: ("#0E1411", "#2B2416", "#463818", "#5E4A1A", "#76590F"),
}
# The lowest rate of each shade, from none to strong; below the last one it is the strongest.
_CUTS = (Fraction(1), Fraction(9, 10), Fraction(3, 4), Fraction(1, 2))


@dataclass(frozen=True)
class Shade:
    """The colour behind a number and that of the number, with what it stands for in words."""

    fill: str
    ink: str
    words: str


def shades(*, dark: bool = False) -> tuple[Shade, ...]:
    """From nothing missing to more than half missing."""
    words = (
        _("100%"),
        _("90% to below 100%"),
        _("75% to below 90%"),
        _("50% to below 75%"),
        _("below 50%"),
    )
    ink = palette(dark).strong
    return tuple(Shade(fill, ink, one) for fill, one in zip(_FILLS[dark], words, strict=True))


def shade(rate: Fraction, among: tuple[Shade, ...]) -> Shade:
    """The shade of a pass rate."""
    return among[sum(rate < cut for cut in _CUTS)]


def bar(cell: Cell) -> str:
    """The counts of a cell as parts of one bar, in the order of the standings, as HTML.

    A page keeps no SVG that stands in its text: the patterns are in the page's style.
    """
    everybody = cell.communities
    parts = "".join(
        f'<i class="{standing}" style="width:{100 * cell.of(standing) / everybody:.3g}%"></i>'
        for standing in STANDINGS
        if cell.of(standing)
    )
    return f'<span class="bar" aria-hidden="true">{parts}</span>'


def key(*, dark: bool = False) -> str:
    """What the bars' patterns and the shades stand for, as HTML."""
    ink = palette(dark).strong
    bars = "".join(
        f"<li>{bar(Cell(**{standing: 1}))} {escape(standing_name(standing))}</li>"
        for standing in STANDINGS
    )
    boxes = "".join(
        f'<li><i style="background:{one.fill};border:1px solid {ink}"></i> {escape(one.words)}</li>'
        for one in shades(dark=dark)
    )
    of_bars, of_shades = escape(_("Key to the bars")), escape(_("Key to the shades"))
    return (
        f'<ul class="items-key" aria-label="{of_bars}">{bars}</ul>'
        f'<ul class="items-key" aria-label="{of_shades}">{boxes}</ul>'
    )
