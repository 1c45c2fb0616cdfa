"""Servers that begin where importing ends: forked from a process that has imported the application.

Starting Python and importing takes as long as a page, and no test is about it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

_FORKS = get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.e2e.imported"])


class Forked:
    """A process forked to serve; what `subprocess.Popen` has of it that the tests use."""

    def __init__(self, arguments: list[str], environment: Mapping[str, str], log: Path) -> None:
        asked = arguments, dict(environment), str(log)
        # A daemon ends with the tests, however they end.
        self._process: BaseProcess = _FORKS.Process(target=_serve, args=asked, daemon=True)
        self._process.start()

    def wait(self, timeout: float | None = None) -> None:
        """Return when it has ended; raises `subprocess.TimeoutExpired`."""
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired("serve", timeout or 0)

    def kill(self) -> None:
        self._process.kill()

    def terminate(self) -> None:
        self._process.terminate()


def _serve(arguments: list[str], environment: dict[str, str], log: str) -> None:
    """Be `streamlit` with these arguments, here and now."""
    os.environ.update(environment)
    written = os.open(log, os.O_WRONLY | os.O_APPEND)
    for standard in (1, 2):
        os.dup2(written, standard)
    from streamlit.web.cli import main

    sys.argv = ["streamlit", *arguments]
    main()
