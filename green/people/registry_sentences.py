"""What the log says of changes of the registry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from green.texts import _, listing
from green.texts.direction import isolated


def of_change(details: Mapping[str, Any], who: str) -> str:
    """Who put whom on the list or took it off, as of when and by which document."""
    said = {
        "who": who,
        "name": isolated(str(details.get("name", ""))),
        "others": str(listing([isolated(str(one)) for one in details.get("others", [])])),
        "day": str(details.get("day", "")),
        "document": isolated(str(details.get("document", ""))),
    }
    match details.get("kind"):
        case "new":
            return _("{who} put {name} on the list as of {day}, by {document}.", **said)
        case "rename":
            return _("{who} renamed {name} to {others} as of {day}, by {document}.", **said)
        case "merge":
            return _("{who} merged {name} into {others} as of {day}, by {document}.", **said)
        case "split":
            return _("{who} split {name} as of {day}, by {document}; new: {others}.", **said)
        case _dissolve:
            return _("{who} took {name} off the list as of {day}, by {document}.", **said)
