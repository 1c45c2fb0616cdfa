"""All questions to ask of a scope's data at a day, or some of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from green.progress import question_records as records
from green.progress.questions import (
    IDLE_DAYS,
    KINDS,
    SHORTEST_NOTE,
    WAITING_DAYS,
    Finding,
    HandedIn,
    Kind,
    Question,
    Window,
    bursts,
    by_one_hand,
    last_window,
    same_notes,
    usual_sentences,
)
from green.standard import loader
from green.standard.phrases import phrases
from green.standard.programme import Programme
from green.store import Query


def questions(
    query: Query,
    programme: Programme,
    scope: str,
    day: date,
    known_at: datetime,
    kinds: Sequence[Kind] = KINDS,
) -> tuple[Question, ...]:
    """The questions of these kinds, also those behind which there is nobody, in their order."""
    asked = _Asked(query, programme, scope, day, known_at)
    return tuple(asked.question(kind) for kind in kinds)


class _Asked:
    """Reads what a question needs; what two of them need is read once."""

    def __init__(
        self, query: Query, programme: Programme, scope: str, day: date, known_at: datetime
    ) -> None:
        self._query, self._programme, self._scope = query, programme, scope
        self._day, self._known_at = day, known_at
        self._window = last_window(programme, day)
        self._handed_in: list[HandedIn] | None = None

    def question(self, kind: Kind) -> Question:
        window = self._window if kind in ("burst", "one-hand") else None
        return Question(kind, tuple(self._findings(kind)), window)

    def _findings(self, kind: Kind) -> list[Finding]:
        where = self._query, self._programme, self._scope
        when = self._day, self._known_at
        match kind:
            case "bare":
                return records.bare(*where, *when)
            case "same-note":
                usual = usual_sentences(loader.standard(self._programme.standard), phrases())
                return same_notes(records.notes(*where, SHORTEST_NOTE, *when), usual)
            case "burst":
                return bursts(self._lately(self._window), self._window) if self._window else []
            case "one-hand":
                return by_one_hand(self._lately(self._window), self._window) if self._window else []
            case "idle":
                return records.idle(*where, self._day - timedelta(days=IDLE_DAYS), *when)
            case "long-wait":
                return records.long_waits(*where, self._day - timedelta(days=WAITING_DAYS), *when)

    def _lately(self, window: Window) -> list[HandedIn]:
        if self._handed_in is None:
            last = min(self._day, window.deadline)
            self._handed_in = records.handed_in(
                self._query, self._programme, self._scope, window.usual_from, last, self._known_at
            )
        return self._handed_in
