"""What takes long to make is made once for all folders and processes of a run of the tests.

A fixture for the session is made again in every process of pytest-xdist, and once more for every
folder that imports it.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest

_MADE = "made.pickle"


def once(
    folders: pytest.TempPathFactory, name: str, make: Callable[[Path], Any]
) -> tuple[Path, Any]:
    """The folder in which `make` has put its files, and what it returned; `make` is given a folder.

    The files belong to all tests: copy them, never open them. Two processes that come at once
    both make it, and the quicker one's is taken. `MADE_ONCE` names the folder of several runs.
    """
    here = folders.getbasetemp()
    whole_run = here.parent if "PYTEST_XDIST_WORKER" in os.environ else here
    folder = Path(os.environ.get("MADE_ONCE") or whole_run / "once") / name
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        own = Path(mkdtemp(dir=folder.parent))
        (own / _MADE).write_bytes(pickle.dumps(make(own)))
        with suppress(OSError):
            own.rename(folder)
    return folder, pickle.loads((folder / _MADE).read_bytes())  # noqa: S301 our own
