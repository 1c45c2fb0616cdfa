"""Storing what is planned for a work, and where a community lies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from green import clock
from green.errors import GreenError, NotFound, NotPossible, Problem
from green.people.guard import acting
from green.people.model import Action, Actor
from green.planning import plan_records, works_file
from green.planning.plan import Field, Point, field_name, read_changes, written
from green.registry.model import Community
from green.registry.records import is_there
from green.standard import loader
from green.standard.programme import Programme
from green.standard.validator import read_line
from green.store import Query, Store
from green.texts import lazy


class Overtaken(GreenError):
    """Somebody stored another value of a field since it was read; nothing was stored."""

    def __init__(self, field: Field, theirs: object) -> None:
        super().__init__(
            Problem(
                lazy("Somebody changed this in the meantime."),
                field_name(field),
                lazy("Look at both and decide."),
            )
        )
        self.field = field
        self.theirs = theirs


def keep(
    store: Store,
    actor: Actor,
    programme: Programme,
    community: Community,
    item: str,
    work: str,
    changes: Mapping[str, object],
    seen: Mapping[str, object] | None = None,
) -> None:
    """Store fields of a work at an item (id or ref); None takes back what was there.

    `seen` is what the person had before their eyes: where somebody else has stored another value
    since, `Overtaken` is raised and nothing stored. Without it the latest word counts.

    Raises `Refused` with every value that cannot be, `NotFound` for an item that the standard or
    a work that the works file does not have there, `NotAllowed`, and `NotPossible` for a
    community that is gone or outside the programme.
    """
    found = loader.standard(programme.standard).item(item)
    if found is None:
        raise NotFound(Problem(lazy("The standard has no item “{key}”.", key=item)))
    today = clock.today()
    read = read_changes(changes, today)
    details: dict[str, object] = {"item": found.ref, "work": work, "fields": list(read)}
    with acting(store, actor, Action.PLAN, community.code, "plan_works", **details) as query:
        _need_planned_here(query, programme, community)
        one = works_file.load().work(work)
        if one is None or found.id not in one.items:
            raise NotFound(
                Problem(
                    lazy("There is no work “{work}” for item {ref}.", work=work, ref=found.ref),
                    mend=lazy("Load the page again: the file of works may have changed."),
                )
            )
        key = community.id, found.id, work
        if seen is not None:
            _need_as_seen(plan_records.stored(query, programme.id, key), read, seen)
        plan_records.add_changes(query, programme.id, key, read, today, actor.person)


def keep_point(store: Store, actor: Actor, community: Community, point: Point | None) -> None:
    """Store where a community lies, None to take it back.

    Raises `Refused` for a point that cannot be or does not say how it is known, `NotAllowed`,
    and `NotPossible` for a community that is gone.
    """
    if point is not None:
        point.check()
        point = replace(point, source=read_line(point.source, lazy("How the point is known")))
    with acting(store, actor, Action.PLAN, community.code, "place") as query:
        _need_there(query, community)
        if plan_records.point_of(query, community.id) != point:
            plan_records.add_point(query, community.id, point, clock.today(), actor.person)


def _need_as_seen(
    held: Mapping[str, str | None], read: Mapping[Field, str | None], seen: Mapping[str, object]
) -> None:
    blank: dict[str, str] = {"state": "open"}
    for field, value in read.items():
        now = held.get(field) or blank.get(field)
        before = read_changes({field: seen.get(field)}, clock.today())[field] or blank.get(field)
        if now not in (value, before):
            theirs: dict[str, tuple[str, date]] = {}
            if now is not None:
                theirs[field] = now, clock.today()
            raise Overtaken(field, getattr(written(theirs), field))


def _need_planned_here(query: Query, programme: Programme, community: Community) -> None:
    _need_there(query, community)
    if not community.code.startswith(programme.region):
        raise NotPossible(
            Problem(
                lazy("{name} is outside the programme's region.", name=community.name),
                mend=lazy("Choose a community of the region."),
            )
        )


def _need_there(query: Query, community: Community) -> None:
    if not is_there(query, community):
        raise NotPossible(
            Problem(
                lazy("The database was exchanged or removed meanwhile."),
                mend=lazy("Load the page again; nothing of this step was stored."),
            )
        )
    gone = community.valid_to
    if gone is not None and clock.today() >= gone:
        raise NotPossible(
            Problem(
                lazy(
                    "{name} has not existed since {day}.",
                    name=community.short_name,
                    day=gone.isoformat(),
                ),
                mend=lazy("Look for the community it was merged into."),
            )
        )
