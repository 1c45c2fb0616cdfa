"""Long work that goes on in the server while its page may be left and returned to."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from green.errors import GreenError, Problem
from green.texts import lazy

_log = logging.getLogger(__name__)


@dataclass
class Job:
    """A piece of work: how much of it is done (0 to 1), and how it ended."""

    share: float = 0.0
    done: bool = False
    error: GreenError | None = None

    def tell(self, share: float) -> None:
        self.share = share


_jobs: dict[str, Job] = {}
_starting = threading.Lock()


def start(name: str, work: Callable[[Callable[[float], None]], object]) -> Job:
    """Begin the work in a thread, unless it is going on already; `work` is told how to report."""
    with _starting:
        running = _jobs.get(name)
        if running is not None and not running.done:
            return running
        job = _jobs[name] = Job()
    threading.Thread(target=_run, args=(name, job, work), name=name, daemon=True).start()
    return job


def current(name: str) -> Job | None:
    """The job of this name that is going on or has ended last."""
    return _jobs.get(name)


def forget(name: str) -> None:
    """A job that has ended is no longer spoken of."""
    _jobs.pop(name, None)


def _run(name: str, job: Job, work: Callable[[Callable[[float], None]], object]) -> None:
    try:
        work(job.tell)
    except GreenError as error:
        job.error = error
    except Exception:  # noqa: BLE001 - a thread has nobody above it; the watcher is told instead
        _log.exception("The job %s failed", name)
        job.error = GreenError(
            Problem(
                lazy("A fault in the software stopped this."),
                mend=lazy("The log of the server says more; please report it."),
            )
        )
    finally:
        job.done = True
