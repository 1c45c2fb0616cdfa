"""The invented people of a simulated database, with their passwords to be shown."""

from __future__ import annotations

from dataclasses import dataclass

from green import clock
from green.people import records
from green.people.model import Grant, Person, Role
from green.store import Query

_ORDER: tuple[Role, ...] = ("viewer", "officer", "reviewer", "administrator")


@dataclass(frozen=True)
class Invented:
    """Somebody to look around as. `places` are the names of the grants' scopes, "" for all."""

    person: Person
    password: str
    grants: tuple[Grant, ...]
    places: tuple[str, ...]


def invented(query: Query) -> list[Invented]:
    """Everybody in the simulation who can sign in, whoever sees most of it first."""
    rows = query.rows(
        """
        select simulated_password.holder, simulated_password.password
        from simulated_password
        join person on person.id = simulated_password.holder
        order by person.recorded_at, person.id
        """
    )
    found = []
    for holder, password in rows:
        person = records.person(query, holder)
        grants = records.grants_of(query, holder, clock.today())
        if person is not None and not person.is_closed:
            places = tuple(records.place_name(query, grant.scope) for grant in grants)
            found.append(Invented(person, password, grants, places))
    return sorted(found, key=_place)


def _place(one: Invented) -> int:
    return min((_ORDER.index(grant.role) for grant in one.grants), default=len(_ORDER))
