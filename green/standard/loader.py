"""From files in `criteria/` to standards and programmes; every refusal names file, line and fix."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from green.errors import NotFound, Problem, Refused
from green.settings import CRITERIA
from green.standard.document import Document, Place, refused
from green.standard.model import Item, Standard
from green.standard.programme import Programme
from green.standard.refusals import problems_of
from green.standard.yaml_file import read_document
from green.texts import Text, lazy, listing

RESERVED_CHECK_IDS = ("status", "note")
M = TypeVar("M", Standard, Programme)


def load_standard(path: Path) -> Standard:
    """A standard from a file; raises `Refused` with everything that is wrong in it."""
    return _standard(path, read_document(path))


def load_programme(path: Path) -> Programme:
    """A programme from a file; raises `Refused`, also when its standard is not there."""
    return _programme(path, read_document(path))


def check_file(path: Path) -> Standard | Programme:
    """Load a standard or a programme from any file, by what it looks like; raises `Refused`."""
    document = read_document(path)
    keys = document.value if isinstance(document.value, dict) else {}
    if "answers" in keys:
        what = lazy("This is an answers file, not a standard or a programme.")
        mend = lazy("Check it with: python -m green assess {file}", file=document.name)
        raise refused(what, document.where(("answers",)), mend)
    if "areas" not in keys and any(key in keys for key in ("region", "cycles", "targets")):
        return _programme(path, document)
    return _standard(path, document)


def standard_ids() -> tuple[str, ...]:
    """The ids of all standards in the repository, sorted."""
    return _ids("standards")


def programme_ids() -> tuple[str, ...]:
    """The ids of all programmes in the repository, sorted."""
    return _ids("programmes")


@cache
def standard(standard_id: str) -> Standard:
    """The standard with this id; raises `NotFound`."""
    if standard_id not in standard_ids():
        raise NotFound(Problem(_no_standard(standard_id), mend=_known(standard_ids())))
    return load_standard(CRITERIA / "standards" / f"{standard_id}.yaml")


@cache
def programme(programme_id: str) -> Programme:
    """The programme with this id; raises `NotFound`."""
    if programme_id not in programme_ids():
        what = lazy("There is no programme “{id}”.", id=programme_id)
        raise NotFound(Problem(what, mend=_known(programme_ids())))
    return load_programme(CRITERIA / "programmes" / f"{programme_id}.yaml")


@cache
def _ids(folder: str) -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in (CRITERIA / folder).glob("*.yaml")))


def _no_standard(standard_id: str) -> Text:
    return lazy("There is no standard “{id}”.", id=standard_id)


def _known(ids: tuple[str, ...]) -> Text:
    return lazy("Known are: {ids}.", ids=listing(ids))


def _standard(path: Path, document: Document) -> Standard:
    built = _build(Standard, path, document)
    problems = [*_repeats(built, document), *_checks_that_cannot_stand(built, document)]
    if problems:
        raise Refused(*problems)
    return built


def _programme(path: Path, document: Document) -> Programme:
    built = _build(Programme, path, document)
    if built.standard not in standard_ids():
        where = document.where(("standard",))
        raise refused(_no_standard(built.standard), where, _known(standard_ids()))
    ids = [cycle.id for cycle in built.cycles]
    for i, cycle_id in enumerate(ids):
        if cycle_id in ids[:i]:
            what = lazy("The cycle id “{id}” is used twice.", id=cycle_id)
            raise refused(what, document.where(("cycles", i, "id")), _CHANGE_THE_NEWER)
    return built


def _build(model: type[M], path: Path, document: Document) -> M:
    if not isinstance(document.value, dict):
        what = lazy("The file holds no keys with values.")
        mend = lazy("Write it like the files in criteria/, beginning with “id:”.")
        raise refused(what, document.where(), mend)
    try:
        built = model.model_validate(document.value)
    except ValidationError as error:
        raise Refused(*problems_of(error, model, document)) from None
    # In criteria/ the name is how a file is found; elsewhere a draft may be called anything.
    if built.id != path.stem and path.resolve().is_relative_to(CRITERIA):
        what = lazy("The id “{id}” is not the file's name.", id=built.id)
        mend = lazy("Call the file {id}.yaml or change the id.", id=built.id)
        raise refused(what, document.where(("id",)), mend)
    return built


_CHANGE_THE_NEWER = lazy("Change the newer one: an id, once used, stays for good.")


def _repeats(standard: Standard, document: Document) -> Iterator[Problem]:
    """Ids and refs used twice. Answers name an item by either, so the two share one set."""
    areas: set[str] = set()
    keys: set[str] = set()
    for a, area in enumerate(standard.areas):
        if area.id in areas:
            what = lazy("The area id “{id}” is used twice.", id=area.id)
            yield Problem(what, document.where(("areas", a, "id")), _CHANGE_THE_NEWER)
        areas.add(area.id)
        for i, item in enumerate(area.items):
            at: Place = ("areas", a, "items", i)
            if item.ref in keys:
                what = lazy("The item number “{ref}” is used twice.", ref=item.ref)
                yield Problem(what, document.where((*at, "ref")), _CHANGE_THE_NEWER)
            keys.add(item.ref)
            if item.id in keys:
                what = lazy("The item id “{id}” is used twice.", id=item.id)
                yield Problem(what, document.where((*at, "id")), _CHANGE_THE_NEWER)
            keys.add(item.id)


def _checks_that_cannot_stand(standard: Standard, document: Document) -> Iterator[Problem]:
    for a, area in enumerate(standard.areas):
        for i, item in enumerate(area.items):
            at: Place = ("areas", a, "items", i)
            if item.checks and item.not_applicable:
                yield Problem(
                    lazy("Item {ref} has checks, so it takes its status from them.", ref=item.ref),
                    document.where((*at, "not_applicable")),
                    lazy("Move “not_applicable” to the check that may not apply."),
                )
            yield from _check_ids(item, (*at, "checks"), document)


def _check_ids(item: Item, at: Place, document: Document) -> Iterator[Problem]:
    ids = [check.id for check in item.checks]
    for c, check_id in enumerate(ids):
        if check_id in RESERVED_CHECK_IDS:
            what = lazy("A check may not be called “{id}”.", id=check_id)
            mend = lazy("Choose another id: every answer already has a field of that name.")
            yield Problem(what, document.where((*at, c, "id")), mend)
        if check_id in ids[:c]:
            what = lazy(
                "The check id “{id}” is used twice in item {ref}.", id=check_id, ref=item.ref
            )
            yield Problem(what, document.where((*at, c, "id")), _CHANGE_THE_NEWER)
