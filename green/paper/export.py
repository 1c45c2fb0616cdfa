"""Taking forms away: one community's, or all of a scope; that somebody did stands in the log."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from green import clock
from green.assessment.programmes import programme_named
from green.errors import NotPossible, Problem
from green.log import records as log
from green.paper import delivery, filling, knowing, lists, records, standing_records
from green.paper.model import Blank, Content, FileKind, Form, Place, PublicNotice
from green.paper.sheet import check_sheet, sheet
from green.paper.word import check_word, word
from green.people.guard import logging_refusals, need
from green.people.model import Action, Actor
from green.registry.records import (
    community_by_code,
    division,
    simulation_ends,
)
from green.review import notice_records
from green.standard import loader
from green.standard.programme import Programme
from green.store import Query, Store
from green.texts import lazy

_AT_ONCE = 200
_COMMUNITY = 12
Tell = Callable[[float], None]


def rendered(form: Form, content: Content, kind: FileKind) -> bytes:
    """A form's values as a file."""
    return word(form, content) if kind == "docx" else sheet(form, content)


def usable(form: Form, kind: FileKind) -> None:
    """Raises `Refused` if the template of a form cannot be used."""
    (check_word if kind == "docx" else check_sheet)(form)


def one_form(
    store: Store,
    actor: Actor,
    programme_id: str,
    form: Form,
    scope: str,
    kind: FileKind,
    day: date | None = None,
    said: Mapping[str, str] | None = None,
    notice: int | None = None,
) -> bytes:
    """One file about a community or, for lists, a scope; raises `NotAllowed`, `NotFound`.

    Where a chain decides, a 公示名单 is that of a `notice` (default: the newest of the place), and
    `NotPossible` is raised without one. Elsewhere it is of who attained, and `said` is what it
    says besides the list: starts, ends, contact.
    """
    usable(form, kind)
    day, today = day or clock.today(), clock.today()
    with _exporting(store, actor, form, scope, kind) as query:
        programme = programme_named(query, programme_id)
        if form == "public-notice" and programme.chain:
            content: Content = _on_notice(query, programme, scope, day, today, notice)
        else:
            content = _content(query, programme, form, scope, day, today, said or {})
    return rendered(form, content, kind)


def save(
    store: Store,
    actor: Actor,
    programme_id: str,
    form: Form,
    scope: str,
    kind: FileKind,
    to: Path,
    tell: Tell,
    *,
    everybody: bool = False,
    day: date | None = None,
    said: Mapping[str, str] | None = None,
    notice: int | None = None,
) -> int:
    """Write a form into a folder, a .zip or one file; a 自评表 of a scope for each community.

    `everybody` includes communities that do not take part. Returns how many files were written.
    Raises `NotPossible` before anything is written if there is something already.
    """
    delivery.need_room(to, kind)
    if form != "self-assessment" or len(scope) == _COMMUNITY:
        data = one_form(store, actor, programme_id, form, scope, kind, day, said, notice)
        with store.read() as query:
            simulated = simulation_ends(query) is not None
        with delivery.target(to, kind) as write:
            write(delivery.file_name(form, kind, scope, simulated=simulated), data)
        tell(1)
        return 1
    day, today = day or clock.today(), clock.today()
    usable(form, kind)
    with _exporting(store, actor, form, scope, kind) as query:
        programme = programme_named(query, programme_id)
        division(query, scope)
        simulated = simulation_ends(query) is not None
        found = standing_records.standings(query, programme, scope, day)
        ids = [one.id for one in found if one.participating or everybody]
        if not ids:
            raise NotPossible(
                Problem(
                    lazy("No community here takes part."),
                    scope,
                    lazy("Choose another place or another day."),
                )
            )
    with delivery.target(to, kind) as write:
        for start in range(0, len(ids), _AT_ONCE):
            part = ids[start : start + _AT_ONCE]
            with store.read() as query:
                forms = list(_self_assessments(query, programme, part, day, today))
            for place, content in forms:
                name = delivery.file_name(
                    form, kind, f"{place.code}-{place.name}", simulated=simulated
                )
                write(name, rendered(form, content, kind))
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
    query: Query,
    programme: Programme,
    form: Form,
    scope: str,
    day: date,
    today: date,
    said: Mapping[str, str],
) -> Content:
    mark = filling.mark(simulated=simulation_ends(query) is not None)
    if form == "self-assessment":
        community = community_by_code(query, scope, day)
        _place, content = next(_self_assessments(query, programme, [community.id], day, today))
        return content
    if form == "rectification-plan":
        return knowing.plan(query, programme, community_by_code(query, scope, day), day, today)
    if form == "blank":
        return blank_of(query, programme, scope, today, mark)
    found = standing_records.standings(query, programme, scope, day)
    places = records.places(query, [one.id for one in found])
    name = _name(query, scope, day)
    if form == "summary":
        return lists.summary(programme, name, day, today, found, places, mark)
    return lists.public_notice(programme, name, day, today, found, places, mark, **said)


def _on_notice(
    query: Query, programme: Programme, scope: str, day: date, today: date, wanted: int | None
) -> PublicNotice:
    listed = next(
        (
            one
            for one in notice_records.notices_about(query, programme.id, scope)
            if (one.starts_on <= day if wanted is None else one.id == wanted)
        ),
        None,
    )
    if listed is None:
        raise NotPossible(
            Problem(
                lazy("No list of this place has been on public notice."),
                scope,
                lazy("Lists are put on notice on the page Public notice."),
            )
        )
    rows = notice_records.listed(query, listed.id)
    ids = [row.community for row in rows if row.is_agreed and row.code.startswith(scope)]
    places = records.places(query, ids)
    mark = filling.mark(simulated=simulation_ends(query) is not None)
    return lists.on_notice(
        programme, _name(query, scope, day), listed, today, [places[one] for one in ids], mark
    )


def _name(query: Query, scope: str, day: date) -> str:
    if len(scope) < _COMMUNITY:
        return division(query, scope).name
    return community_by_code(query, scope, day).name


def blank_of(query: Query, programme: Programme, scope: str, today: date, mark: str) -> Blank:
    """The checklist, with the community's name where one is meant."""
    place = Place("", "", "", "", "")
    if len(scope) == _COMMUNITY:
        community = community_by_code(query, scope, today)
        place = records.places(query, [community.id])[community.id]
    return lists.blank(programme, loader.standard(programme.standard), place, today, mark)


def _self_assessments(
    query: Query, programme: Programme, ids: list[int], day: date, today: date
) -> Iterator[tuple[Place, Content]]:
    simulated = simulation_ends(query) is not None
    found = knowing.known(query, programme, ids, day)
    kept = knowing.kept_standards(query, found)
    for known in found:
        yield known.place, filling.self_assessment(known, today, simulated=simulated, kept=kept)
