"""The one validator of answers: forms, files, the API and the command line all come through here.

An answer is kept in the shape the answers file has, split into fields: a judged item has `status`
(with its reason), an item with checks has one field per check, and every item has `note`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from green.errors import Problem, Refused
from green.standard import loader
from green.standard.answers import (
    Answers,
    ItemAnswer,
    write_item,
)
from green.standard.document import Document, Place
from green.standard.model import Item, Standard, Words
from green.standard.reading import LONGEST_NOTE, Reader
from green.standard.yaml_file import read_document
from green.texts import Text, lazy, listing

__all__ = ["LONGEST_NOTE", "load_answers", "read_answers", "read_field", "read_line"]


def load_answers(path: Path) -> tuple[Standard, Answers]:
    """An answers file and the standard it names; raises `Refused` or `NotFound`."""
    document = read_document(path)
    data = document.value
    if not isinstance(data, dict) or not isinstance(data.get("standard"), str):
        raise Refused(
            Problem(
                lazy("The file does not name its standard."),
                document.where(),
                lazy("Add a key “standard”, for example cn-green-community-2020."),
            )
        )
    if data["standard"] not in loader.standard_ids():
        raise Refused(
            Problem(
                lazy("There is no standard “{id}”.", id=data["standard"]),
                document.where(("standard",)),
                lazy("Known are: {ids}.", ids=listing(loader.standard_ids())),
            )
        )
    standard = loader.standard(data["standard"])
    return standard, read_answers(standard, document)


def read_answers(standard: Standard, document: Document) -> Answers:
    """Validate a whole answers document; raises `Refused` with every problem in it."""
    reader = Reader(document)
    data = document.value
    reader.only_keys(data, ("standard", "community", "answers"), ())
    community = _community(reader, data.get("community"))
    given = data.get("answers")
    items: dict[str, ItemAnswer] = {}
    if given is not None and not isinstance(given, dict):
        reader.refuse(lazy("“answers” must list items with their answers."), ("answers",))
        given = None
    for key, raw in (given or {}).items():
        at: Place = ("answers", key)
        item = standard.item(key)
        if item is None:
            refs = lazy("Items are numbered {first} to {last}, or named by id.",
                        first=standard.items[0].ref, last=standard.items[-1].ref)  # fmt: skip
            reader.refuse(lazy("The standard has no item “{key}”.", key=key), at, refs)
        elif item.id in items:
            what = lazy("Item {ref} is answered twice, by number and by id.", ref=item.ref)
            reader.refuse(what, at, lazy("Keep one of the two."))
        else:
            items[item.id] = reader.item(item, raw, at)
    if reader.problems:
        raise Refused(*reader.problems)
    return Answers(standard.id, community, MappingProxyType(items))


def read_field(item: Item, field_name: str, value: Any) -> Any:
    """Validate one field as a form gives it and return it as the file would hold it.

    `field_name` is "status", "note" or a check's id. `status` takes a status or
    `{"status": …, "reason": …}`. None clears the field. Raises `Refused`.
    """
    if field_name == "status":
        raw = value if isinstance(value, dict) or value is None else {"status": value}
    elif field_name == "note":
        raw = {"note": value}
    else:
        raw = {"checks": {field_name: value}}
    check = item.check(field_name)
    label = check.title if check else lazy("Item {ref}", ref=item.ref)
    reader = Reader(Document("", raw))
    if field_name == "status" and isinstance(raw, dict):
        reader.only_keys(raw, ("status", "reason"), ())
    answer = reader.item(item, raw, ())
    _need_none(reader, label)
    written = write_item(answer)
    if field_name == "status":
        return {k: written[k] for k in ("status", "reason") if k in written} or None
    return (
        written.get("note") if field_name == "note" else written.get("checks", {}).get(field_name)
    )


def _community(reader: Reader, code: Any) -> str | None:
    if code is None:
        return None
    if isinstance(code, int) and not isinstance(code, bool):
        code = str(code)
    if isinstance(code, str) and re.fullmatch(r"[0-9]{12}", code):
        return code
    reader.refuse(
        lazy("“{code}” is not a community's code.", code=code),
        ("community",),
        lazy("A code has twelve digits, for example 370102001002."),
    )
    return None


def read_line(text: str, label: Text) -> str:
    """A short text that may not be blank, as forms ask it; raises `Refused`."""
    reader = Reader(Document("", text))
    line = reader.text(text, ())
    if not line and not reader.problems:
        reader.refuse(lazy("This is blank."), (), lazy("Write a few words."))
    _need_none(reader, label)
    return line


def _need_none(reader: Reader, label: Text | Words) -> None:
    """In a form the place of a problem is the field's name, not a path in a file."""
    if reader.problems:
        raise Refused(*(replace(problem, where=label) for problem in reader.problems))
