"""Boundaries of cities and districts, and what a map made of them has to say about itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol, TypeVar

from green.registry.model import CODE_LENGTH, Level

# Longitude and latitude in degrees (CGCS2000, a few decimetres from WGS 84).
Point = tuple[float, float]
# Closed: the last point is the first.
Ring = tuple[Point, ...]
# The outer ring, then its holes.
Polygon = tuple[Ring, ...]
# Column and row of the tile map, counted from the north-west.
Square = tuple[int, int]


@dataclass(frozen=True)
class Boundary:
    """One place's area under its division code (4 digits a city, 6 a district).

    `label` lies inside it. `square` is its place on the tile map of the province's cities or of
    its city's districts, None where nobody made one.
    """

    code: str
    name: str
    polygons: tuple[Polygon, ...] = field(repr=False)
    label: Point
    square: Square | None = None

    @property
    def rings(self) -> tuple[Ring, ...]:
        return tuple(ring for polygon in self.polygons for ring in polygon)


@dataclass(frozen=True)
class Source:
    """Where boundaries are from; `approval` is the map approval number (审图号).

    Without an approval number a map is schematic: for looking at, not for publishing.
    """

    name: str
    approval: str | None = None

    @property
    def schematic(self) -> bool:
        return self.approval is None


@dataclass(frozen=True)
class Atlas:
    """Boundaries of one source, by code."""

    source: Source
    boundaries: tuple[Boundary, ...]

    @cached_property
    def _by_code(self) -> dict[str, Boundary]:
        return {boundary.code: boundary for boundary in self.boundaries}

    def of(self, code: str) -> Boundary | None:
        """A division's area.

        A city without districts has one district in the registry, ending in 00, whose area is the
        city's (441900 东莞市).
        """
        found = self._by_code.get(code)
        if found is None and len(code) == CODE_LENGTH["district"] and code.endswith("00"):
            found = self._by_code.get(code[: CODE_LENGTH["city"]])
        return found

    def within(self, scope: str, level: Level) -> tuple[Boundary, ...]:
        """The areas of one level under a code, in code order."""
        return tuple(
            boundary
            for boundary in self.boundaries
            if len(boundary.code) == CODE_LENGTH[level] and boundary.code.startswith(scope)
        )


class Coded(Protocol):
    """A division, a row of figures: anything that has a division's code."""

    @property
    def code(self) -> str: ...


C = TypeVar("C", bound=Coded)


def without_place(atlas: Atlas, places: Iterable[C]) -> tuple[C, ...]:
    """The places that the map has no area for, in their order: they must be shown beside it.

    Most are development zones, which lie in the areas of their neighbours.
    """
    return tuple(place for place in places if atlas.of(place.code) is None)
