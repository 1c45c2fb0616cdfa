"""A tile map for print: one equal square a place, near where it lies, with all its figures (SVG).

It reads in grey: no data is hatched, zero is dotted, the rest goes from pale to strong, and each
target of the metric is a diamond, filled once it is reached.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from green.atlas.model import Atlas, Square
from green.charts.classes import RateClass, class_of, classes
from green.charts.palette import FONTS, Palette, palette
from green.charts.place_words import metric_name, share, short_name, without_rate
from green.progress.model import Progress, Row
from green.standard.programme import Metric, Target
from green.texts import _

_SIDE, _GAP, _MARGIN = 104, 6, 4
_STEP = _SIDE + _GAP
_KEY_LINE, _KEY_WIDTH = 24, 210
_FEWEST_COLUMNS = 4
_LONGEST_NAME = 7


@dataclass(frozen=True)
class _Tile:
    row: Row
    square: Square


def tiles(
    found: Progress,
    atlas: Atlas,
    metric: Metric,
    targets: tuple[Target, ...],
    *,
    dark: bool = False,
) -> str:
    """The rows of `found` as squares with name, rate, numerator and denominator; a key below.

    Rows are a province's cities or a city's districts, `atlas` the bundled one, whose places have
    squares. Those without a square stand in lines of their own under the others, so no place is
    left out.
    """
    scale, colours = classes(targets, metric, dark=dark), palette(dark)
    placed, unplaced = _placed(found.rows, atlas)
    columns = max([_FEWEST_COLUMNS, *(tile.square[0] + 1 for tile in placed)])
    rows = max((tile.square[1] + 1 for tile in placed), default=0)
    parts = [_patterns(scale)]
    parts += [
        _drawn(tile.row, tile.square[0] * _STEP, tile.square[1] * _STEP, metric, scale)
        for tile in placed
    ]
    y = rows * _STEP
    if unplaced:
        y += 20
        words = _("Without a place on the map")
        parts.append(_text(0, y - 6, words, 13, colours.strong, anchor="start"))
        for place, row in enumerate(unplaced):
            x, down = place % columns * _STEP, y + place // columns * _STEP
            parts.append(_drawn(row, x, down, metric, scale))
        y += -(-len(unplaced) // columns) * _STEP
    width = columns * _STEP - _GAP
    key, key_height = _key(scale, y + 8, width, colours, targets, metric)
    parts += key
    height = y + 8 + key_height
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width + 2 * _MARGIN}" '
        f'height="{height + 2 * _MARGIN}" viewBox="{-_MARGIN} {-_MARGIN} '
        f'{width + 2 * _MARGIN} {height + 2 * _MARGIN}" font-family="{FONTS}" role="img" '
        f'style="max-width:100%;height:auto" '
        f'aria-label="{escape(alt(found, metric))}">{"".join(parts)}</svg>'
    )


def alt(found: Progress, metric: Metric) -> str:
    """What the tile map shows, in one sentence."""
    return _(
        "Tile map: {metric} in {whole} and its {n} parts on {day}",
        metric=metric_name(metric),
        whole=found.total.name,
        n=len(found.rows),
        day=found.as_of.isoformat(),
    )


def _placed(rows: Sequence[Row], atlas: Atlas) -> tuple[list[_Tile], list[Row]]:
    """Rows with a square, and those without one or whose square is taken already."""
    placed: dict[Square, _Tile] = {}
    unplaced = []
    for row in rows:
        boundary = atlas.of(row.code)
        if boundary is None or boundary.square is None or boundary.square in placed:
            unplaced.append(row)
        else:
            placed[boundary.square] = _Tile(row, boundary.square)
    return list(placed.values()), unplaced


def _drawn(row: Row, x: float, y: float, metric: Metric, scale: Sequence[RateClass]) -> str:
    rate = row.standing.rate(metric)
    rated = class_of(rate, scale)
    number, whole = row.standing.counts.of(metric), row.standing.denominator.count
    middle = x + _SIDE / 2
    name = short_name(row.name)
    size = 16 if len(name) <= _LONGEST_NAME - 2 else 12
    below = without_rate(row, metric) if rate is None else f"{number}/{whole}"
    said = _("{name}: {share}, {below}", name=row.name, share=share(rate), below=below)
    return (
        f'<g role="img" aria-label="{escape(said)}"><title>{escape(said)}</title>'
        f"{_square(x, y, _SIDE, rated)}"
        f"{_text(middle, y + 28, _cut(name), size, rated.ink, bold=True)}"
        f"{_text(middle, y + 55, share(rate), 21, rated.ink, bold=True)}"
        f"{_text(middle, y + 75, below, 13, rated.ink)}"
        f"{_diamonds(row, middle, y + 91, metric, rated.ink)}</g>"
    )


def _cut(name: str) -> str:
    """A name that fits into a square; the title has all of it."""
    return name if len(name) <= _LONGEST_NAME + 1 else name[:_LONGEST_NAME] + "…"


def _square(x: float, y: float, side: float, rated: RateClass) -> str:
    """A class's square: its colour, and its pattern where it has one."""
    box = f'x="{x:g}" y="{y:g}" width="{side:g}" height="{side:g}" rx="4"'
    plain = f'<rect {box} fill="{rated.fill}" stroke="{rated.ink}" stroke-opacity=".35"/>'
    if rated.kind == "share":
        return plain
    return f'{plain}<rect {box} fill="url(#tiles-{rated.kind})"/>'


