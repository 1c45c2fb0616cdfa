"""Verdicts and figures to draw."""

from __future__ import annotations

import pytest

from tests.database import english, standard

__all__ = ["english", "standard"]


@pytest.fixture(autouse=True)
def _english(english: None) -> None:
    """Names and sentences are compared in English here."""
