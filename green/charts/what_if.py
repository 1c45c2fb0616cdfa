"""Progress over time, and behind it the level that measures would bring."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import plotly.graph_objects as go

from green.charts import progress
from green.charts.palette import palette
from green.planning.lifting import Lifted
from green.progress.model import Progress
from green.standard.programme import Target
from green.texts import _, written

# How far behind the last day the level stands, as a part of the time shown.
_BEHIND = 0.09


def over_time_and_then(
    found: Progress,
    lifted: Sequence[Lifted],
    total: Lifted,
    targets: tuple[Target, ...],
    *,
    highlight: str | None = None,
    dark: bool = False,
) -> go.Figure:
    """The chart of progress, with a dotted way to a hollow square for each strong line.

    The square is the rate of attained with the measures; it has no date of its own, and stands
    behind the last day. Nothing is added where there is no rate, or nobody more.
    """
    figure = progress.over_time(found, "attained", targets, highlight=highlight, dark=dark)
    colours = palette(dark)
    if not found.series:
        return figure
    first, last = found.series[0].day, found.series[-1].day
    behind = last + timedelta(days=max(20, int((last - first).days * _BEHIND)))
    strong = [(total, colours.accent)]
    strong += [(one, colours.areas[0]) for one in lifted if one.before.code == highlight]
    highest = 0.0
    moved: list[tuple[Lifted, float, str]] = []
    for one, colour in strong:
        now, then = (progress.percent(row, "attained") for row in (one.before, one.after))
        if now is None or then is None or not one.newly:
            continue
        highest = max(highest, then)
        figure.add_scatter(
            x=[last, behind],
            y=[now, then],
            name=_("{name}, if so", name=one.before.name),
            mode="lines+markers",
            line={"color": colour, "width": 2.5, "dash": "dot"},
            marker={
                "symbol": ["circle", "square-open"],
                "size": [1, 12],
                "color": colour,
                "line": {"width": 2.5},
            },
            hovertemplate="%{fullData.name}: %{y:.1f}%<extra></extra>",
        )
        moved.append((one, then, colour))
    _move_labels(figure, moved)
    top = figure.layout.yaxis.range[1]
    figure.update_layout(yaxis={"range": [0, min(104, max(top, highest * 1.15))]})
    return figure


def _move_labels(figure: go.Figure, moved: Sequence[tuple[Lifted, float, str]]) -> None:
    """One label for both ends of a way, instead of the one that its line had."""
    if not moved:
        return
    old = tuple(f"{one.before.name}<br>" for one, _then, _colour in moved)
    figure.layout.annotations = [
        other for other in figure.layout.annotations if not other.text.startswith(old)
    ]
    for one, then, colour in moved:
        shares = [written.percent(row.standing.rate("attained")) for row in (one.before, one.after)]
        progress.label(figure, f"{one.before.name}<br>{' → '.join(shares)}", then, colour)
    figure.update_layout(margin={"r": 112})


def alt(found: Progress, total: Lifted) -> str:
    """What the chart shows, in one sentence."""
    return _(
        "Line chart: attained in {whole} by month up to {day}, against the target lines; now "
        "{now}, with the measures {then}",
        whole=found.total.name,
        day=found.as_of.isoformat(),
        now=written.percent(total.before.standing.rate("attained")),
        then=written.percent(total.after.standing.rate("attained")),
    )
