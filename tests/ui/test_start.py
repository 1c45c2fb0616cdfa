"""Whom the app answers to is settled before it starts."""

from __future__ import annotations

from pathlib import Path

import pytest

from green.errors import NotPossible
from green.settings import Settings
from green.ui.start import need_an_address

HERE = Settings(Path("green.duckdb"))


@pytest.mark.parametrize("address", ["127.0.0.1", "localhost", "::1", "127.0.0.2"])
def test_this_machine_needs_no_address(address):
    need_an_address(address, HERE)


ANY = "0.0.0.0"  # noqa: S104 never listened on


@pytest.mark.parametrize("address", ["", ANY, "::", "192.168.1.4", "green.example.test"])
def test_other_machines_are_not_let_in_by_accident(address):
    with pytest.raises(NotPossible, match="GREEN_URL"):
        need_an_address(address, HERE)
    with pytest.raises(NotPossible):
        need_an_address(address, Settings(HERE.database, "http://127.0.0.1:8501"))
    need_an_address(address, Settings(HERE.database, "https://green.example.test"))


@pytest.mark.parametrize(
    ("url", "is_local"),
    [
        ("", True),
        ("http://localhost:8501", True),
        ("http://[::1]:8501", True),
        ("http://127.0.0.1.example.test", False),
        ("https://green.example.test", False),
        ("http://10.0.0.3:8501", False),
    ],
)
def test_the_address_that_people_open_decides_who_is_served(url, is_local):
    assert Settings(HERE.database, url).is_local is is_local


@pytest.mark.parametrize(
    "url", ["green.example.test", "ftp://green.example.test", "https://", "https://a.test/green"]
)
def test_an_address_that_nobody_can_open_is_refused(url):
    with pytest.raises(NotPossible, match="GREEN_URL"):
        need_an_address("127.0.0.1", Settings(HERE.database, url))


def test_cookies_of_a_served_address_demand_tls():
    served = Settings(HERE.database, "https://green.example.test")
    assert served.cookie(simulated=False) == "__Host-green_session"
    assert served.cookie(simulated=True) == "__Host-green_simulated"
    assert HERE.cookie(simulated=False) == "green_session"
