"""The file of works: the bundled one, or the district's own; read strictly or refused.

Every refusal names file, line and fix, as for standards.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError

from green.errors import Problem, Refused
from green.planning.works import Conflict, Payer, Per, Quantity, Stage, Work, Works
from green.settings import DATA, Settings
from green.standard import loader
from green.standard.document import Document, Place, refused, shown
from green.standard.model import Frozen, Id, Item, Line, Source, Standard, Words
from green.standard.refusals import problems_of
from green.standard.yaml_file import read_document
from green.texts import Text, lazy, listing

BUNDLED = DATA / "works" / "green-community-works.yaml"
_MOST_YUAN, _MOST_UNITS = 1_000_000_000, 1_000_000

_Yuan = Annotated[int, Field(le=_MOST_YUAN)]
_Number = Annotated[int, Field(gt=0, le=_MOST_UNITS)]
_Names = Annotated[tuple[Line, ...], Field(min_length=1)]


class _Named(Frozen):
    id: Id
    name: Words


class _Quantity(Frozen):
    number: _Number
    per: Per
    every: _Number = 1


class _Cost(Frozen):
    low: _Yuan
    high: _Yuan


class _Work(Frozen):
    id: Id
    items: _Names
    check: Line | None = None
    name: Words
    unit: Words
    quantity: _Quantity
    cost: _Cost
    payers: _Names
    stage: Stage | None = None
    safety: bool
    public_use: bool
    tags: tuple[Line, ...] = ()
    source: Source | None = None


class _Conflict(Frozen):
    id: Id
    tags: _Names
    weigh: Words


class _File(Frozen):
    id: Id
    version: Annotated[str, Field(pattern=r"^[0-9]+(\.[0-9]+)*$")]
    standard: Id
    title: Words
    source: Source
    payers: Annotated[tuple[_Named, ...], Field(min_length=1)]
    tags: tuple[_Named, ...] = ()
    works: Annotated[tuple[_Work, ...], Field(min_length=1)]
    conflicts: tuple[_Conflict, ...] = ()


def load(settings: Settings | None = None) -> Works:
    """The works in use: the file that `GREEN_WORKS` names, else the bundled one.

    A changed file is read anew. Raises `Refused` with everything that is wrong in it.
    """
    return read((settings or Settings.from_environment()).works or BUNDLED)


def read(path: Path) -> Works:
    """The works of a file; raises `Refused` with everything that is wrong in it."""
    try:
        now = path.stat()
        state = now.st_mtime_ns, now.st_size
    except OSError:
        state = 0, 0
    return _read(path, state)


@lru_cache(maxsize=4)
def _read(path: Path, _state: tuple[int, int]) -> Works:
    """`_state`, the time of the last change and the size, has a changed file read again."""
    document = read_document(path)
    if not isinstance(document.value, dict):
        what = lazy("The file holds no keys with values.")
        mend = lazy("Write it like the file in data/works/, beginning with “id:”.")
        raise refused(what, document.where(), mend)
    try:
        file = _File.model_validate(document.value)
    except ValidationError as error:
        raise Refused(*problems_of(error, _File, document)) from None
    if file.standard not in loader.standard_ids():
        raise refused(
            lazy("There is no standard “{id}”.", id=file.standard),
            document.where(("standard",)),
            lazy("Known are: {ids}.", ids=listing(loader.standard_ids())),
        )
    standard = loader.standard(file.standard)
    problems = list(_wrong(file, standard, document))
    if problems:
        raise Refused(*problems)
    return _works(file, standard)


def _works(file: _File, standard: Standard) -> Works:
    payers = {one.id: Payer(one.id, one.name) for one in file.payers}
    tags = {one.id: one.name for one in file.tags}
    return Works(
        file.id,
        file.version,
        file.title,
        file.standard,
        file.source,
        tuple(item.id for item in standard.items),
        tuple(
            Work(
                one.id,
                one.items,
                one.name,
                one.unit,
                Quantity(one.quantity.number, one.quantity.per, one.quantity.every),
                one.cost.low,
                one.cost.high,
                tuple(payers[payer] for payer in one.payers),
                one.safety,
                one.public_use,
                one.source or file.source,
                one.check,
                one.stage,
                one.tags,
            )
            for one in file.works
        ),
        tuple(
            Conflict(
                one.id,
                (one.tags[0], one.tags[1]),
                (tags[one.tags[0]], tags[one.tags[1]]),
                one.weigh,
            )
            for one in file.conflicts
        ),
    )


def _wrong(file: _File, standard: Standard, document: Document) -> Iterator[Problem]:
    """What pydantic cannot see: ids used twice, names of nothing, ranges the wrong way round."""
    for key in ("payers", "tags", "works", "conflicts"):
        yield from _twice(key, [one.id for one in getattr(file, key)], document)
    payers, tags = [one.id for one in file.payers], [one.id for one in file.tags]
    for place, work in enumerate(file.works):
        at: Place = ("works", place)
        yield from _unknown(work.payers, payers, (*at, "payers"), document)
        yield from _unknown(work.tags, tags, (*at, "tags"), document)
        items = [standard.item(key) for key in work.items]
        known = [item.id for item in standard.items]
        yield from _unknown(work.items, known, (*at, "items"), document)
        yield from _cost(work.cost, (*at, "cost"), document)
        if work.check is not None:
            yield from _check(work.check, items, (*at, "check"), document)
    served = {item for work in file.works for item in work.items}
    for item in standard.items:
        if item.id not in served:
            yield Problem(
                lazy("Nothing is there for item {ref}, “{id}”.", ref=item.ref, id=item.id),
                document.where(("works",)),
                lazy("Add a work with “items: [{id}]”.", id=item.id),
            )
    for place, conflict in enumerate(file.conflicts):
        here: Place = ("conflicts", place, "tags")
        yield from _unknown(conflict.tags, tags, here, document)
        if len(conflict.tags) != 2:
            yield Problem(
                lazy("A conflict is between two different tags."),
                document.where(here),
                lazy("Name two of them."),
            )


def _twice(key: str, ids: list[str], document: Document) -> Iterator[Problem]:
    for place, name in enumerate(ids):
        if name in ids[:place]:
            yield Problem(
                lazy("The id “{id}” is used twice.", id=name),
                document.where((key, place, "id")),
                lazy("Change the newer one: an id, once used, stays for good."),
            )


def _unknown(
    names: tuple[str, ...], known: list[str], at: Place, document: Document
) -> Iterator[Problem]:
    for place, name in enumerate(names):
        if name in names[:place]:
            what: Text = lazy("“{id}” is named twice.", id=name)
            yield Problem(what, document.where((*at, place)), lazy("Name it once."))
        elif name not in known:
            what = lazy("“{id}” is not known here.", id=shown(name))
            mend = lazy("Known are: {ids}.", ids=listing(known))
            yield Problem(what, document.where((*at, place)), mend)


def _cost(cost: _Cost, at: Place, document: Document) -> Iterator[Problem]:
    if cost.low < 0:
        what = lazy("A cost cannot be below 0.")
        yield Problem(what, document.where((*at, "low")), lazy("Write whole yuan, 0 or more."))
    if cost.low > cost.high:
        what = lazy("The lowest cost is above the highest.")
        yield Problem(what, document.where((*at, "low")), lazy("Swap the two."))


def _check(
    check: str, items: list[Item | None], at: Place, document: Document
) -> Iterator[Problem]:
    for item in items:
        if item is not None and item.check(check) is None:
            ids = [one.id for one in item.checks]
            what = lazy("Item {ref} has no check “{id}”.", ref=item.ref, id=shown(check))
            mend = lazy("Known are: {ids}.", ids=listing(ids)) if ids else lazy("Take it out.")
            yield Problem(what, document.where(at), mend)
