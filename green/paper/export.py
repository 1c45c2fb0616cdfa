"""Taking forms away: one community's, or all of a scope; that somebody did stands in the log."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from green import clock
from green.assessment.model import open_case
from green.assessment.programmes import programme_named
from green.errors import NotPossible, Problem
from green.log import records as log
from green.paper import filling, records
from green.paper.filling import Known
from green.paper.model import Blank, Content, FileKind, Form, Place
from green.paper.sheet import sheet
from green.paper.word import word
from green.people.guard import logging_refusals, need
from green.people.model import Action, Actor
from green.registry.records import (
    communities_by_id,
    community_by_code,
    division,
    simulation_ends,
)
from green.standard import loader
from green.standard.programme import Programme
from green.store import Query, Store
from green.texts import _, lazy

_AT_ONCE = 200
_COMMUNITY = 12
Tell = Callable[[float], None]


def rendered(form: Form, content: Content, kind: FileKind) -> bytes:
    """A form's values as a file."""
    return word(form, content) if kind == "docx" else sheet(form, content)


def file_name(form: Form, kind: FileKind, place: str = "", *, simulated: bool = False) -> str:
    """What a file is called in the language spoken now; simulated data say so in the name too."""
    names = {
        "self-assessment": _("self-assessment"),
        "summary": _("summary"),
        "public-notice": _("public-notice"),
        "blank": _("checklist"),
    }
    parts = [place, names[form], filling.mark(simulated=simulated)]
    return "-".join(part for part in parts if part) + f".{kind}"


def one_form(
    store: Store,
    actor: Actor,
    programme_id: str,
    form: Form,
    scope: str,
    kind: FileKind,
    day: date | None = None,
) -> bytes:
    """One file about a community or, for lists, a scope; raises `NotAllowed`, `NotFound`."""
    day, today = day or clock.today(), clock.today()
    with _exporting(store, actor, form, scope, kind) as query:
        programme = programme_named(query, programme_id)
        content = _content(query, programme, form, scope, day, today)
    return rendered(form, content, kind)


def many(
    store: Store,
    actor: Actor,
    programme_id: str,
    scope: str,
    kind: FileKind,
    to: Path,
    tell: Tell,
    *,
    everybody: bool = False,
    day: date | None = None,
) -> int:
    """A 自评表 for every community of a scope that takes part, into a folder or a .zip.

    `everybody` includes those that do not. Returns how many were written. Raises `NotPossible`
    before anything is written if the place is not free.
    """
    _need_room(to)
    day, today = day or clock.today(), clock.today()
    with _exporting(store, actor, "self-assessment", scope, kind) as query:
        programme = programme_named(query, programme_id)
        division(query, scope)
        simulated = simulation_ends(query) is not None
        found = records.standings(query, programme.id, scope, day)
        ids = [one.id for one in found if one.participating or everybody]
    if not ids:
        raise NotPossible(
            Problem(
                lazy("No community here takes part."),
                scope,
                lazy("Choose another place or another day."),
            )
        )
    with _target(to) as write:
        for start in range(0, len(ids), _AT_ONCE):
            part = ids[start : start + _AT_ONCE]
            with store.read() as query:
                forms = list(_self_assessments(query, programme, part, day, today))
            for place, content in forms:
                name = file_name("self-assessment", kind, f"{place.code}-{place.name}",
                                 simulated=simulated)
                write(_safe(name), rendered("self-assessment", content, kind))
            tell((start + len(part)) / len(ids))
    return len(ids)


@contextmanager
def _exporting(
    store: Store, actor: Actor, form: Form, scope: str, kind: FileKind
) -> Iterator[Query]:
    """Permission and the row in the log; what is printed is read in the same unit of work."""
    action = Action.SEE_COMMUNITY if len(scope) == _COMMUNITY else Action.SEE_FIGURES
    with logging_refusals(store), store.write() as query:
        need(query, actor, action, scope)
        yield query
        log.add(query, actor.person, "export_forms", scope, form=form, file=kind)


def _content(
    query: Query, programme: Programme, form: Form, scope: str, day: date, today: date
) -> Content:
    mark = filling.mark(simulated=simulation_ends(query) is not None)
    if form == "self-assessment":
        community = community_by_code(query, scope, day)
        _place, content = next(_self_assessments(query, programme, [community.id], day, today))
        return content
    if form == "blank":
        return blank_of(query, programme, scope, today, mark)
    found = records.standings(query, programme.id, scope, day)
    places = records.places(query, [one.id for one in found])
    name = (
        division(query, scope).name
        if len(scope) < _COMMUNITY
        else community_by_code(query, scope, day).name
    )
    make: Callable[..., Content] = (
        filling.summary if form == "summary" else filling.public_notice
    )
    return make(programme, name, day, today, found, places, mark)


def blank_of(query: Query, programme: Programme, scope: str, today: date, mark: str) -> Blank:
    """The checklist, with the community's name where one is meant."""
    place = Place("", "", "", "", "")
    if len(scope) == _COMMUNITY:
        community = community_by_code(query, scope, today)
        place = records.places(query, [community.id])[community.id]
    return filling.blank(programme, loader.standard(programme.standard), place, today, mark)


def _self_assessments(
    query: Query, programme: Programme, ids: list[int], day: date, today: date
) -> Iterator[tuple[Place, Content]]:
    communities = communities_by_id(query, ids)
    if not communities:
        return
    cycle = open_case(programme, communities[0], day).cycle
    places, profiles = records.places(query, ids), records.profiles(query, ids)
    drafts = records.drafts(query, programme.id, cycle.id, ids)
    evidence = records.evidence(query, programme.id, cycle.id, ids)
    submissions = records.submissions(query, programme.id, ids)
    hashes = {one.standard_sha256 for found in submissions.values() for one in found}
    kept = {
        sha256: standard
        for sha256 in hashes
        if (standard := records.kept_standard(query, sha256)) is not None
    }
    simulated = simulation_ends(query) is not None
    blank_profile = filling.Profile()
    for community in communities:
        known = Known(
            open_case(programme, community, day),
            places[community.id],
            drafts[community.id],
            evidence.get(community.id, []),
            submissions.get(community.id, []),
            profiles.get(community.id, blank_profile),
        )
        yield known.place, filling.self_assessment(known, today, simulated=simulated, kept=kept)


def _need_room(to: Path) -> None:
    taken = to.exists() if to.suffix == ".zip" else to.is_file() or (to.is_dir() and any(to.iterdir()))
    if taken:
        raise NotPossible(
            Problem(
                lazy("There is something already."),
                to,
                lazy("Name an empty folder, or a .zip that does not exist yet."),
            )
        )


@contextmanager
def _target(to: Path) -> Iterator[Callable[[str, bytes], None]]:
    """Where files go. A .zip has its name only when it is whole."""
    try:
        if to.suffix != ".zip":
            to.mkdir(parents=True, exist_ok=True)
            yield lambda name, data: (to / name).write_bytes(data) and None
            return
        to.parent.mkdir(parents=True, exist_ok=True)
        part = to.with_suffix(".part")
        try:
            # The files are packed already; packing them again would take time for nothing.
            with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as packed:
                yield packed.writestr
            part.rename(to)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise NotPossible(
            Problem(
                lazy("The files cannot be written: {reason}.", reason=error.strerror or error),
                to,
                lazy("Name another place with enough room."),
            )
        ) from error


def _safe(name: str) -> str:
    """A file name that every system takes."""
    return "".join("_" if one in '<>:"/\\|?*' or ord(one) < 32 else one for one in name)
