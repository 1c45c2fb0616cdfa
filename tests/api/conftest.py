"""The real application with its routes and guards, on a real database, without a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
import streamlit as st
from starlette.testclient import TestClient

from green import texts
from green.api.routes import guards, routes
from green.people import records
from green.settings import Settings
from green.store import Store, shared
from green.store.store import _opened
from tests.api.visitor import HERE, INVENTED, Visitor
from tests.database import ROOT, database, days, english, quick_hash, shandong

__all__ = ["database", "days", "english", "shandong"]


@pytest.fixture(scope="session")
def app() -> Iterator[st.App]:
    """Streamlit allows one in a process."""
    found = st.App(
        str(ROOT / "pages" / "main.py"),
        routes=routes(),
        middleware=guards(["127.0.0.1", "localhost", "green.example.test"]),
    )
    with TestClient(found, base_url=HERE):
        yield found


@pytest.fixture
def store(database: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The database that is served, with people in it."""
    monkeypatch.setenv("GREEN_DB", str(database))
    for name in ("GREEN_URL", "GREEN_SIGN_IN"):
        monkeypatch.delenv(name, raising=False)
    yield shared(database)
    for path in [path for path in _opened if path.parent == database.parent]:
        _opened.pop(path).close()


@pytest.fixture
def nobody_yet(store: Store) -> Store:
    """The database as after the first start: without accounts."""
    with store.write() as query:
        for table in ("person", "role_grant"):
            query.run(f"delete from {table}")
    return store


@pytest.fixture
def visitor(app: st.App, store: Store) -> Iterator[Callable[..., Visitor]]:
    """Open another browser, in English unless the language is said."""

    def come(language: str | None = "en", address: str = HERE) -> Visitor:
        found = Visitor(app, address)
        if language:
            found.client.cookies.set("lang", language)
        return found

    yield come
    texts.use(texts.DEFAULT)


@pytest.fixture
def simulated(store: Store, database: Path) -> Path:
    """Simulated data beside the real ones, with an officer to look around as."""
    path = Settings.from_environment().simulated
    other = Store.open(path, create=True)
    with other.write() as query:
        records.add_person(query, "simulated-officer", "王芳", "data")
        records.set_credential(query, "simulated-officer", quick_hash(INVENTED), "data")
        records.add_grant(query, "simulated-officer", "officer", "", date(2020, 1, 1), "data")
        query.run(
            "insert into simulated_password (holder, password) values ($holder, $password)",
            holder="simulated-officer",
            password=INVENTED,
        )
    other.close()
    return path
