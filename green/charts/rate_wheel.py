"""A place's wheel: each petal filled from the inside out as far as the item's pass rate goes.

A hollow petal is 0%. Without a base there is no rate: hatched where the item applies to nobody,
dotted where nobody has answered it. The ring inside is solid as far as communities have handed in
and dotted for those that are missing, and a question mark beside a number says that somebody has
left the item unanswered. So nothing is told by colour alone.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from html import escape

from green.charts.palette import FONTS, Palette, palette
from green.charts.wheel import (
    INNER,
    LABEL,
    OUTER,
    Petal,
    hatching_id,
    hatchings,
    outline,
    petals,
    point,
)
from green.planning.matrix import Cell, PlaceItems
from green.standard.model import Standard
from green.texts import _, n_, written

_RING = 24.0
_LOWEST = 3
_CIRCLE = 360
KEY_WIDTH = 460


def rate_wheel(
    place: PlaceItems, standard: Standard, *, size: int = 220, dark: bool = False
) -> str:
    """A place's wheel as an SVG of `size` pixels, with its meaning as text inside."""
    colours = palette(dark)
    shapes = petals(tuple(len(area.items) for area in standard.areas))
    clips, parts = [], []
    for petal, item, cell in zip(shapes, standard.items, place.cells, strict=True):
        clips.append(_clip(item.ref, cell.rate))
        said = f"{item.ref} {item.title}: {explained(cell)}"
        parts.append(
            f"<g><title>{escape(said)}</title>{_petal(petal, item.ref, cell, colours)}</g>"
        )
        x, y = point(LABEL, petal.angle)
        mark = item.ref + ("?" if cell.unanswered else "")
        parts.append(
            f'<text x="{x:.1f}" y="{y + 3:.1f}" font-size="8.5" text-anchor="middle" '
            f'fill="{colours.strong}">{escape(mark)}</text>'
        )
    parts.append(_ring(place, colours))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-100 -100 200 200" '
        f'width="{size}" height="{size}" font-family="{FONTS}" '
        f'role="img" aria-label="{escape(alt(place, standard))}">'
        f"<defs>{hatchings(colours)}{''.join(clips)}</defs>{''.join(parts)}</svg>"
    )


def alt(place: PlaceItems, standard: Standard) -> str:
    """What the wheel shows, in a few sentences: how many handed in, and the lowest pass rates."""
    rated = [
        (cell.rate, at, item)
        for at, (item, cell) in enumerate(zip(standard.items, place.cells, strict=True))
        if cell.rate is not None
    ]
    said = [
        _(
            "Wheel of pass rates of {place}: {n} of {all} communities have handed in.",
            place=place.name,
            n=place.handed_in,
            all=place.listed,
        )
    ]
    if rated:
        lowest = "; ".join(
            f"{item.ref} {item.title} {written.percent(rate)}"
            for rate, _at, item in sorted(rated, key=lambda one: one[:2])[:_LOWEST]
        )
        said.append(_("Lowest: {items}.", items=lowest))
    if without := len(place.cells) - len(rated):
        said.append(n_("{n} item without a base.", "{n} items without a base.", without))
    return " ".join(said)


def explained(cell: Cell) -> str:
    """One cell in words and exact counts: all that its communities are."""
    rate = _("no base") if cell.rate is None else written.percent(cell.rate)
    return _(
        "{rate}; met {met} of {base}, partly {partly}, not met {unmet}, not applicable "
        "{not_applicable}, unanswered {unanswered}, not handed in {missing}",
        rate=rate,
        met=cell.met,
        base=cell.base,
        partly=cell.partly,
        unmet=cell.unmet,
        not_applicable=cell.not_applicable,
        unanswered=cell.unanswered,
        missing=cell.missing,
    )


def legend(*, dark: bool = False) -> str:
    """What the fillings mean, as one SVG in two columns."""
    strong = replace(palette(dark), areas=(palette(dark).strong,))
    examples = (
        (Cell(met=3, unmet=1), _("filled to the pass rate, here 75%")),
        (Cell(unmet=1), _("hollow: 0%")),
        (Cell(not_applicable=1), _("hatched: applies to nobody")),
        (Cell(missing=1), _("dotted: nobody has answered")),
    )
    parts, clips = [], []
    for place, (cell, words) in enumerate(examples):
        x, y = 14 + 220 * (place % 2), 26 + 34 * (place // 2)
        clips.append(_clip(f"key-{place}", cell.rate))
        parts.append(
            f'<g transform="translate({x} {y + 22}) scale(0.42)">'
            f"{_petal(Petal(0, 0, 12), f'key-{place}', cell, strong)}</g>"
            f'<text x="{x + 14}" y="{y + 4}" font-size="13" '
            f'fill="{strong.strong}">{escape(words)}</text>'
        )
    name = escape(_("Key to the wheels of pass rates"))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {KEY_WIDTH} 84" '
        f'width="{KEY_WIDTH}" height="84" '
        f'font-family="{FONTS}" role="img" aria-label="{name}">'
        f"<defs>{hatchings(strong)}{''.join(clips)}</defs>{''.join(parts)}</svg>"
    )


def _clip(name: str, rate: Fraction | None) -> str:
    """The circle up to which a petal is filled."""
    if not rate:
        return ""
    radius = INNER + (OUTER - INNER) * float(rate)
    return f'<clipPath id="rate-{escape(name)}"><circle r="{radius:.2f}"/></clipPath>'


def _petal(petal: Petal, name: str, cell: Cell, colours: Palette) -> str:
    colour, edge = colours.area(petal.area), outline(petal)
    line = f'fill="none" stroke="{colour}" stroke-width="1.4"'
    if cell.rate is None:
        if cell.not_applicable:
            fill = f'fill="url(#{hatching_id(colour)})"'
            return f'<path d="{edge}" {fill} stroke="{colour}" stroke-width="1"/>'
        return f'<path d="{edge}" {line} stroke-dasharray="0.1 3.6" stroke-linecap="round"/>'
    filled = (
        f'<path d="{edge}" fill="{colour}" clip-path="url(#rate-{escape(name)})"/>'
        if cell.rate
        else ""
    )
    return f'{filled}<path d="{edge}" {line}/>'


def _ring(place: PlaceItems, colours: Palette) -> str:
    """How many of the communities have handed in: solid that far, dotted for the others."""
    share = place.handed_in / place.listed if place.listed else 0
    dotted = (
        f'<circle r="{_RING}" fill="none" stroke="{colours.strong}" stroke-width="2" '
        f'stroke-dasharray="0.1 3.6" stroke-linecap="round"/>'
    )
    full = f'fill="none" stroke="{colours.strong}" stroke-width="2.4"'
    if share >= 1:
        drawn = f'<circle r="{_RING}" {full}/>'
    elif share > 0:
        x, y = point(_RING, share * _CIRCLE)
        large = int(share * 2 >= 1)
        arc = f"M0 {-_RING:g} A{_RING:g} {_RING:g} 0 {large} 1 {x:.2f} {y:.2f}"
        drawn = f'{dotted}<path d="{arc}" {full}/>'
    else:
        drawn = dotted
    words = escape(_("handed in"))
    return (
        f'{drawn}<text x="0" y="1" font-size="11" font-weight="700" text-anchor="middle" '
        f'fill="{colours.strong}">{place.handed_in}/{place.listed}</text>'
        f'<text x="0" y="11" font-size="7" text-anchor="middle" '
        f'fill="{colours.strong}">{words}</text>'
    )
