"""The parts of a map of rates: areas, outlines, names, and the unseen points a click finds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from green.atlas.model import Boundary, Ring
from green.charts.classes import RateClass
from green.charts.grid import points_inside
from green.charts.palette import Palette
from green.charts.place_words import explained, short_name
from green.progress.model import Row
from green.standard.programme import Metric

_PATTERN = {"no_data": "/", "zero": ".", "share": ""}


@dataclass(frozen=True)
class Place:
    """An area with its row, if it has one, the class of its rate and the rate in words."""

    boundary: Boundary
    row: Row | None
    name: str
    rated: RateClass
    rate: str


def _path(rings: Iterable[Ring]) -> tuple[list[float | None], list[float | None]]:
    """Rings one after the other, parted by gaps."""
    x: list[float | None] = []
    y: list[float | None] = []
    for ring in rings:
        if x:
            x.append(None)
            y.append(None)
        x += [round(point[0], 4) for point in ring]
        y += [round(point[1], 4) for point in ring]
    return x, y


def areas(rated: RateClass, places: Sequence[Place], colours: Palette) -> go.Scatter:
    """A class's areas as one trace, which is also its entry in the legend."""
    x, y = _path(ring for place in places for ring in place.boundary.rings)
    return go.Scatter(
        x=x or [None],
        y=y or [None],
        mode="lines",
        name=f"{rated.words} · {len(places)}",
        meta=rated.kind,
        hoverinfo="skip",
        fill="toself",
        fillcolor=rated.fill,
        fillpattern={
            "shape": _PATTERN[rated.kind],
            "bgcolor": rated.fill,
            "fgcolor": rated.pattern_ink or None,
            "size": 7,
            "solidity": 0.16 if rated.kind == "no_data" else 0.12,
        },
        line={"color": colours.quiet, "width": 0.8},
    )


def outlines(boundaries: Sequence[Boundary], colour: str, width: float) -> go.Scatter:
    """Borders to stand out from the others."""
    x, y = _path(ring for boundary in boundaries for ring in boundary.rings)
    return go.Scatter(
        x=x or [None],
        y=y or [None],
        mode="lines",
        showlegend=False,
        hoverinfo="skip",
        line={"color": colour, "width": width},
    )


def names(places: Sequence[Place], ink: str) -> go.Scatter:
    """Names and rates; chosen or not they stay as they are."""
    return go.Scatter(
        x=[place.boundary.label[0] for place in places],
        y=[place.boundary.label[1] for place in places],
        mode="text",
        text=[f"{short_name(place.name)}<br>{place.rate}" for place in places],
        # Where an area is smaller than its name, a seam of its colour keeps the name readable.
        textfont={
            "color": ink,
            "size": 11,
            "shadow": [", ".join([f"0 0 2px {place.rated.fill}"] * 3) for place in places],
        },
        unselected={"textfont": {"color": ink}},
        showlegend=False,
        hoverinfo="skip",
    )


def grid(places: Sequence[Place], metric: Metric, colours: Palette) -> list[go.Scatter]:
    """Unseen points over each area: what a pointer or a finger finds there."""
    inside = points_inside([place.boundary for place in places])
    label = {
        "bgcolor": colours.background,
        "bordercolor": colours.strong,
        "font": {"color": colours.strong},
        "align": "left",
    }
    return [
        go.Scatter(
            x=[x for x, _y in points],
            y=[y for _x, y in points],
            mode="markers",
            name=place.name,
            meta="place",
            customdata=[[place.boundary.code]] * len(points),
            marker={"size": 10, "opacity": 0, "color": place.rated.fill},
            selected={"marker": {"opacity": 0}},
            unselected={"marker": {"opacity": 0}},
            showlegend=False,
            hovertemplate=explained(place.row, place.name, metric) + "<extra></extra>",
            hoverlabel=label,
        )
        for place, points in zip(places, inside, strict=True)
    ]
