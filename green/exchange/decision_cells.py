"""What the cells of a line mean where no heading says it, as on paper lists."""

from __future__ import annotations

import re
from collections.abc import Sequence

from green.exchange.decision_words import (
    COLUMNS,
    Column,
    bare_place,
    half_width,
    place_alone,
    read_day,
    read_state,
    without_number,
)
from green.review.wording import clean

# A long number that is no code is looked at as one, so that it is not passed over in silence.
_CODE = re.compile(r"\d{6,}")


def guessed(
    written: Sequence[str], above: dict[Column, str]
) -> tuple[dict[Column, str], list[str]]:
    """What the cells of a line without headings are; a place alone holds for what follows."""
    parts: dict[Column, str] = {}
    names: list[str] = []
    for cell in written:
        text = without_number(half_width(cell))
        before, mark, after = text.partition(":")
        if mark and place_alone(before):
            _under(above, before)
            text = after
        if not text or (text.isdecimal() and len(text) < 6):
            continue
        level = place_alone(text)
        if _CODE.fullmatch(clean(text).removesuffix(".0")):
            parts["code"] = text
        elif read_day(text):
            parts["day"] = text
        elif read_state(text):
            parts["state"] = text
        elif level is not None:
            parts[level] = bare_place(text)
        else:
            names += [one for one in map(_bare, text.split("、")) if one]
    if "code" in parts:
        return parts, names[:1] or [""]
    if not names:
        for level in ("city", "district", "street"):
            if level in parts:
                _under(above, parts[level])
    return {**above, **parts}, names


def _bare(name: str) -> str:
    return name.strip().rstrip(".。;").strip()


def _under(above: dict[Column, str], place: str) -> None:
    """A heading ends those of its own level and below."""
    level = place_alone(place)
    if level is None:
        return
    for lower in COLUMNS[COLUMNS.index(level) : COLUMNS.index("name")]:
        above.pop(lower, None)
    above[level] = bare_place(place)
