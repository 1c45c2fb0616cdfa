"""From files in `criteria/` to standards and programmes; every refusal names file, line and fix."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from green.errors import NotFound, Problem, Refused
from green.settings import CRITERIA
from green.standard.model import Standard
from green.standard.programme import Programme
from green.standard.yaml_file import Document, Place, read_document
from green.texts import Text, lazy, listing

RESERVED_CHECK_IDS = ("status", "note")
M = TypeVar("M", Standard, Programme)


def load_standard(path: Path) -> Standard:
    """A standard from a file; raises `Refused` with everything that is wrong in it."""
    document = read_document(path)
    standard = _build(Standard, document)
    problems = list(_repeats(standard, document))
    if problems:
        raise Refused(*problems)
    return standard


def load_programme(path: Path) -> Programme:
    """A programme from a file; raises `Refused`, also when its standard is not there."""
    document = read_document(path)
    programme = _build(Programme, document)
    if programme.standard not in standard_ids():
        raise Refused(
            Problem(
                lazy("There is no standard “{id}”.", id=programme.standard),
                document.where(("standard",)),
                lazy("Known are: {ids}.", ids=listing(standard_ids())),
            )
        )
    return programme


def check_file(path: Path) -> Standard | Programme:
    """Load any file of `criteria/` by what it looks like; raises `Refused`."""
    document = read_document(path)
    keys = document.value if isinstance(document.value, dict) else {}
    return load_programme(path) if "region" in keys or "cycles" in keys else load_standard(path)


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
        raise _unknown(lazy("There is no standard “{id}”.", id=standard_id), standard_ids())
    return load_standard(CRITERIA / "standards" / f"{standard_id}.yaml")


@cache
def programme(programme_id: str) -> Programme:
    """The programme with this id; raises `NotFound`."""
    if programme_id not in programme_ids():
        raise _unknown(lazy("There is no programme “{id}”.", id=programme_id), programme_ids())
    return load_programme(CRITERIA / "programmes" / f"{programme_id}.yaml")


@cache
def _ids(folder: str) -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in (CRITERIA / folder).glob("*.yaml")))


def _unknown(what: Text, known: tuple[str, ...]) -> NotFound:
    return NotFound(Problem(what, mend=lazy("Known are: {ids}.", ids=listing(known))))


def _build(model: type[M], document: Document) -> M:
    if not isinstance(document.value, dict):
        raise Refused(
            Problem(
                lazy("The file holds no keys with values."),
                document.where(),
                lazy("Start from a file that is in criteria/."),
            )
        )
    try:
        built = model.model_validate(document.value)
    except ValidationError as error:
        problems = [_problem(model, details, document) for details in error.errors()]
        raise Refused(*problems) from None
    name = Path(document.name).stem
    if built.id != name and document.name == f"{name}.yaml":
        raise Refused(
            Problem(
                lazy("The id “{id}” is not the file's name.", id=built.id),
                document.where(("id",)),
                lazy("Call the file {id}.yaml or change the id.", id=built.id),
            )
        )
    return built


def _repeats(standard: Standard, document: Document) -> Iterator[Problem]:
    """Ids and refs used twice, and check ids that would be mistaken for something else."""
    areas: set[str] = set()
    keys: set[str] = set()
    for a, area in enumerate(standard.areas):
        at: Place = ("areas", a)
        if area.id in areas:
            yield _repeated("area", area.id, document.where((*at, "id")))
        areas.add(area.id)
        for i, item in enumerate(area.items):
            here: Place = (*at, "items", i)
            for key, name in ((item.ref, "ref"), (item.id, "id")):
                if key in keys:
                    yield _repeated(name, key, document.where((*here, name)))
                keys.add(key)
            yield from _check_ids(item.checks, (*here, "checks"), document)
            if item.checks and item.not_applicable:
                yield Problem(
                    lazy(
                        "Item {ref} has checks, so it takes its status from them.",
                        ref=item.ref,
                    ),
                    document.where((*here, "not_applicable")),
                    lazy("Put not_applicable on the check that may not apply."),
                )


def _check_ids(checks: tuple[BaseModel, ...], at: Place, document: Document) -> Iterator[Problem]:
    ids: set[str] = set()
    for c, check in enumerate(checks):
        check_id = str(getattr(check, "id", ""))
        where = document.where((*at, c, "id"))
        if check_id in RESERVED_CHECK_IDS:
            yield Problem(
                lazy("A check may not be called “{id}”.", id=check_id),
                where,
                lazy("Choose another id; this one is the name of a field."),
            )
        if check_id in ids:
            yield _repeated("check", check_id, where)
        ids.add(check_id)


def _repeated(what: str, key: str, where: Text | str) -> Problem:
    return Problem(
        lazy("The {what} “{key}” is used twice.", what=what, key=key),
        where,
        lazy("Give each its own; ids stay for good, so change the newer one."),
    )


def _problem(model: type[BaseModel], details: ErrorDetails, document: Document) -> Problem:
    """One pydantic error in our own words."""
    # Pydantic puts the tag of a check's kind into the path; the file has no such level.
    place = tuple(part for part in details["loc"] if part not in ("yes_no", "ratio"))
    where = document.where(place)
    key = str(place[-1]) if place else ""
    context = details.get("ctx", {})
    what, mend = _sentence(details, key, context, model)
    return Problem(what, where, mend)


def _sentence(
    details: ErrorDetails, key: str, context: dict[str, object], model: type[BaseModel]
) -> tuple[Text, Text]:
    kind = details["type"]
    given = details.get("input")
    match kind:
        case "missing" if key in ("zh", "en"):
            language = lazy("Chinese") if key == "zh" else lazy("English")
            return (
                lazy("The {language} text is missing.", language=language),
                lazy("Add “{key}:” with the text.", key=key),
            )
        case "missing":
            return lazy("“{key}” is missing.", key=key), lazy("Add “{key}:” here.", key=key)
        case "extra_forbidden":
            near = difflib.get_close_matches(key, _field_names(model), n=1)
            return (
                lazy("The key “{key}” is not known.", key=key),
                lazy("Did you mean “{near}”?", near=near[0]) if near else lazy("Take it out."),
            )
        case "string_too_short":
            return lazy("“{key}” is empty.", key=key), lazy("Write the text.")
        case "string_type":
            return (
                lazy("“{key}” must be text, not {given}.", key=key, given=repr(given)),
                lazy("Put it in quotes."),
            )
        case "greater_than" | "less_than_equal" if key in (
            "at_least_percent",
            "share_percent",
        ):
            return (
                lazy("A threshold of {given}% cannot be met or cannot fail.", given=given),
                lazy("Write a number above 0 and at most 100."),
            )
        case "literal_error" | "union_tag_invalid":
            expected = context.get("expected") or context.get("expected_tags")
            return (
                lazy("“{given}” is not one of the choices.", given=given),
                lazy("Choose from: {choices}.", choices=expected),
            )
        case "string_pattern_mismatch":
            return (
                lazy(
                    "“{given}” has not the right form for “{key}”.",
                    given=given,
                    key=key,
                ),
                lazy("The form is {pattern}.", pattern=context.get("pattern")),
            )
        case "too_short":
            return lazy("“{key}” is empty.", key=key), lazy("List at least one.")
        case "one_measure":
            return (
                lazy("A target has either share_percent or count."),
                lazy("Keep exactly one of the two."),
            )
        case "cycle_ends_early":
            return (
                lazy("The cycle “{id}” closes before it opens.", id=context["id"]),
                lazy("Correct the dates."),
            )
        case "cycles_overlap":
            return (
                lazy(
                    "The cycles “{before}” and “{after}” are open at the same time.",
                    **context,
                ),
                lazy("Close the earlier one before the later one opens."),
            )
        case _:
            return (
                lazy("“{given}” is not right for “{key}”.", given=given, key=key),
                lazy("Expected: {message}.", message=details["msg"]),
            )


def _field_names(model: type[BaseModel]) -> list[str]:
    """Every key that may stand anywhere in a file of this kind, for “did you mean”."""
    names: set[str] = set()
    schema = model.model_json_schema()
    for part in (schema, *schema.get("$defs", {}).values()):
        names.update(part.get("properties", {}))
    return sorted(names)
