"""Databases on disks that fail, and processes that hold or may not write them."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.database import database, days, english, shandong, store

__all__ = ["database", "days", "disk", "english", "ordinary_user", "shandong", "store"]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Makes small disks of their own at the size asked for, such as `600k`."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("a disk of its own has to be mounted, which needs root and mount")
    mounted: list[Path] = []

    def mount(size: str) -> Path:
        place = tmp_path / f"disk-{size}"
        place.mkdir()
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", place],  # noqa: S607
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            pytest.skip(f"no disk can be mounted here: {done.stderr.strip()}")
        mounted.append(place)
        return place

    yield mount
    for place in mounted:
        subprocess.run(["umount", "--lazy", place], check=True)  # noqa: S607


@pytest.fixture
def ordinary_user() -> tuple[str, ...]:
    """What to put before a command so that file permissions hold for it, also for root."""
    if os.name != "posix":
        pytest.skip("file permissions are set with chmod, which Windows has not")
    if os.geteuid() != 0:
        return ()
    if shutil.which("setpriv") is None:
        pytest.skip("root may write everywhere, and there is no setpriv to run with fewer rights")
    return ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
