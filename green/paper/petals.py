"""The wheel as a picture for paper: petals alone, so that no font is needed to draw it."""

from __future__ import annotations

from functools import lru_cache

import resvg_py

from green.charts.wheel import bare
from green.standard.model import Status
from green.standard.verdict import Verdict

_PIXELS = 360


def picture(verdict: Verdict) -> bytes:
    """A community's wheel as PNG; the same statuses give the same bytes."""
    areas = tuple(len(area.items) for area in verdict.standard.areas)
    return _drawn(areas, tuple(judged.status for judged in verdict.items))


@lru_cache(maxsize=4096)
def _drawn(areas: tuple[int, ...], statuses: tuple[Status, ...]) -> bytes:
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=bare(areas, statuses),
            width=_PIXELS,
            background="#ffffff",
            skip_system_fonts=True,
        )
    )
