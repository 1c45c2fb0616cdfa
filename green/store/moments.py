"""The moments of units of work, so that what was known at a moment never changes afterwards.

Every writing unit gets a moment later than all before it, even when the machine's clock is set
back. A reading unit gets one that no row still to come can be as old as.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from green import clock

_STEP = timedelta(microseconds=1)


class Moments:
    """`last` is the latest moment recorded so far, None in an empty database."""

    def __init__(self, last: datetime | None) -> None:
        self._last = last
        self._writing: datetime | None = None
        self._guard = threading.Lock()

    def reading(self) -> datetime:
        """Now, or just before a write that is under way and not yet to be seen."""
        with self._guard:
            if self._writing is not None:
                return self._writing - _STEP
            self._last = self._later(timedelta(0))
            return self._last

    @contextmanager
    def writing(self) -> Iterator[datetime]:
        """The moment of a writing unit; there is one such unit at a time."""
        with self._guard:
            at = self._last = self._writing = self._later(_STEP)
        try:
            yield at
        finally:
            self._writing = None

    def _later(self, step: timedelta) -> datetime:
        """Now, but at least a step after the last moment."""
        now = clock.now()
        return now if self._last is None else max(now, self._last + step)
