"""The wheel: one petal per item in its area's colour, its filling says the item's status.

Full is met, half is partly, hollow is unmet, dotted is unanswered, hatched is not applicable, so
the statuses are told apart without colour.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape
from math import cos, radians, sin

from green.charts.palette import FONTS, Palette, palette
from green.standard.model import Status
from green.standard.verdict import Verdict
from green.texts import _, status_name

INNER, OUTER, LABEL = 30.0, 82.0, 92.0
_GAP = 9.0


@dataclass(frozen=True)
class Petal:
    """Where a petal points (degrees clockwise from the top) and half of its width there."""

    area: int
    angle: float
    half: float


def petals(items_per_area: tuple[int, ...]) -> tuple[Petal, ...]:
    """One petal per item, all of the same width, with a gap between areas."""
    step = (360 - _GAP * len(items_per_area)) / sum(items_per_area)
    found = []
    angle = _GAP / 2
    for area, items in enumerate(items_per_area):
        for _item in range(items):
            found.append(Petal(area, angle + step / 2, step * 0.46))
            angle += step
        angle += _GAP
    return tuple(found)


def wheel(verdict: Verdict, *, size: int = 240, numbers: bool = True, dark: bool = False) -> str:
    """A community's wheel as an SVG of `size` pixels, with its meaning as text inside."""
    colours = palette(dark)
    standard = verdict.standard
    shapes = petals(tuple(len(area.items) for area in standard.areas))
    parts = []
    for petal, judged in zip(shapes, verdict.items, strict=True):
        title = f"{judged.item.ref} {judged.item.title}: {status_name(judged.status)}"
        parts.append(
            f"<g><title>{escape(title)}</title>{_petal(petal, judged.status, colours)}</g>"
        )
        if numbers:
            x, y = point(LABEL, petal.angle)
            parts.append(
                f'<text x="{x:.1f}" y="{y + 3:.1f}" font-size="8.5" text-anchor="middle" '
                f'fill="{colours.strong}">{escape(judged.item.ref)}</text>'
            )
    counts = verdict.counts
    applicable = len(verdict.items) - counts["not_applicable"]
    parts.append(
        f'<text x="0" y="2" font-size="17" font-weight="700" text-anchor="middle" '
        f'fill="{colours.strong}">{counts["met"]}/{applicable}</text>'
        f'<text x="0" y="15" font-size="9" text-anchor="middle" '
        f'fill="{colours.strong}">{escape(status_name("met"))}</text>'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-100 -100 200 200" '
        f'width="{size}" height="{size}" font-family="{FONTS}" '
        f'role="img" aria-label="{escape(alt(verdict))}">'
        f"<defs>{hatchings(colours)}</defs>{''.join(parts)}</svg>"
    )


def example(*, dark: bool = False) -> str:
    """A wheel as it may look, without a community behind it: the mark of the product."""
    colours = palette(dark)
    statuses: tuple[Status, ...] = ("met", "met", "partly", "met", "met", "unmet", "met", "met")
    drawn = "".join(
        _petal(petal, statuses[place % len(statuses)], colours)
        for place, petal in enumerate(petals((3, 3, 4, 2, 4)))
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-90 -90 180 180" width="120" '
        f'height="120" aria-hidden="true">{drawn}</svg>'
    )


def bare(items_per_area: tuple[int, ...], statuses: tuple[Status, ...]) -> str:
    """The petals alone, in light colours, for paper: nothing in it needs a font."""
    colours = palette(dark=False)
    drawn = "".join(
        _petal(petal, status, colours)
        for petal, status in zip(petals(items_per_area), statuses, strict=True)
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-86 -86 172 172">'
        f"<defs>{hatchings(colours)}</defs>{drawn}</svg>"
    )


def alt(verdict: Verdict) -> str:
    """What the wheel shows, in one sentence."""
    counts = verdict.counts
    return _(
        "Wheel of {n} items: {met} met, {partly} partly, {unmet} not met, "
        "{unanswered} unanswered, {not_applicable} not applicable",
        n=len(verdict.items),
        **counts,
    )


def legend(*, dark: bool = False) -> str:
    """The five fillings with their names below each other's wheel, as one SVG."""
    colours = palette(dark)
    statuses: tuple[Status, ...] = ("met", "partly", "unmet", "unanswered", "not_applicable")
    strong = replace(colours, areas=(colours.strong,) * len(colours.areas))
    parts = []
    for place, status in enumerate(statuses):
        x, y = (44, 164, 284)[place % 3], 30 + 34 * (place // 3)
        parts.append(
            f'<g transform="translate({x - 30} {y + 22}) scale(0.42)">'
            f"{_petal(Petal(2, 0, 12), status, strong)}</g>"
            f'<text x="{x - 18}" y="{y + 4}" font-size="13" '
            f'fill="{colours.strong}">{escape(status_name(status))}</text>'
        )
    name = escape(_("Key to the wheel"))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 84" width="400" height="84" '
        f'font-family="{FONTS}" role="img" aria-label="{name}">'
        f"<defs>{hatchings(strong)}</defs>{''.join(parts)}</svg>"
    )


def _petal(petal: Petal, status: Status, colours: Palette) -> str:
    colour = colours.area(petal.area)
    edge = outline(petal)
    line = f'fill="none" stroke="{colour}" stroke-width="1.6"'
    match status:
        case "met":
            return f'<path d="{edge}" fill="{colour}" stroke="{colour}" stroke-width="1.6"/>'
        case "partly":
            half = outline(petal, half=True)
            return f'<path d="{half}" fill="{colour}"/><path d="{edge}" {line}/>'
        case "unmet":
            return f'<path d="{edge}" {line}/>'
        case "unanswered":
            return f'<path d="{edge}" {line} stroke-dasharray="0.1 3.6" stroke-linecap="round"/>'
        case "not_applicable":
            fill = f'fill="url(#{hatching_id(colour)})"'
            return f'<path d="{edge}" {fill} stroke="{colour}" stroke-width="1"/>'


def outline(petal: Petal, *, half: bool = False) -> str:
    """The petal's edge as an SVG path; `half` closes it along the middle."""
    base, tip = point(INNER, petal.angle), point(OUTER, petal.angle)
    low, high = INNER + 12, OUTER - 2
    left = point(low, petal.angle - petal.half), point(high, petal.angle - petal.half * 1.15)
    right = point(high, petal.angle + petal.half * 1.15), point(low, petal.angle + petal.half)
    path = f"M{_at(base)} C{_at(left[0])} {_at(left[1])} {_at(tip)}"
    return f"{path} Z" if half else f"{path} C{_at(right[0])} {_at(right[1])} {_at(base)} Z"


def hatchings(colours: Palette) -> str:
    """The patterns of what is not applicable, one for each area's colour, as SVG definitions."""
    return "".join(
        f'<pattern id="{hatching_id(colour)}" width="4" height="4" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><line x1="0" y1="0" x2="0" y2="4" stroke="{colour}" '
        f'stroke-width="1.4"/></pattern>'
        for colour in colours.areas
    )


def hatching_id(colour: str) -> str:
    """The name of a colour's pattern among the definitions."""
    return f"hatch-{colour[1:].lower()}"


def point(radius: float, angle: float) -> tuple[float, float]:
    """Where something lies, so far from the middle, in degrees clockwise from the top."""
    return radius * sin(radians(angle)), -radius * cos(radians(angle))


def _at(point: tuple[float, float]) -> str:
    return f"{point[0]:.2f} {point[1]:.2f}"
