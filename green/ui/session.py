"""Who is here, in which programme, on which database."""

from __future__ import annotations

from typing import Protocol

from green.assessment.model import Actor
from green.errors import NotFound, Problem
from green.registry.records import first_province
from green.settings import Settings
from green.standard import loader
from green.standard.programme import Programme
from green.store import Store, shared
from green.texts import lazy


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
    """The programme of the province in the database; raises `NotFound`."""
    with store().read() as query:
        province = first_province(query)
    for programme_id in loader.programme_ids():
        found = loader.programme(programme_id)
        if found.region.startswith(province):
            return found
    raise NotFound(
        Problem(
            lazy("There is no programme for the province {code} yet.", code=province),
            mend=lazy("Add one to criteria/programmes/; its README says how."),
        )
    )