def _diamonds(row: Row, middle: float, y: float, metric: Metric, ink: str) -> str:
    """A mark for each target in the order of deadlines, filled when its number is reached now."""
    figures = [
        figure
        for figure in row.targets
        if figure.target.metric == metric
        and figure.target.share_percent is not None
        and figure.missing is not None
        and row.standing.denominator.count
    ]
    start = middle - 8 * (len(figures) - 1)
    return "".join(
        _diamond(start + 16 * place, y, ink, full=figure.missing == 0)
        for place, figure in enumerate(figures)
    )


def _diamond(x: float, y: float, ink: str, *, full: bool) -> str:
    return (
        f'<path d="M{x:g} {y - 5:g} l5 5 l-5 5 l-5 -5 Z" stroke="{ink}" stroke-width="1.2" '
        f'fill="{ink if full else "none"}"/>'
    )


def _text(
    x: float,
    y: float,
    words: str,
    size: int,
    ink: str,
    *,
    anchor: str = "middle",
    bold: bool = False,
) -> str:
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size}" text-anchor="{anchor}" '
        f'fill="{ink}"{weight}>{escape(words)}</text>'
    )


def _patterns(scale: Sequence[RateClass]) -> str:
    """Hatching for no data, dots for zero."""
    ink = {rated.kind: rated.pattern_ink for rated in scale}
    return (
        '<defs><pattern id="tiles-no_data" width="9" height="9" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)">'
        f'<line y2="9" stroke="{ink["no_data"]}" stroke-width="1.6" stroke-opacity=".6"/></pattern>'
        '<pattern id="tiles-zero" width="9" height="9" patternUnits="userSpaceOnUse">'
        f'<circle cx="4.5" cy="4.5" r="1.1" fill="{ink["zero"]}"/></pattern></defs>'
    )


def _key(
    scale: Sequence[RateClass],
    y: float,
    width: float,
    colours: Palette,
    targets: Sequence[Target],
    metric: Metric,
) -> tuple[list[str], float]:
    """The classes in words, and what the diamonds stand for; and how high all that is."""
    in_a_line = max(1, int(width // _KEY_WIDTH))
    parts = []
    for place, rated in enumerate(scale):
        x, top = place % in_a_line * _KEY_WIDTH, y + place // in_a_line * _KEY_LINE
        parts.append(_square(x, top, 16, rated))
        parts.append(_text(x + 23, top + 13, rated.words, 13, colours.strong, anchor="start"))
    height = -(-len(scale) // in_a_line) * _KEY_LINE
    own = [
        target for target in targets if target.metric == metric and target.share_percent is not None
    ]
    for number, target in enumerate(own, 1):
        assert target.share_percent is not None
        words = _(
            "{share}% reached (due {day})",
            share=f"{target.share_percent.normalize():f}",
            day=target.deadline.isoformat(),
        )
        middle = y + height + 9
        parts += [
            _diamond(8 + 16 * place, middle, colours.strong, full=place < number)
            for place in range(len(own))
        ]
        beside = 7 + 16 * len(own)
        parts.append(_text(beside, middle + 4, words, 13, colours.strong, anchor="start"))
        height += _KEY_LINE
    return parts, height
