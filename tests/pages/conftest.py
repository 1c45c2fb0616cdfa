"""Pages without a browser: the scripts run in this process on a real database.

`visit` opens the pages as a person with a session of their own. Widgets are found by key, so the
wording of the screen may change.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner

from green import texts
from green.assessment.enrolment import enrol
from green.assessment.model import Case
from green.people import records as people
from green.people.model import Actor, Person, Session
from green.settings import DEFAULT_PROVINCE, DEFAULT_SEED, Settings
from green.store import Store, shared
from green.store.store import _opened
from green.ui import session
from tests.database import (
    JIEFANGQIAO,
    LOCAL,
    all_roles,
    case_of,
    database,
    days,
    english,
    shandong,
    standard,
)
from tests.pages.visit import HOME, Visit
from tests.simulation.worlds import build

__all__ = ["database", "days", "english", "shandong", "standard"]

# What is installed is looked through once, not each time somebody opens a page: that took nearly
# half of the time of these tests.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)


@pytest.fixture
def store(database: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The store that the pages of this test use, on a database of its own."""
    monkeypatch.setenv("GREEN_DB", str(database))
    yield shared(database)
    _opened.pop(database).close()


@pytest.fixture
def simulated(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The simulated Shandong beside the real database of this test."""
    made = build(tmp_path_factory, DEFAULT_PROVINCE, DEFAULT_SEED)
    path = Path(shutil.copy(made.path, Settings(store.path).simulated))
    yield path
    if path in _opened:
        _opened.pop(path).close()


class Somebody:
    """Recognises everybody as one person, who need not sign in."""

    def __init__(self, person: str | None) -> None:
        self.person = person

    def current(self, store: Store, *, simulated: bool) -> tuple[Person, Session | None] | None:
        if self.person is None:
            return None
        with store.read() as query:
            found = people.person(query, self.person)
        if found is None and simulated:
            # Who tries things out in a simulated province may do there what they may do here.
            all_roles(store, Actor(self.person))
            return self.current(store, simulated=simulated)
        return (found, None) if found else None


@pytest.fixture(autouse=True)
def here() -> Iterator[Somebody]:
    """Who sits at the pages; a test may put somebody else there, or nobody."""
    found = Somebody(LOCAL.person)
    before = session.identify_by(found)
    yield found
    session.identify_by(before)


@pytest.fixture
def case(store: Store) -> Case:
    """A community that takes part from today on."""
    return case_of(store, JIEFANGQIAO)


@pytest.fixture
def visit(case: Case) -> Iterator[Callable[..., Visit]]:
    """Open a page; `community=None` comes with nothing chosen."""

    def open_page(page: str = HOME, community: str | None = JIEFANGQIAO, **address: str) -> Visit:
        found = Visit(case)
        if community:
            found.app.query_params["community"] = community
        for name, value in address.items():
            found.app.query_params[name] = str(value)
        found.run()
        return found if page == HOME else found.go(page)

    yield open_page
    texts.use(texts.DEFAULT)


@pytest.fixture
def enrolled(store: Store, case: Case) -> Case:
    """The same community, taking part."""
    enrol(store, case, LOCAL)
    return case
