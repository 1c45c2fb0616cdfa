"""Taking a renovation list away: who may, what the file is called, and the row in the log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from green.errors import Problem, Refused
from green.log import records as log
from green.paper import delivery
from green.people.guard import looking, need
from green.people.model import Action, Actor, Grant
from green.planning import plan_records, works_file
from green.planning.choice import Choice
from green.planning.gathering import gather
from green.planning.points import located
from green.renovation.book import book
from green.renovation.geojson import geojson
from green.renovation.model import KINDS, FileKind, Listed
from green.settings import Settings
from green.standard import loader
from green.standard.programme import Programme
from green.store import Store
from green.texts import _, lazy


@dataclass(frozen=True)
class Made:
    """A list as a file."""

    listed: Listed
    data: bytes


def made(
    store: Store,
    actor: Actor,
    programme: Programme,
    scope: str,
    kind: FileKind,
    choice: Choice,
    *,
    as_of: date | None = None,
    known_at: datetime | None = None,
    held: Sequence[Grant] | None = None,
) -> Made:
    """The list of a division as a file, with a row in the log that it was taken.

    Raises `NotAllowed` (and logs it), `NotFound`, and `Refused` for a file of works or a map of
    the office that cannot be used.
    """
    settings = Settings.from_environment()
    works = works_file.load(settings)
    with looking(store, actor, Action.SEE_FIGURES, scope, held) as query:
        whole = gather(query, programme, works, scope, as_of, known_at)
        own = plan_records.points(query, scope, whole.planned_on, whole.known_at)
    found = choice.of(whole)
    places = located(found.sites, own, settings.map)
    listed = Listed(found, places, choice, loader.standard(programme.standard))
    data = book(listed) if kind == "xlsx" else geojson(listed)
    with store.write() as query:
        need(query, actor, Action.SEE_FIGURES, scope)
        log.add(query, actor.person, "export", scope, what="works", file=kind)
    return Made(listed, data)


def file_name(place: str, day: date, kind: FileKind, *, simulated: bool) -> str:
    """What the file is called: place, what it is, and the day."""
    return delivery.named(kind, place, _("renovation-list"), day.isoformat(), simulated=simulated)


def kind_of(to: Path) -> FileKind:
    """Which kind a file is to be, by its name; raises `Refused`."""
    found = next((one for one in KINDS if to.suffix == f".{one}"), None)
    if found is None:
        raise Refused(
            Problem(
                lazy("A renovation list is a .xlsx or a .geojson file."),
                to,
                lazy("Name a file with one of these endings."),
            )
        )
    return found


def save(
    store: Store,
    actor: Actor,
    programme: Programme,
    scope: str,
    choice: Choice,
    to: Path,
    *,
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> Made:
    """Write a list to a file that is not there yet; raises `NotPossible` if it is."""
    kind = kind_of(to)
    delivery.need_new(to)
    found = made(store, actor, programme, scope, kind, choice, as_of=as_of, known_at=known_at)
    with delivery.target(to, kind) as write:
        write(to.name, found.data)
    return found
