"""The file of paths, `criteria/paths.yaml`, read strictly or refused with file, line and fix."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from green.errors import Problem, Refused
from green.settings import CRITERIA
from green.standard import loader
from green.standard.document import Document, refused, shown
from green.standard.model import Frozen, Id, Source, Words
from green.standard.refusals import problems_of
from green.standard.yaml_file import read_document
from green.texts import Text, lazy, listing

FILE = CRITERIA / "paths.yaml"
_Numbers = Annotated[tuple[Annotated[int, Field(gt=0)], ...], Field(min_length=1)]
_Kind = Literal["old_estate", "partly_old", "complete", "green", "unknown"]
_KINDS: tuple[_Kind, ...] = ("old_estate", "partly_old", "complete", "green", "unknown")


class Step(Frozen):
    """A standard on the way. `items`: items (ids) of the green standard that count for it too,
    each with the numbers of the items there that it serves."""

    id: Id
    title: Words
    standard: Words
    what: Words
    items: dict[str, _Numbers] = Field(default={})


class Kind(Frozen):
    """What a kind of community is advised; `steps` are ids, the first one first."""

    id: _Kind
    title: Words
    steps: Annotated[tuple[str, ...], Field(min_length=1)]
    advice: Words


class Paths(Frozen):
    """The whole file. Buildings finished by the end of `old_until` are old estates."""

    standard: Id
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    old_until: Annotated[int, Field(gt=1900, le=2100)]
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]
    kinds: Annotated[tuple[Kind, ...], Field(min_length=1)]

    def kind(self, kind_id: str) -> Kind:
        return next(one for one in self.kinds if one.id == kind_id)

    def step(self, step_id: str) -> Step:
        return next(one for one in self.steps if one.id == step_id)


@cache
def paths() -> Paths:
    """The file as it is in the repository; raises `Refused`."""
    return read(FILE)


def read(path: Path) -> Paths:
    """The paths of a file; raises `Refused` with everything that is wrong in it."""
    document = read_document(path)
    if not isinstance(document.value, dict):
        what = lazy("The file holds no keys with values.")
        mend = lazy("Write it like {file}.", file="criteria/paths.yaml")
        raise refused(what, document.where(), mend)
    try:
        found = Paths.model_validate(document.value)
    except ValidationError as error:
        raise Refused(*problems_of(error, Paths, document)) from None
    problems = list(_wrong(found, document))
    if problems:
        raise Refused(*problems)
    return found


def _wrong(found: Paths, document: Document) -> Iterator[Problem]:
    """What pydantic cannot see: names of nothing, kinds twice or missing."""
    if found.standard not in loader.standard_ids():
        yield Problem(
            lazy("There is no standard “{id}”.", id=found.standard),
            document.where(("standard",)),
            lazy("Known are: {ids}.", ids=listing(loader.standard_ids())),
        )
        return
    items = [item.id for item in loader.standard(found.standard).items]
    for place, step in enumerate(found.steps):
        for item in step.items:
            if item not in items:
                where = document.where(("steps", place, "items", item))
                yield Problem(_unknown(item), where, lazy("Known are: {ids}.", ids=listing(items)))
    steps = [one.id for one in found.steps]
    for place, kind in enumerate(found.kinds):
        for number, step_id in enumerate(kind.steps):
            if step_id not in steps:
                where = document.where(("kinds", place, "steps", number))
                mend = lazy("Known are: {ids}.", ids=listing(steps))
                yield Problem(_unknown(step_id), where, mend)
    kinds = [one.id for one in found.kinds]
    if sorted(kinds) != sorted(_KINDS):
        yield Problem(
            lazy("Every kind has to be there, each once."),
            document.where(("kinds",)),
            lazy("They are: {ids}.", ids=listing(_KINDS)),
        )


def _unknown(name: str) -> Text:
    return lazy("“{id}” is not known here.", id=shown(name))
