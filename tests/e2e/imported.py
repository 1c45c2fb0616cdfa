"""Imports whatever a server imports by and by: what servers are forked from has it already."""

from __future__ import annotations

import importlib
import pkgutil
from contextlib import suppress

import streamlit.web.cli  # noqa: F401 the server itself

import green

for _module in pkgutil.walk_packages(green.__path__, "green."):
    if "bench" not in _module.name and not _module.name.endswith("__main__"):
        # What cannot be imported is for the server to say.
        with suppress(Exception):
            importlib.import_module(_module.name)
