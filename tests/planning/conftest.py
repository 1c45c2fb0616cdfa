"""Standings made by hand need nothing; those read from rows need a database."""

from __future__ import annotations

from tests.database import database, days, english, shandong, store

__all__ = ["database", "days", "english", "shandong", "store"]
