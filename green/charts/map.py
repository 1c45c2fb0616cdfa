"""A map of rates: areas in classes against the targets, each with its name and its rate.

Drawn as lines and areas on plain axes: Plotly's own maps fetch a world map or fonts from outside,
cannot hatch, and do not fit themselves to the width of a phone. Nothing is fetched for these.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, radians

import plotly.graph_objects as go

from green.atlas.model import Atlas, Boundary
from green.charts.classes import RateClass, class_of, classes
from green.charts.map_traces import Place, areas, grid, names, outlines
from green.charts.palette import Palette, palette
from green.charts.place_words import map_note, metric_name, share
from green.progress.model import Progress, Row
from green.registry.model import Level
from green.standard.programme import Metric, Target
from green.texts import _

# With more places than these their names would lie on each other.
_MOST_NAMES = 40


def rates_map(
    found: Progress,
    level: Level,
    atlas: Atlas,
    metric: Metric,
    targets: tuple[Target, ...],
    *,
    highlight: str | None = None,
    dark: bool = False,
    height: int = 520,
) -> go.Figure:
    """The rows of `found`, places of `level` (city or district), on the map of their scope.

    Areas without a row are drawn as having no data. A point of the invisible grid over each area
    carries the division's code as `customdata[0]`, so a click anywhere in it selects the place.
    Rows without an area are not drawn: `atlas.model.without_place` lists them.
    """
    scale = classes(targets, metric, dark=dark)
    places = _places(found, level, atlas, metric, scale)
    colours = palette(dark)
    traces = [
        areas(rated, [place for place in places if place.rated == rated], colours)
        for rated in scale
    ]
    if level == "district":
        traces.append(outlines(atlas.within(found.total.code, "city"), colours.strong, 1.2))
    chosen = [place.boundary for place in places if place.boundary.code == highlight]
    traces.append(outlines(chosen, colours.areas[0], 3.5))
    if len(places) <= _MOST_NAMES:
        traces += [
            names([place for place in places if place.rated.ink == ink], ink)
            for ink in sorted({place.rated.ink for place in places})
        ]
    traces += grid(places, metric, colours)
    figure = go.Figure(traces)
    _layout(figure, places, map_note(atlas), colours, height)
    return figure


def alt(found: Progress, metric: Metric, atlas: Atlas) -> str:
    """What the map shows, in one sentence; the figures themselves are in the table."""
    return _(
        "Map: {metric} in {whole} and its {n} parts on {day}. {note}.",
        metric=metric_name(metric),
        whole=found.total.name,
        n=len(found.rows),
        day=found.as_of.isoformat(),
        note=map_note(atlas),
    )


def _places(
    found: Progress, level: Level, atlas: Atlas, metric: Metric, scale: Sequence[RateClass]
) -> list[Place]:
    """All areas of the level in the scope; a row counts for the area that its code has."""
    rows: dict[str, Row] = {}
    drawn = {boundary.code: boundary for boundary in atlas.within(found.total.code, level)}
    for row in found.rows:
        boundary = atlas.of(row.code)
        if boundary is not None:
            rows[row.code] = row
            drawn.setdefault(row.code, boundary)
    places = []
    for code, boundary in sorted(drawn.items()):
        of_it = rows.get(code)
        rate = of_it.standing.rate(metric) if of_it else None
        name = of_it.name if of_it else boundary.name
        place = boundary if boundary.code == code else _as(boundary, code)
        places.append(Place(place, of_it, name, class_of(rate, scale), share(rate)))
    return places


def _as(boundary: Boundary, code: str) -> Boundary:
    """The same area under another code: a city's, for its only district."""
    return Boundary(code, boundary.name, boundary.polygons, boundary.label, boundary.square)


def _layout(
    figure: go.Figure, places: Sequence[Place], note: str, colours: Palette, height: int
) -> None:
    points = [point for place in places for ring in place.boundary.rings for point in ring]
    west, east = _ends([x for x, _y in points])
    south, north = _ends([y for _x, y in points])
    axis = {"visible": False, "fixedrange": True}
    figure.update_layout(
        height=height,
        margin={"l": 4, "r": 4, "t": 4, "b": 24},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        hovermode="closest",
        hoverdistance=24,
        clickmode="event+select",
        dragmode=False,
        xaxis={**axis, "range": [west, east], "constrain": "domain"},
        yaxis={
            **axis,
            "range": [south, north],
            "scaleanchor": "x",
            # A degree of longitude is shorter than one of latitude by this much.
            "scaleratio": 1 / cos(radians((south + north) / 2)),
            "constrain": "domain",
            "constraintoward": "top",
        },
        legend={
            "orientation": "h",
            "x": 0,
            "y": 1.02,
            "yanchor": "bottom",
            "itemclick": False,
            "itemdoubleclick": False,
            "font": {"color": colours.strong},
        },
    )
    figure.add_annotation(
        text=note,
        x=1,
        y=0,
        xref="paper",
        yref="paper",
        xanchor="right",
        yanchor="top",
        showarrow=False,
        font={"color": colours.strong, "size": 12},
    )


def _ends(values: Sequence[float]) -> tuple[float, float]:
    """The first and the last value, with a little room for the lines around them."""
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    room = (high - low) * 0.015
    return low - room, high + room
