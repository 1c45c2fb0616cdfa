"""A community of Jinan in the national programme, as for the room of assessment."""

from __future__ import annotations

from tests.assessment.conftest import (
    _as_it_is_here,
    case,
    database,
    days,
    english,
    programme,
    shandong,
    standard,
    store,
)

__all__ = [
    "_as_it_is_here",
    "case",
    "database",
    "days",
    "english",
    "programme",
    "shandong",
    "standard",
    "store",
]
