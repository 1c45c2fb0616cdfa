"""Before the first page: the database is there and open, and the app is bound to this machine."""

from __future__ import annotations

import sys
from ipaddress import ip_address

import streamlit as st

from green.errors import GreenError, NotPossible, Problem
from green.settings import Settings
from green.setup import open_or_set_up
from green.store import shared
from green.texts import _, lazy


def ready() -> None:
    """Open the database, making it at the first start; ends the process with a sentence if not."""
    settings = Settings.from_environment()
    try:
        need_this_machine(str(st.get_option("server.address") or ""))
        made = open_or_set_up(settings)
        shared(settings.database)
    except GreenError as error:
        _say(error)
        raise SystemExit(1) from None
    if made:
        n, path = made.communities, made.path
        _say(_("New database {path}: {n} communities.", n=n, path=path))


def _say(sentence: object) -> None:
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()


def is_this_machine(address: str) -> bool:
    """Whether nobody but this machine reaches the address."""
    if address == "localhost":
        return True
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def need_this_machine(address: str) -> None:
    """Raises `NotPossible` for an address that other machines reach: there are no accounts yet."""
    if is_this_machine(address):
        return
    raise NotPossible(
        Problem(
            lazy("Without accounts the app may answer on this machine only."),
            f"server.address {address}".strip(),
            lazy("Set server.address to 127.0.0.1."),
        )
    )
