"""Who is here, in which programme, on which database: the real one or the simulated."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal, Protocol

import streamlit as st

from green import clock
from green.assessment.programmes import programme_here
from green.people.model import Actor
from green.registry.records import simulation_ends
from green.settings import Settings
from green.simulation.rows import PERSON
from green.standard.programme import Programme
from green.store import Store, shared

Data = Literal["real", "simulated"]
_PARAMETER = "data"


class Identity(Protocol):
    """Says who acts. Pages ask only this; sign-in will be another implementation."""

    def current(self) -> Actor: ...


class ThisMachine:
    """Before accounts exist: the one person at this machine."""

    def current(self) -> Actor:
        return Actor("local")


_identity: Identity = ThisMachine()


def actor() -> Actor:
    """The person acting in this session; what is done in simulated data says so in its rows."""
    return Actor(PERSON) if data() == "simulated" else _identity.current()


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


def programme() -> Programme:
    """The programme that the database is about."""
    with store().read() as query:
        return programme_here(query)


def latest_day() -> date:
    """The day that figures show unless another is asked for: today, or where a simulation ends."""
    if data() == "real":
        return clock.today()
    with store().read() as query:
        return simulation_ends(query) or clock.today()
