"""Evenly spread points inside areas: where a click or a touch finds them."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor

from green.atlas.model import Boundary, Point
from green.atlas.shapes import crossings

_COLUMNS = 56


def points_inside(boundaries: Sequence[Boundary]) -> list[list[Point]]:
    """For each area the points in it of one grid over all of them, its label point first.

    Every area has at least its label point, however small it is.
    """
    xs = [x for boundary in boundaries for ring in boundary.rings for x, _y in ring]
    if not xs:
        return []
    step = (max(xs) - min(xs) or 1) / _COLUMNS
    return [_inside(boundary, step) for boundary in boundaries]


def _inside(boundary: Boundary, step: float) -> list[Point]:
    latitudes = [y for ring in boundary.rings for _x, y in ring]
    found = [boundary.label]
    # A degree of latitude is drawn longer, so rows stand closer than columns.
    high = step * 0.8
    for row in range(ceil(min(latitudes) / high), floor(max(latitudes) / high) + 1):
        cuts = crossings(boundary.rings, row * high)
        for left, right in zip(cuts[::2], cuts[1::2], strict=False):
            found += [
                (round(column * step, 4), round(row * high, 4))
                for column in range(ceil(left / step), floor(right / step) + 1)
            ]
    return found
