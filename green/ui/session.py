"""Who is here, in which programme, on which database."""

from __future__ import annotations

from typing import Protocol

from green.assessment.model import Actor
from green.assessment.programmes import programme_here
from green.settings import Settings
from green.standard.programme import Programme
from green.store import Store, shared


class Identity(Protocol):
    """Says who acts. Pages ask only this; sign-in will be another implementation."""

    def current(self) -> Actor: ...


class ThisMachine:
    """Before accounts exist: the one person at this machine."""

    def current(self) -> Actor:
        return Actor("local")


_identity: Identity = ThisMachine()


def actor() -> Actor:
    """The person acting in this session."""
    return _identity.current()


def store() -> Store:
    """The database of this process; raises `StoreFailed`."""
    return shared(Settings.from_environment().database)


def programme() -> Programme:
    """The programme that the database is about."""
    with store().read() as query:
        return programme_here(query)
