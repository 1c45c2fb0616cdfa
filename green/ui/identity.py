"""Who is in this browser: the session that its cookie names, looked up with every run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import streamlit as st

from green.people import accounts
from green.people.model import Person, Session
from green.settings import Settings
from green.store import Store


class Identity(Protocol):
    """Says who acts. Pages ask only this, so tests can put somebody else in its place."""

    def current(self, store: Store, *, simulated: bool) -> tuple[Person, Session | None] | None: ...


class Cookie:
    """The cookie that signing in has set; the browser sent it as it opened this page.

    It is looked up anew each time: a session that was ended anywhere is over here too.
    """

    def current(self, store: Store, *, simulated: bool) -> tuple[Person, Session | None] | None:
        return by_cookie(store, st.context.cookies, simulated=simulated)


def by_cookie(
    store: Store, cookies: Mapping[str, str], *, simulated: bool
) -> tuple[Person, Session] | None:
    """Whose session these cookies name, at this moment."""
    token = cookies.get(Settings.from_environment().cookie(simulated=simulated))
    if not token:
        return None
    with store.read() as query:
        return accounts.who(query, token)
