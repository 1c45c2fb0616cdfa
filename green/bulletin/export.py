"""Taking a bulletin away: who may, what the file is called, and the row in the log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from green.bulletin import word
from green.bulletin.book import book
from green.bulletin.content import content
from green.bulletin.gathering import gather
from green.bulletin.model import Bulletin, Period
from green.bulletin.pictures import pictures
from green.errors import Problem, Refused
from green.log import records as log
from green.paper import delivery
from green.paper.model import KINDS, FileKind
from green.people.guard import looking, need
from green.people.model import Action, Actor, Grant
from green.standard.programme import Programme
from green.store import Store
from green.texts import _, lazy


@dataclass(frozen=True)
class Made:
    """A bulletin as a file; `pictures` is how many are in it, `missing` why there are none."""

    bulletin: Bulletin
    data: bytes
    pictures: int
    missing: str


def made(
    store: Store,
    actor: Actor,
    programme: Programme,
    scope: str,
    period: Period,
    kind: FileKind,
    *,
    known_at: datetime | None = None,
    office: str = "",
    held: Sequence[Grant] | None = None,
) -> Made:
    """The bulletin of a division, with a row in the log that it was taken.

    Raises `NotAllowed` (and logs it), `NotFound`, and `Refused` for a period, a place, an office
    or a template that cannot be.
    """
    if kind == "docx":
        word.usable()
    with looking(store, actor, Action.SEE_FIGURES, scope, held) as query:
        bulletin = gather(query, programme, scope, period, known_at=known_at, office=office)
    if kind == "docx":
        drawn = pictures(bulletin)
        data = word.word(content(bulletin, drawn))
        number = len(drawn.panels) + (drawn.map is not None)
        found = Made(bulletin, data, number, drawn.missing)
    else:
        found = Made(bulletin, book(bulletin), 0, "")
    with store.write() as query:
        need(query, actor, Action.SEE_FIGURES, scope)
        log.add(
            query,
            actor.person,
            "export",
            scope,
            what="bulletin",
            file=kind,
            first=period.first.isoformat(),
            last=period.last.isoformat(),
        )
    return found


def file_name(place: str, period: Period, kind: FileKind, *, simulated: bool) -> str:
    """What the file is called: place, what it is, and the period."""
    days = f"{period.first:%Y%m%d}-{period.last:%Y%m%d}"
    return delivery.named(kind, place, _("bulletin"), days, simulated=simulated)


def kind_of(to: Path, kind: str | None) -> FileKind:
    """Which kind a file is to be: as asked, else by its name; raises `Refused`."""
    found = next((one for one in KINDS if one == (kind or to.suffix.removeprefix("."))), None)
    if found is None or to.suffix != f".{found}":
        raise Refused(
            Problem(
                lazy("A bulletin is a .docx or an .xlsx file."),
                to,
                lazy("Name a file with the ending that belongs to its kind."),
            )
        )
    return found


def save(
    store: Store,
    actor: Actor,
    programme: Programme,
    scope: str,
    period: Period,
    to: Path,
    kind: FileKind,
    *,
    known_at: datetime | None = None,
    office: str = "",
) -> Made:
    """Write a bulletin to a file that is not there yet; raises `NotPossible` if it is."""
    delivery.need_new(to)
    found = made(store, actor, programme, scope, period, kind, known_at=known_at, office=office)
    with delivery.target(to, kind) as write:
        write(to.name, found.data)
    return found
