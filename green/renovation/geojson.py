"""The renovation list as GeoJSON (RFC 7946): a point for every community, longitude first."""

from __future__ import annotations

import json
from typing import Any

from green.planning.plan import state_name
from green.planning.points import point_name
from green.planning.renovation import Entry, Site, Street
from green.planning.works_words import estimate, lacks
from green.renovation.model import Listed

_MARK = "simulated"


def geojson(listed: Listed) -> bytes:
    """A FeatureCollection of the list's communities in code order, as UTF-8.

    `point_is` says whose the point is: `own`, `county` (a label point, which many share) or
    `none`, where the geometry is null. Costs are whole yuan.
    """
    found = listed.found
    collection = {
        "type": "FeatureCollection",
        "title": found.name,
        "programme": found.programme,
        "as_of": found.as_of.isoformat(),
        _MARK: found.simulated,
        "chosen": listed.chosen_by,
        "works": {
            "id": found.works.id,
            "version": found.works.version,
            "document": found.works.source.document,
            "verified": found.works.source.verified,
        },
        "note": estimate(),
        "features": [
            _feature(listed, street, site) for street in found.streets for site in street.sites
        ],
    }
    text = json.dumps(collection, ensure_ascii=False, indent=1, allow_nan=False)
    return text.encode("utf-8")


def _feature(listed: Listed, street: Street, site: Site) -> dict[str, Any]:
    place, summed = listed.place(site), site.total
    geometry = None
    if place.point is not None:
        geometry = {"type": "Point", "coordinates": list(place.point)}
    return {
        "type": "Feature",
        "id": site.code,
        "geometry": geometry,
        "properties": {
            "code": site.code,
            "name": site.name,
            "district": street.district,
            "street": street.name,
            "point_is": place.point_is,
            "point_in_words": str(point_name(place.point_is)),
            "point_source": place.source,
            _MARK: listed.found.simulated,
            "lacks": lacks(site, listed.standard),
            "safety": any(entry.work.safety for entry in site.entries),
            "lines": summed.lines,
            "open": summed.open,
            "done": summed.done,
            "cost_low": summed.cost.low,
            "cost_high": summed.cost.high,
            "conflicts": [one.title for one in site.conflicts],
            "works": [_work(listed, entry) for entry in site.entries],
        },
    }


def _work(listed: Listed, entry: Entry) -> dict[str, Any]:
    work, planned, cost = entry.work, entry.planned, entry.cost
    item = listed.standard.item(entry.line.lacking[0])
    return {
        "work": work.id,
        "name": str(work.name),
        "item": item.ref if item else entry.line.item,
        "quantity": entry.quantity,
        "unit": str(work.unit),
        "cost_low": cost.low if cost else None,
        "cost_high": cost.high if cost else None,
        "payer": work.payer,
        "safety": work.safety,
        "public_use": work.public_use,
        "phase": planned.phase,
        "planner": planned.planner,
        "state": planned.state,
        "state_in_words": str(state_name(planned.state)),
        "by": planned.by.isoformat() if planned.by else None,
    }
