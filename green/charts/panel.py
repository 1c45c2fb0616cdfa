"""A small picture of one part's progress, to be set side by side with the others (SVG)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

from green.charts.palette import FONTS, Palette, palette
from green.progress.model import Row
from green.standard.programme import Metric, Target
from green.texts import _, written

_WIDTH, _HEIGHT = 240, 150
_LEFT, _TOP, _RIGHT, _BOTTOM = 8, 38, 232, 132
# Told apart by dash and width, so that a grey print says the same.
_LINES: tuple[tuple[Metric, str, float], ...] = (
    ("participating", "1.5 3", 1.3),
    ("submitted", "6 3", 1.5),
    ("attained", "", 2.6),
    ("named", "1.5 2.5 7 2.5", 2.0),
)
KEY_WIDTH = 372


def panel(
    days: Sequence[date], rows: Sequence[Row], targets: Sequence[Target], *, dark: bool = False
) -> str:
    """One part's rates over time, 0 to 100%, with the targets of the attained rate.

    There are three lines, and a fourth for the name where a chain decides. `rows` are the
    part's figures at `days`, the last of which are also written out.
    """
    colours = palette(dark)
    now = rows[-1]
    parts = [_frame(colours), *_target_lines(days, targets, colours)]
    for metric, dash, width in _lines(decided=now.standing.counts.named is not None):
        points = [
            (_x(day, days), _y(float(rate)))
            for day, row in zip(days, rows, strict=True)
            if (rate := row.standing.rate(metric)) is not None
        ]
        colour = colours.accent if metric == "attained" else colours.strong
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        parts.append(
            f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{width}" '
            f'stroke-dasharray="{dash}" stroke-linejoin="round"/>'
        )
    rate = now.standing.rate("attained")
    share = written.percent(rate)
    count, all_of_them = now.standing.counts.attained, now.standing.denominator.count
    parts.append(
        f'<text x="{_LEFT}" y="16" font-size="15" font-weight="700" fill="{colours.strong}">'
        f"{escape(now.name)}</text>"
        f'<text x="{_RIGHT}" y="16" font-size="15" font-weight="700" text-anchor="end" '
        f'fill="{colours.strong}">{share}</text>'
        f'<text x="{_RIGHT}" y="30" font-size="12" text-anchor="end" fill="{colours.strong}">'
        f"{count}/{all_of_them}</text>"
        f'<text x="{_LEFT}" y="146" font-size="11" fill="{colours.strong}">{days[0]:%Y-%m}</text>'
        f'<text x="{_RIGHT}" y="146" font-size="11" text-anchor="end" fill="{colours.strong}">'
        f"{days[-1]:%Y-%m}</text>"
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        f'width="{_WIDTH}" height="{_HEIGHT}" font-family="{FONTS}" role="img" '
        f'aria-label="{escape(alt(now))}">{"".join(parts)}</svg>'
    )


def _lines(*, decided: bool) -> list[tuple[Metric, str, float]]:
    return [line for line in _LINES if decided or line[0] != "named"]


def key(*, decided: bool = False, dark: bool = False) -> str:
    """What the lines and the dashes mean, as an SVG row; four of them stand in two rows."""
    colours = palette(dark)
    names = {
        "participating": _("Participating"),
        "submitted": _("Submitted"),
        "attained": _("Attained"),
        "named": _("Named"),
    }
    parts = []
    lines = _lines(decided=decided)
    in_a_row = 2 if decided else 3
    height = 22 * -(-len(lines) // in_a_row)
    for place, (metric, dash, width) in enumerate(lines):
        x, y = 4 + place % in_a_row * 122, 12 + place // in_a_row * 22
        colour = colours.accent if metric == "attained" else colours.strong
        parts.append(
            f'<line x1="{x}" y1="{y}" x2="{x + 30}" y2="{y}" stroke="{colour}" '
            f'stroke-width="{width}" stroke-dasharray="{dash}"/>'
            f'<text x="{x + 36}" y="{y + 4}" font-size="12" fill="{colours.strong}">'
            f"{escape(names[metric])}</text>"
        )
    name = escape(_("Key to the lines"))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {KEY_WIDTH} {height}" '
        f'width="{KEY_WIDTH}" height="{height}" '
        f'font-family="{FONTS}" role="img" aria-label="{name}">'
        f"{''.join(parts)}</svg>"
    )


def alt(row: Row) -> str:
    """What the panel shows at its last day, in one sentence."""
    counts = row.standing.counts
    known = {
        "name": row.name,
        "participating": counts.participating,
        "submitted": counts.submitted,
        "attained": counts.attained,
        "n": row.standing.denominator.count,
    }
    if counts.named is not None:
        return _(
            "{name}: {participating} participating, {submitted} submitted, {attained} attained, "
            "{named} named of {n}",
            named=counts.named,
            **known,
        )
    return _(
        "{name}: {participating} participating, {submitted} submitted, {attained} attained of {n}",
        **known,
    )


def _frame(colours: Palette) -> str:
    return (
        f'<line x1="{_LEFT}" y1="{_BOTTOM}" x2="{_RIGHT}" y2="{_BOTTOM}" '
        f'stroke="{colours.quiet}" stroke-width="1"/>'
    )


def _target_lines(days: Sequence[date], targets: Sequence[Target], colours: Palette) -> list[str]:
    found = []
    for target in targets:
        if target.metric != "attained" or target.share_percent is None:
            continue
        y = _y(float(target.share_percent) / 100)
        x = _x(min(target.deadline, days[-1]), days)
        found.append(
            f'<line x1="{_LEFT}" y1="{y:.1f}" x2="{x:.1f}" y2="{y:.1f}" stroke="{colours.quiet}" '
            f'stroke-width="1" stroke-dasharray="3 2"/>'
            f'<text x="{_LEFT}" y="{y - 2:.1f}" font-size="11" fill="{colours.strong}">'
            f"{target.share_percent.normalize():f}%</text>"
        )
        if target.deadline <= days[-1]:
            found.append(
                f'<path d="M{x:.1f} {y - 3.5:.1f} l3.5 3.5 l-3.5 3.5 l-3.5 -3.5 Z" '
                f'fill="{colours.strong}"/>'
            )
    return found


def _x(day: date, days: Sequence[date]) -> float:
    span = max(1, (days[-1] - days[0]).days)
    return _LEFT + (_RIGHT - _LEFT) * (day - days[0]).days / span


def _y(rate: float) -> float:
    return _BOTTOM - (_BOTTOM - _TOP) * rate
