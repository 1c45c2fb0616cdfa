"""Storing what is planned for a work, and where a community lies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from green import clock
from green.errors import GreenError, NotFound, NotPossible, Problem
from green.people.guard import acting, acting_in
from green.people.model import Action, Actor
from green.planning import plan_records, works_file
from green.planning.plan import Field, Point, field_name, read_changes, written
from green.planning.works import Works
from green.registry.model import Community
from green.registry.records import is_there
from green.standard import loader
from green.standard.model import Item
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
    found = _item(programme, item)
    today = clock.today()
    read = read_changes(changes, today)
    details: dict[str, object] = {"item": found.ref, "work": work, "fields": list(read)}
    with acting(store, actor, Action.PLAN, community.code, "plan_works", **details) as query:
        _need_planned_here(query, programme, community)
        _need_work(works_file.load(), found, work)
        key = community.id, found.id, work
        if seen is not None:
            _need_as_seen(plan_records.stored(query, programme.id, key), read, seen)
        plan_records.add_changes(query, programme.id, key, read, today, actor.person)


def keep_all(
    store: Store,
    actor: Actor,
    programme: Programme,
    lines: Sequence[tuple[Community, str, str]],
    changes: Mapping[str, object],
) -> None:
    """Store the same fields for many works, each with its community and item: all or none.

    Raises what `keep` raises.
    """
    today = clock.today()
    read = read_changes(changes, today)
    works = works_file.load()
    communities = {community.code: community for community, _item, _work in lines}
    details: dict[str, object] = {"works": len(lines), "fields": list(read)}
    with acting_in(store, actor, Action.PLAN, list(communities), "plan_works", **details) as query:
        for community in communities.values():
            _need_planned_here(query, programme, community)
        for community, item, work in lines:
            found = _item(programme, item)
            _need_work(works, found, work)
            key = community.id, found.id, work
            plan_records.add_changes(query, programme.id, key, read, today, actor.person)


def _item(programme: Programme, key: str) -> Item:
    found = loader.standard(programme.standard).item(key)
    if found is None:
        raise NotFound(Problem(lazy("The standard has no item “{key}”.", key=key)))
    return found


def _need_work(works: Works, item: Item, key: str) -> None:
    one = works.work(key)
    if one is None or item.id not in one.items:
        raise NotFound(
            Problem(
                lazy("There is no work “{work}” for item {ref}.", work=key, ref=item.ref),
                mend=lazy("Load the page again: the file of works may have changed."),
            )
        )


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
