"""How often Python looks for objects that are held by nothing but each other."""

from __future__ import annotations

import gc

# By default after every 700 new objects, and now and then through all the memory of the process:
# a page makes thousands, and one in twenty queries waited 100 ms for nothing.
_THRESHOLDS = 10_000, 10, 10


def collect_seldom() -> None:
    """For a process that serves pages, or measures them."""
    gc.set_threshold(*_THRESHOLDS)
