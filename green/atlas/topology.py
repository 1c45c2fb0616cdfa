"""A topology (TopoJSON) read into areas: every edge is stored once, so neighbours share it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from green.atlas.model import Boundary, Point, Polygon, Ring


def boundaries(topology: Mapping[str, Any]) -> tuple[Boundary, ...]:
    """All places of a bundled file, cities before districts, each in code order."""
    edges = _edges(topology)
    return tuple(
        Boundary(
            place["properties"]["code"],
            place["properties"]["name"],
            _polygons(place, edges),
            _point(place["properties"]["label"]),
            _square(place["properties"]["square"]),
        )
        for level in ("cities", "districts")
        for place in topology["objects"][level]["geometries"]
    )


def _edges(topology: Mapping[str, Any]) -> list[Ring]:
    """The arcs in degrees: their points are stored as whole steps from the one before."""
    (wide, high), (west, south) = topology["transform"]["scale"], topology["transform"]["translate"]
    found = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for across, up in arc:
            x, y = x + across, y + up
            points.append((round(west + x * wide, 5), round(south + y * high, 5)))
        found.append(tuple(points))
    return found


def _polygons(place: Mapping[str, Any], edges: Sequence[Ring]) -> tuple[Polygon, ...]:
    several = place["arcs"] if place["type"] == "MultiPolygon" else [place["arcs"]]
    return tuple(tuple(_ring(arcs, edges) for arcs in polygon) for polygon in several)


def _ring(arcs: Sequence[int], edges: Sequence[Ring]) -> Ring:
    """Arcs joined end to end; a number below zero is the arc ~number walked backwards."""
    points: list[Point] = []
    for arc in arcs:
        walked = edges[arc] if arc >= 0 else edges[~arc][::-1]
        points += walked[1:] if points else walked
    return tuple(points)


def _point(given: Sequence[float]) -> Point:
    longitude, latitude = given
    return longitude, latitude


def _square(given: Sequence[int]) -> tuple[int, int]:
    column, row = given
    return column, row
