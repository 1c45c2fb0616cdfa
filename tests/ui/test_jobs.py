"""Long work in the server: one at a time under a name, told of while it lasts and when it ends."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest

from green.errors import GreenError, NotPossible, Problem
from green.texts import lazy
from green.ui import jobs

Tell = Callable[[float], None]
LONG = 30.0


@pytest.fixture
def name() -> Iterator[str]:
    """A name that no other test uses."""
    found = f"job-{uuid4().hex}"
    yield found
    jobs.forget(found)


class Work:
    """Goes on until it is let go, and counts how often it was begun."""

    def __init__(self) -> None:
        self.begun = 0
        self._running, self._go = threading.Event(), threading.Event()

    def __call__(self, tell: Tell) -> None:
        self.begun += 1
        tell(0.5)
        self._running.set()
        assert self._go.wait(LONG)
        tell(0.9)

    def is_running(self) -> bool:
        return self._running.wait(LONG)

    def let_go(self) -> None:
        self._go.set()


@pytest.fixture
def work() -> Iterator[Work]:
    found = Work()
    yield found
    found.let_go()


def ended(name: str) -> jobs.Job:
    """The job once its thread has ended."""
    for thread in threading.enumerate():
        if thread.name == name:
            thread.join(LONG)
    found = jobs.current(name)
    assert found is not None
    assert found.done
    return found


def test_nothing_is_told_of_work_that_was_never_begun(name: str) -> None:
    assert jobs.current(name) is None


def test_work_goes_on_after_it_was_begun_and_tells_how_far_it_is(name: str, work: Work) -> None:
    started = jobs.start(name, work)
    assert work.is_running()
    assert jobs.current(name) is started
    assert (started.done, started.share, started.error) == (False, 0.5, None)
    work.let_go()
    assert ended(name) is started
    assert (started.share, started.error) == (0.9, None)


def test_work_that_is_going_on_is_not_begun_a_second_time(name: str, work: Work) -> None:
    first = jobs.start(name, work)
    assert work.is_running()
    assert jobs.start(name, work) is first
    assert jobs.start(name, lambda _tell: None) is first
    work.let_go()
    ended(name)
    assert work.begun == 1


def test_of_many_presses_at_once_one_begins_the_work(name: str, work: Work) -> None:
    together = threading.Barrier(8)
    found: list[jobs.Job] = []

    def press() -> None:
        together.wait(LONG)
        found.append(jobs.start(name, work))

    presses = [threading.Thread(target=press) for _press in range(8)]
    for one in presses:
        one.start()
    for one in presses:
        one.join(LONG)
    assert len({id(one) for one in found}) == 1
    work.let_go()
    ended(name)
    assert work.begun == 1


def test_other_work_goes_on_beside_it(name: str, work: Work) -> None:
    other = f"{name}-other"
    jobs.start(name, work)
    assert work.is_running()
    jobs.start(other, lambda tell: tell(1.0))
    assert ended(other).share == 1.0
    assert not jobs.start(name, work).done
    jobs.forget(other)


def test_work_that_has_ended_is_told_of_until_it_is_forgotten(name: str) -> None:
    jobs.start(name, lambda tell: tell(1.0))
    assert ended(name).error is None
    jobs.forget(name)
    assert jobs.current(name) is None
    jobs.forget(name)


def test_work_that_has_ended_can_be_begun_again(name: str) -> None:
    first = jobs.start(name, lambda tell: tell(1.0))
    ended(name)
    second = jobs.start(name, lambda _tell: None)
    assert second is not first
    assert ended(name) is second
    assert second.share == 0.0


def test_a_refusal_is_kept_as_it_was_said(name: str) -> None:
    refusal = NotPossible(Problem(lazy("There is a database here already.")))

    def refuse(_tell: Tell) -> None:
        raise refusal

    jobs.start(name, refuse)
    assert ended(name).error is refusal


def test_a_fault_becomes_a_sentence_and_the_log_says_the_rest(
    name: str, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(tell: Tell) -> None:
        tell(0.4)
        raise ZeroDivisionError("the secret of the fault")

    with caplog.at_level(logging.ERROR):
        jobs.start(name, fail)
        found = ended(name)
    assert isinstance(found.error, GreenError)
    assert "secret" not in str(found.error)
    assert found.share == 0.4
    (record,) = caplog.records
    assert name in record.getMessage()
    assert record.exc_info is not None
    assert record.exc_info[0] is ZeroDivisionError


def test_work_that_failed_does_not_stand_in_the_way_of_the_next(name: str) -> None:
    def fail(_tell: Tell) -> None:
        raise NotPossible(Problem(lazy("There is a database here already.")))

    jobs.start(name, fail)
    assert ended(name).error is not None
    jobs.start(name, lambda _tell: None)
    assert ended(name).error is None


def test_no_failure_is_forgotten_before_somebody_was_told(name: str) -> None:
    """Asking how it went does not make it go away."""

    def fail(_tell: Tell) -> None:
        raise NotPossible(Problem(lazy("There is a database here already.")))

    jobs.start(name, fail)
    first = ended(name).error
    assert jobs.current(name) is not None
    assert ended(name).error is first
