"""What a browser announces before it sends a file, read."""

from __future__ import annotations

import json
from typing import Any

from green.errors import Problem, Refused
from green.evidence.spool import Arrival
from green.texts import lazy

# Names are cut to what is shown later; this is only what is held meanwhile.
_LONGEST = {"name": 500, "community": 12, "true_as_of": 10}
_TEXTS = ("community", "what", "true_as_of", "kept_at", "name")


def read(body: bytes, person: str) -> Arrival:
    """An announcement as JSON; whose it is does not stand in it. Raises `Refused`."""
    try:
        given = json.loads(body)
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, dict):
        raise _unreadable("JSON")
    texts = {name: _text(given, name) for name in _TEXTS}
    return Arrival(
        person=person,
        item=_text(given, "item") if given.get("item") is not None else None,
        size=_number(given, "size"),
        replaces=_number(given, "replaces") if given.get("replaces") is not None else None,
        on_behalf_of=_text(given, "on_behalf_of") if given.get("on_behalf_of") else None,
        **texts,
    )


def _text(given: dict[str, Any], name: str) -> str:
    found = given.get(name, "")
    if not isinstance(found, str) or len(found) > _LONGEST.get(name, 2000):
        raise _unreadable(name)
    # Halves of a pair cannot be written anywhere.
    return found.encode("utf-8", "replace").decode()


def _number(given: dict[str, Any], name: str) -> int:
    found = given.get(name)
    if type(found) is not int or not 0 <= found < 2**63:
        raise _unreadable(name)
    return found


def _unreadable(where: str) -> Refused:
    return Refused(
        Problem(
            lazy("The announcement of the file could not be read."),
            where,
            lazy("Load the page again, then send the file again."),
        )
    )
