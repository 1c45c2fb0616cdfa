"""Which programme a database is about."""

from __future__ import annotations

from green.registry.records import COUNTRY, divisions_within
from green.standard import loader
from green.standard.programme import Programme
from green.store import Query

NATIONAL = "cn-green-community"


def programme_here(query: Query) -> Programme:
    """The programme of the database's province; where it has none of its own, the national one."""
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
