"""Progress of a region's parts over time against its targets."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import plotly.graph_objects as go

from green.charts.palette import palette
from green.progress.model import Progress, Row
from green.standard.programme import Metric, Target
from green.texts import _, written

# Labels nearer than this, in percent of the scale, would lie on each other.
_APART = 7
# How high a label of two lines is, in pixels.
_LINES = 34


def over_time(
    found: Progress,
    metric: Metric,
    targets: tuple[Target, ...],
    *,
    highlight: str | None = None,
    dark: bool = False,
) -> go.Figure:
    """One quiet line per part, strong ones for the whole and for the part with code `highlight`.

    The strong ones are named at their ends; the legend says that the quiet ones are the others,
    which are named where the pointer is, in the table and in the small pictures.
    x: month ends up to the as-of day; y: rate of the metric in percent, with a gap where there is
    no rate. Targets of this metric are dashed lines that end at their deadline with a mark.
    """
    assert found.series is not None, "asked with monthly=True"
    colours = palette(dark)
    days = [month.day for month in found.series]
    figure = go.Figure()
    if not days:
        return figure
    for index, part in enumerate(found.rows):
        chosen = part.code == highlight
        _line(
            figure,
            part,
            days,
            [percent(month.rows[index], metric) for month in found.series],
            colour=colours.areas[0] if chosen else colours.quiet,
            width=3 if chosen else 1,
            dash="dashdot" if chosen else "solid",
        )
    totals = [percent(month.total, metric) for month in found.series]
    _line(figure, found.total, days, totals, colour=colours.accent, width=4, dash="solid")
    for target in targets:
        _target_line(figure, target, metric, days[0], colours.strong)
    _others(figure, [part for part in found.rows if part.code != highlight], colours.quiet)
    highest = max([y for line in figure.data for y in line.y if y is not None] or [0])
    top = min(104, max(highest * 1.15, 5))
    figure.update_layout(
        height=520,
        margin={"l": 8, "r": 72, "t": 32, "b": 8},
        legend={
            "orientation": "h",
            "x": 0,
            "y": 1.02,
            "yanchor": "bottom",
            "itemclick": False,
            "itemdoubleclick": False,
            "font": {"color": colours.strong},
        },
        hovermode="closest",
        yaxis={
            "range": [0, top],
            "ticksuffix": "%",
            "fixedrange": True,
            "tickfont": {"color": colours.strong},
        },
        xaxis={
            "tickformat": "%Y-%m",
            "fixedrange": True,
            "hoverformat": "%Y-%m-%d",
            "tickfont": {"color": colours.strong},
        },
    )
    return figure


def alt(found: Progress, metric_name: str) -> str:
    """What the chart shows, in one sentence."""
    return _(
        "Line chart: {metric} of {whole} and its {n} parts by month up to {day}, against the "
        "target lines",
        metric=metric_name,
        whole=found.total.name,
        n=len(found.rows),
        day=found.as_of.isoformat(),
    )


def _line(
    figure: go.Figure,
    part: Row,
    days: list[date],
    rates: list[float | None],
    *,
    colour: str,
    width: int,
    dash: str,
) -> None:
    figure.add_scatter(
        x=days,
        y=rates,
        name=part.name,
        mode="lines",
        showlegend=width > 1,
        line={"color": colour, "width": width, "dash": dash},
        hovertemplate="%{fullData.name} %{x}: %{y:.1f}%<extra></extra>",
    )
    if width > 1 and rates and rates[-1] is not None:
        label(figure, f"{part.name}<br>{_written(rates[-1])}", rates[-1], colour)


def _others(figure: go.Figure, others: list[Row], colour: str) -> None:
    """The legend's entry for all quiet lines; it draws none itself."""
    if not others:
        return
    figure.add_scatter(
        x=[None],
        y=[None],
        name=_("the other {n}, in grey", n=len(others)),
        mode="lines",
        line={"color": colour, "width": 1},
        hoverinfo="skip",
    )


def label(figure: go.Figure, text: str, y: float, colour: str) -> None:
    """A line's name to the right of the chart, clear of the one that is there already."""
    near = [
        other
        for other in figure.layout.annotations
        if other.xref == "paper" and abs(other.y - y) < _APART
    ]
    figure.add_annotation(
        x=1,
        xref="paper",
        y=y,
        yshift=(_LINES if y >= near[0].y else -_LINES) if near else 0,
        text=text,
        align="left",
        showarrow=False,
        xanchor="left",
        xshift=6,
        font={"color": colour},
    )


def _target_line(
    figure: go.Figure, target: Target, metric: Metric, start: date, colour: str
) -> None:
    if target.metric != metric or target.share_percent is None:
        return
    share = float(target.share_percent)
    figure.add_scatter(
        x=[start, target.deadline],
        y=[share, share],
        mode="lines+markers",
        showlegend=False,
        line={"color": colour, "width": 1.5, "dash": "dash"},
        marker={"symbol": ["line-ns", "diamond"], "size": [0, 9], "color": colour},
        hovertemplate=f"{share:g}% · {target.deadline.isoformat()}<extra></extra>",
    )
    figure.add_annotation(
        x=start,
        y=share,
        text=f"{share:g}% · {target.deadline.isoformat()}",
        showarrow=False,
        xanchor="left",
        yanchor="bottom",
        font={"color": colour},
    )


def _written(percent: float) -> str:
    return written.percent(Fraction(str(percent)) / 100)


def percent(row: Row, metric: Metric) -> float | None:
    """A row's rate in percent, as it is drawn."""
    rate = row.standing.rate(metric)
    return None if rate is None else float(rate * 100)
