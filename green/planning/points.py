"""Where communities lie: their own point where one is recorded, else their county's label point."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from green.atlas.reading import atlas, bundled
from green.planning.plan import Point
from green.planning.renovation import Site
from green.registry.model import CODE_LENGTH
from green.texts import Text, lazy

PointIs = Literal["own", "county", "none"]
# Six decimals are a decimetre.
_DECIMALS = 6


@dataclass(frozen=True)
class Located:
    """A point in degrees (WGS 84), longitude first, and whose it is.

    A label point lies somewhere inside the county and says nothing about the community; `none`
    has no point at all, as development zones without a boundary.
    """

    point_is: PointIs
    point: tuple[float, float] | None
    source: str = ""


NOWHERE = Located("none", None)


def located(
    sites: Iterable[Site], own: Mapping[int, Point], map_file: Path | None = None
) -> dict[int, Located]:
    """Where each community (id) lies, with the office's map before the bundled boundaries.

    Raises `Refused` for an office's map that cannot be used.
    """
    labels: dict[str, Located] = {}
    found = {}
    for site in sites:
        point = own.get(site.id)
        if point is not None:
            place = round(point.longitude, _DECIMALS), round(point.latitude, _DECIMALS)
            found[site.id] = Located("own", place, point.source)
            continue
        county = site.code[: CODE_LENGTH["district"]]
        if county not in labels:
            labels[county] = _label(county, map_file)
        found[site.id] = labels[county]
    return found


def _label(county: str, map_file: Path | None) -> Located:
    province = county[: CODE_LENGTH["province"]]
    for drawn in (atlas(province, "district", map_file), bundled(province)):
        boundary = drawn.of(county)
        if boundary is not None:
            longitude, latitude = boundary.label
            place = round(longitude, _DECIMALS), round(latitude, _DECIMALS)
            return Located("county", place, drawn.source.name)
    return NOWHERE


def point_name(point_is: PointIs) -> Text:
    """Whose point it is, in words."""
    match point_is:
        case "own":
            return lazy("the community's own point")
        case "county":
            return lazy("label point of its county, not the community's place")
        case "none":
            return lazy("no point")
