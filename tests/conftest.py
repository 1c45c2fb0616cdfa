"""What all tests share: where Chromium is, and what to do where there is none."""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec

import pytest
from hypothesis import settings

from green.ui.chromium import NAMES, find_chromium

# How long an example takes depends on the machine; speed is measured by `bench`, not by tests.
settings.register_profile("house", deadline=None, max_examples=50)
settings.load_profile("house")


def why_no_browser() -> str | None:
    """The reason browser tests cannot run here, None if they can."""
    if find_spec("playwright") is None:
        return "Playwright is not installed: pip install --requirement requirements-dev.txt"
    program = find_chromium()
    if program is None:
        return f"no Chromium: none of {', '.join(NAMES)} is found, CHROMIUM is not set"
    if shutil.which(program) is None:
        return f"no Chromium: CHROMIUM names {program}, which cannot be run"
    return None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last: the quick ones fail first, and those that follow a browser test
    would find Playwright's event loop running in their thread."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser") and (reason := why_no_browser()):
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(f"REQUIRE_BROWSER=1, but {reason}", pytrace=False)
        pytest.skip(reason)
