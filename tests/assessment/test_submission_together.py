"""Two people handing in at once: one is stored, the other is told."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from threading import Barrier

import pytest

from green import clock
from green.assessment.enrolment import enrol
from green.assessment.model import Case
from green.assessment.submission import hand_in
from green.errors import NotPossible
from green.people.model import Actor
from green.store import Store
from tests.assessment.answered import case, submissions
from tests.database import (
    LISHANLU,
    LOCAL,
    Days,
    answer_all,
    case_of,
    rows,
)

__all__ = ["case"]


@pytest.fixture
def real_time(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine's own clock, for threads."""
    monkeypatch.undo()


def test_of_two_handing_in_at_once_one_is_stored_and_one_is_told(
    store: Store, case: Case, real_time: None
) -> None:
    together = Barrier(2)

    def try_it(person: str) -> str:
        together.wait(10)
        try:
            hand_in(store, case, Actor(person))
        except NotPossible as refused:
            return type(refused).__name__
        return "stored"

    with ThreadPoolExecutor(2) as people:
        said = sorted(people.map(try_it, ["wang", "li"]))
    assert len(submissions(store, case)) == 1
    assert said == ["NotPossible", "stored"]


Step = Callable[[Store, Case, Actor], object]


class Quicker:
    """Another one who takes a step while the first has looked at the clock and not yet written.

    Where the clock is read only once nobody else can write, the other one comes afterwards.
    """

    def __init__(self, store: Store, days: Days, step: Callable[[], object]) -> None:
        self._store, self._days, self._step = store, days, step
        self.done = False

    def now(self) -> datetime:
        at = self._days.now()
        if not self._store._writing.locked():
            self.come()
        return at

    def come(self) -> None:
        if not self.done:
            self.done = True
            self._step()


@pytest.mark.parametrize(("step", "table"), [(hand_in, "submission"), (enrol, "enrolment_event")])
def test_who_looked_at_the_clock_first_but_comes_second_is_told(
    store: Store, days: Days, monkeypatch: pytest.MonkeyPatch, step: Step, table: str
) -> None:
    case = case_of(store, LISHANLU)
    if step is hand_in:
        enrol(store, case, LOCAL)
        answer_all(store, case)
    before = rows(store, f"select count(*) from {table}")[0][0]
    quicker = Quicker(store, days, lambda: step(store, case, Actor("quick")))
    monkeypatch.setattr(clock, "now", quicker.now)
    with suppress(NotPossible):
        step(store, case, Actor("slow"))
        quicker.come()
    assert rows(store, f"select count(*) from {table}")[0][0] == before + 1


def test_rows_are_recorded_in_the_order_of_their_times(
    store: Store, days: Days, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a figure known at a moment changes when a row of an earlier moment arrives."""
    other = case_of(store, LISHANLU)
    quicker = Quicker(store, days, lambda: enrol(store, other, LOCAL))
    monkeypatch.setattr(clock, "now", quicker.now)
    hand_in(store, case, LOCAL)
    quicker.come()
    found = rows(
        store,
        """
        select recorded_at from (
            select id, recorded_at from enrolment_event
            union all select id, recorded_at from submission
        ) as step
        order by id
        """,
    )
    assert found == sorted(found)
