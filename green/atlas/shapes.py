"""GeoJSON geometries as polygons, checked point by point."""

from __future__ import annotations

from itertools import pairwise
from math import isfinite
from typing import Any

from green.atlas.model import Point, Polygon, Ring
from green.texts import Text, lazy

# China with its seas; anything outside is another reference system or another country.
WEST, EAST, SOUTH, NORTH = 73.0, 136.0, 3.0, 54.0
_FEWEST_POINTS = 4


class NotAShape(Exception):
    """A geometry that is no area in China; what is wrong, and how to mend it."""

    def __init__(self, what: Text, mend: Text) -> None:
        super().__init__(what)
        self.what, self.mend = what, mend


def shape(geometry: Any) -> tuple[Polygon, ...]:
    """The polygons of a Polygon or MultiPolygon. Raises `NotAShape`."""
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    given: Any = geometry.get("coordinates") if kind in ("Polygon", "MultiPolygon") else ()
    several = [given] if kind == "Polygon" else given
    try:
        found = tuple(tuple(_ring(ring) for ring in polygon) for polygon in several)
    except (TypeError, ValueError):
        raise NotAShape(
            lazy("A point of the area is not a pair of numbers."),
            lazy("Export the map again as GeoJSON in UTF-8."),
        ) from None
    if not found or not all(found):
        raise NotAShape(
            lazy("It has no area (Polygon or MultiPolygon)."),
            lazy("Leave out points and lines; keep areas only."),
        )
    return tuple(_turned(polygon) for polygon in found)


def _turned(polygon: Polygon) -> Polygon:
    """Holes run against their outer ring, or they would be filled."""
    outer, *holes = polygon
    return (
        outer,
        *(hole[::-1] if (_area(hole) > 0) == (_area(outer) > 0) else hole for hole in holes),
    )


def _ring(given: Any) -> Ring:
    points = tuple(_point(point) for point in given)
    if len(points) < _FEWEST_POINTS or points[0] != points[-1]:
        raise NotAShape(
            lazy("A ring is not closed: its last point must be its first."),
            lazy("Mend the area in the program that made the file."),
        )
    return points


def _point(given: Any) -> Point:
    longitude, latitude = float(given[0]), float(given[1])
    if not (isfinite(longitude) and isfinite(latitude)):
        raise ValueError
    if not (WEST <= longitude <= EAST and SOUTH <= latitude <= NORTH):
        raise NotAShape(
            lazy("({x}, {y}) is not longitude and latitude in China.", x=given[0], y=given[1]),
            lazy("Export the map in degrees (CGCS2000 or WGS 84), longitude first."),
        )
    return longitude, latitude


def inside(polygons: tuple[Polygon, ...]) -> Point:
    """A point well inside the largest polygon: the middle of the widest cut of a few."""
    largest = max(polygons, key=lambda polygon: abs(_area(polygon[0])))
    low = min(y for _x, y in largest[0])
    high = max(y for _x, y in largest[0])
    widest: tuple[float, Point] | None = None
    for step in range(1, 12):
        y = low + (high - low) * step / 12
        cuts = crossings(largest, y)
        for left, right in zip(cuts[::2], cuts[1::2], strict=False):
            # The middle of a place is a better spot for its name than its edge.
            score = (right - left) * (1 - abs(step - 6) / 12)
            if widest is None or score > widest[0]:
                widest = score, ((left + right) / 2, y)
    return widest[1] if widest else largest[0][0]


def crossings(rings: tuple[Ring, ...], y: float) -> list[float]:
    """Where the horizontal line at `y` goes in and out of rings, from left to right."""
    found = []
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise(ring):
            if (y1 > y) != (y2 > y):
                found.append(x1 + (y - y1) * (x2 - x1) / (y2 - y1))
    return sorted(found)


def _area(ring: Ring) -> float:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring)) / 2
