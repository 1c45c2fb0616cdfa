"""Files on their way here, in pieces and over breaks of the line, beside those that are kept."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from green.errors import GreenError, NotFound, Problem, Refused
from green.people import tokens
from green.store.failures import explained
from green.texts import lazy

MOST_OF_ONE = 20
# Of everybody together, as announced: what may lie about unfinished on the disk.
MOST_BYTES = 4 * 1024**3
LASTS = timedelta(days=3)
# Nobody waits longer than this between two pieces while a page is open.
_QUIET = timedelta(minutes=10)
_ID = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True)
class Arrival:
    """What arrives, as it was announced: whose it is and what is to become of it.

    `size` is in bytes, `true_as_of` an ISO date; `on_behalf_of` as in `Actor`.
    """

    person: str
    community: str
    item: str | None
    what: str
    true_as_of: str
    kept_at: str
    name: str
    size: int
    replaces: int | None = None
    on_behalf_of: str | None = None


class OutOfStep(Exception):
    """A piece that does not follow what is here; `offset` is where to go on."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


class TooMany(GreenError):
    """More is arriving than may be; the same may succeed later."""


class Spool:
    """A folder of arrivals: `<id>` is what came so far, `<id>.json` what was announced.

    The size on the disk alone says how far one has got: after a crash it goes on from there.
    """

    def __init__(self, root: Path) -> None:
        self._root = root

    def begin(self, arrival: Arrival) -> str:
        """Make room for an arrival; returns its id, which nobody can guess.

        Whoever has too many unfinished loses the one that lay longest. Raises `TooMany` if all
        are in motion, or if there is too much of everybody's; `StoreFailed`.
        """
        with _changing, explained(self._root):
            self._root.mkdir(parents=True, exist_ok=True)
            self._throw_away_old()
            self._need_room(arrival)
            upload = tokens.new_token()
            self.path(upload).touch(exist_ok=False)
            # An arrival is there once it is described, so the description appears whole.
            unfinished = self._root / f".{uuid4().hex}"
            unfinished.write_text(json.dumps(asdict(arrival), ensure_ascii=False), "utf-8")
            unfinished.replace(self._described(upload))
        return upload

    def find(self, upload: str, person: str) -> Arrival:
        """Somebody's own arrival; raises `NotFound` for an unknown one and for another's."""
        found = self._read(upload) if _ID.fullmatch(upload) else None
        if found is None or found.person != person:
            raise _gone()
        return found

    def offset(self, upload: str) -> int:
        """How many bytes have come."""
        try:
            return self.path(upload).stat().st_size
        except FileNotFoundError:
            return 0

    def append(self, upload: str, offset: int, piece: bytes) -> int:
        """Store what follows at `offset`; returns the new one.

        Raises `OutOfStep` if another is; `Refused` if this were more than was announced;
        `NotFound` if the arrival was thrown away; `StoreFailed` for a full disk.
        """
        with _changing, explained(self._root):
            found = self._read(upload)
            if found is None:
                raise _gone()
            here = self.offset(upload)
            if here != offset:
                raise OutOfStep(here)
            if here + len(piece) > found.size:
                raise Refused(
                    Problem(
                        lazy("More came of the file than was announced."),
                        mend=lazy("Send the file again."),
                    )
                )
            with self.path(upload).open("ab") as file:
                file.write(piece)
        return offset + len(piece)

    def remove(self, upload: str) -> None:
        """Forget an arrival, if it is there."""
        with _changing, explained(self._root):
            self._remove(upload)

    def path(self, upload: str) -> Path:
        """Where what came so far lies."""
        assert _ID.fullmatch(upload), "arrivals are named by tokens alone"
        return self._root / upload

    def _need_room(self, arrival: Arrival) -> None:
        known = dict(self._all())
        if sum(one.size for one in known.values()) + arrival.size > MOST_BYTES:
            raise TooMany(
                Problem(
                    lazy("Too many files are arriving at this moment."),
                    mend=lazy("Wait a minute, then do it again."),
                )
            )
        own = [upload for upload, one in known.items() if one.person == arrival.person]
        own.sort(key=self._age, reverse=True)
        for upload in own[: max(0, len(own) - MOST_OF_ONE + 1)]:
            if self._age(upload) < _QUIET.total_seconds():
                raise TooMany(
                    Problem(
                        lazy("{n} of your files are arriving already.", n=MOST_OF_ONE),
                        mend=lazy("Wait until some of them are there."),
                    )
                )
            self._remove(upload)

    def _throw_away_old(self) -> None:
        for path in list(self._root.iterdir()):
            content = path.with_suffix("")
            with suppress(FileNotFoundError):
                if _age(content if content.exists() else path) > LASTS.total_seconds():
                    content.with_suffix(".json").unlink(missing_ok=True)
                    path.unlink(missing_ok=True)

    def _all(self) -> Iterator[tuple[str, Arrival]]:
        for path in self._root.glob("*.json"):
            found = self._read(path.stem)
            if found is not None:
                yield path.stem, found

    def _read(self, upload: str) -> Arrival | None:
        try:
            return Arrival(**json.loads(self._described(upload).read_text("utf-8")))
        except FileNotFoundError:
            return None
        except (ValueError, TypeError):
            # Written by another version, or damaged: as if it had not come.
            return None

    def _described(self, upload: str) -> Path:
        return self.path(upload).with_suffix(".json")

    def _remove(self, upload: str) -> None:
        # The description first: what is left without one is nobody's, and is swept away.
        self._described(upload).unlink(missing_ok=True)
        self.path(upload).unlink(missing_ok=True)

    def _age(self, upload: str) -> float:
        try:
            return _age(self.path(upload))
        except FileNotFoundError:
            return float("inf")


# Pieces are small, and this process is the only one that serves the folder.
_changing = threading.RLock()


def _gone() -> NotFound:
    return NotFound(
        Problem(
            lazy("What had arrived of this file is not here any more."),
            mend=lazy("Send the file again."),
        )
    )


def _age(path: Path) -> float:
    """Seconds since something was added: by the clock of the disk, not by China's."""
    return time.time() - path.stat().st_mtime
