"""Measures a page's reruns on the real size of a province."""

from __future__ import annotations


def walk() -> dict[str, float]:
    raise NotImplementedError
