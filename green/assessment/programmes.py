"""Which programme a database is about."""

from __future__ import annotations

from green.errors import Problem, Refused
from green.registry.records import COUNTRY, divisions_within
from green.standard import loader
from green.standard.programme import Programme
from green.store import Query
from green.texts import lazy

NATIONAL = "cn-green-community"


def programme_here(query: Query) -> Programme:
    """The programme chosen as the database was made; else the one that communities take part in
    already, else that of its province, else the national one.

    A province's file may come long after its database: what was entered stays where it is.
    """
    chosen = query.row("select programme from chosen_programme") or query.row(
        "select programme from enrolment_event order by id limit 1"
    )
    if chosen:
        return programme_named(query, chosen[0])
    provinces = divisions_within(query, COUNTRY.code, "province")
    if len(provinces) == 1:
        for programme_id in loader.programme_ids():
            if loader.programme(programme_id).region == provinces[0].code:
                return loader.programme(programme_id)
    return programme_named(query, NATIONAL)


def programme_named(query: Query, programme_id: str) -> Programme:
    """A programme by its id; the national one is about the one province where there is only one.

    Raises `NotFound`.
    """
    found = loader.programme(programme_id)
    provinces = divisions_within(query, COUNTRY.code, "province")
    if found.region == COUNTRY.code and len(provinces) == 1:
        return found.model_copy(update={"region": provinces[0].code})
    return found


def choose_programme(query: Query, programme_id: str) -> Programme:
    """Let a new database be about a programme of a part of its region; raises `NotFound`, and
    `Refused` if it has no communities there."""
    found = loader.programme(programme_id)
    if not divisions_within(query, found.region, "street"):
        raise Refused(
            Problem(
                lazy("{id} is a programme of another place.", id=programme_id),
                mend=lazy("Choose the province that {region} is in.", region=found.region),
            )
        )
    query.run("insert into chosen_programme values ($programme)", programme=programme_id)
    return found
