"""One row of the log, and the hash that ties it to the row before."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

# What the first row names as the hash before it.
BEGINNING = "0" * 64


@dataclass(frozen=True)
class Entry:
    """Who did what to which subject, when (UTC).

    `action` is a verb such as `answer` or `refuse`, `subject` a place's code, a person or a file;
    `details` is a JSON object of names and short values, never a password or a token.
    """

    id: int
    recorded_at: datetime
    person: str
    action: str
    subject: str
    details: str
    previous: str
    hash: str

    @property
    def computed(self) -> str:
        """The hash this row must have."""
        return hash_of(
            self.id,
            self.recorded_at,
            self.person,
            self.action,
            self.subject,
            self.details,
            self.previous,
        )


def hash_of(
    number: int,
    recorded_at: datetime,
    person: str,
    action: str,
    subject: str,
    details: str,
    previous: str,
) -> str:
    """SHA-256 over a row's content and the hash of the row before it."""
    row = [number, recorded_at.isoformat(), person, action, subject, details, previous]
    text = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Verified:
    """What `verify` found: how many rows are sound, and the first that is not."""

    rows: int
    head: str
    broken: int | None = None
