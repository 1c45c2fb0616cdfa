"""The administration's pages in tests: who is there, and opening a page as one of them.

`admin` administers everything, `lixia` one district of Jinan, `wang` is the officer of a
community in it, `qiao` an officer in Qingdao.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from green import texts
from green.people import records
from green.people.model import Actor, Person, Session
from green.store import Store
from green.ui import session
from tests.database import JIEFANGQIAO, QINGDAO, case_of, let_in, rows
from tests.pages.visit import Visit

PEOPLE, LOG, FIGURES = "admin/people.py", "admin/log.py", "admin/denominators.py"
LIXIA = "370102"
ADMIN, DISTRICT, OFFICER, ELSEWHERE = Actor("admin"), Actor("lixia"), Actor("wang"), Actor("qiao")
Open = Callable[..., Visit]


class SignedIn:
    """Recognises one account, as its cookie would."""

    def __init__(self, person: str | None) -> None:
        self.person = person

    def current(
        self,
        store: Store,
        *,
        simulated: bool,  # noqa: ARG002 - one account serves both databases here
    ) -> tuple[Person, Session | None] | None:
        with store.read() as query:
            found = records.person(query, self.person or "")
        return (found, None) if found and not found.is_closed else None


@pytest.fixture
def people(store: Store) -> None:
    """Accounts with roles of different scopes, besides those that come with the database."""
    with store.write() as query:
        query.run("delete from role_grant")
    let_in(store, ADMIN, role="administrator")
    let_in(store, DISTRICT, role="administrator", scope=LIXIA)
    let_in(store, OFFICER, scope=JIEFANGQIAO)
    let_in(store, ELSEWHERE, scope=QINGDAO)


@pytest.fixture
def open_as(store: Store, people: None) -> Iterator[Open]:
    """Open a page as a person, in English, with what the address says."""
    before = session.identify_by(SignedIn(None))

    def open_page(actor: Actor | None, page: str, **address: str) -> Visit:
        session.identify_by(SignedIn(actor.person if actor else None))
        found = Visit(case_of(store, JIEFANGQIAO))
        for name, value in address.items():
            found.app.query_params[name] = value
        found.app.switch_page(page)
        return found.run().speak("en")

    yield open_page
    session.identify_by(before)
    texts.use(texts.DEFAULT)


def logged(store: Store, action: str) -> list[tuple[Any, ...]]:
    """Who did this, and about what, in the order of the log."""
    return rows(
        store, "select person, subject, details from log where action = $action order by id",
        action=action,
    )  # fmt: skip
