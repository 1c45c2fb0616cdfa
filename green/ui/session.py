"""Who is here, in which programme, on which database: the real one or the simulated."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Literal, TypeVar, cast

import streamlit as st

from green import clock
from green.assessment.programmes import programme_here
from green.errors import GreenError, Problem
from green.evidence.storage import Storage, storage_of
from green.people import tickets
from green.people.model import Actor, Grant, Person, Session
from green.people.records import held_by
from green.registry.records import simulation_ends
from green.settings import Settings
from green.standard import loader
from green.standard.model import Standard
from green.standard.programme import Programme
from green.store import Store, shared
from green.texts import lazy
from green.ui.identity import Cookie, Identity

Data = Literal["real", "simulated"]
_PARAMETER = "data"
_TICKET, _TICKET_HELD = "ticket", timedelta(minutes=20)
# For whom answers are given, where not for oneself: chosen on the page, kept in the session.
ON_BEHALF = "on_behalf_of"


class SignedOut(GreenError):
    """Nobody is signed in, or not any more."""

    def __init__(self) -> None:
        super().__init__(
            Problem(lazy("You are not signed in."), mend=lazy("Sign in, then do it again."))
        )


_identity: Identity = Cookie()


def identify_by(identity: Identity) -> Identity:
    """Recognise people another way from here on; returns the way before."""
    global _identity
    before, _identity = _identity, identity
    return before


class _Run(threading.local):
    """What was found out in the run of the page that this thread is in; None between runs."""

    found: dict[Hashable, Any] | None = None


_run = _Run()
T = TypeVar("T")


@contextmanager
def one_run() -> Iterator[None]:
    """In one run of a page who is here, and what they may do, is looked up once.

    Callbacks come before it: what is pressed is asked for anew.
    """
    _run.found = {}
    try:
        yield
    finally:
        _run.found = None


def once(what: Hashable, find: Callable[[], T]) -> T:
    """What `find` finds, looked up once in a run of the page."""
    if _run.found is None:
        return find()
    key = (data(), what)
    if key not in _run.found:
        _run.found[key] = find()
    return cast("T", _run.found[key])


def person() -> Person | None:
    """Who is signed in on the data this session looks at."""
    found = _current()
    return found[0] if found else None


def _current() -> tuple[Person, Session | None] | None:
    return once("who", lambda: _identity.current(store(), simulated=data() == "simulated"))


def token() -> str | None:
    """What this browser's cookie carries, for ending its session."""
    name = Settings.from_environment().cookie(simulated=data() == "simulated")
    return st.context.cookies.get(name)


def browser_session() -> Session | None:
    """The session that the person is signed in with, if it is one of ours."""
    found = _current()
    return found[1] if found else None


def ticket() -> str | None:
    """What stands in for a session of ours, for who came in by a provider; None for others.

    One is used for some time, so that an address of a picture stays the same.
    """
    found = _current()
    if found is None or found[1] is not None:
        return None
    held: tuple[str, datetime] | None = st.session_state.get(_TICKET)
    now = clock.now()
    if held is None or held[1] < now - _TICKET_HELD:
        held = tickets.give(found[0].id), now
        st.session_state[_TICKET] = held
    return held[0]


def actor() -> Actor:
    """The person acting, and for whom; raises `SignedOut`."""
    found = person()
    if found is None:
        raise SignedOut
    return Actor(found.id, st.session_state.get(ON_BEHALF) or None)


def grants() -> tuple[Grant, ...]:
    """What the person may do today, nothing if nobody is signed in."""
    return once("grants", _grants)


def _grants() -> tuple[Grant, ...]:
    found = person()
    if found is None:
        return ()
    with store().read() as query:
        return held_by(query, found, clock.today())


def data() -> Data:
    """Which data this session looks at, also when they were thrown away since."""
    return "simulated" if st.session_state.get(_PARAMETER) == "simulated" else "real"


def remember() -> None:
    """Keep the choice of data in the address and over pages; what is gone is not looked at."""
    asked = st.query_params.get(_PARAMETER)
    if asked:
        st.session_state.setdefault(_PARAMETER, asked)
    look_at(data() if simulated_path().exists() else "real")


def look_at(chosen: Data) -> None:
    """Look at the real or the simulated data from here on (also for callbacks)."""
    st.session_state[_PARAMETER] = chosen
    if chosen == "simulated":
        st.query_params[_PARAMETER] = chosen
    else:
        st.query_params.pop(_PARAMETER, None)


def real_path() -> Path:
    return Settings.from_environment().database


def simulated_path() -> Path:
    return Settings.from_environment().simulated


def store() -> Store:
    """The database this session looks at, never the other one; raises `StoreFailed`."""
    return shared(simulated_path() if data() == "simulated" else real_path())


def storage() -> Storage:
    """Where the files of evidence of the data looked at lie."""
    return storage_of(Settings.from_environment(), store().path)


def programme() -> Programme:
    """The programme that the database is about."""
    with store().read() as query:
        return programme_here(query)


def standard() -> Standard:
    """The standard of that programme."""
    return loader.standard(programme().standard)


def latest_day() -> date:
    """The day that figures show unless another is asked for: today, or where a simulation ends."""
    if data() == "real":
        return clock.today()
    with store().read() as query:
        return simulation_ends(query) or clock.today()
