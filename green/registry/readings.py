"""How names are read in pinyin, with every reading of every character: 长 is chang and zhang."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import product
from math import prod
from unicodedata import normalize

import pandas as pd

_ENDING = re.compile(r"(社区)?(居民委员会|居委会)$|社区$")
_MOST = 64


def readings(name: str) -> Iterator[tuple[str, str]]:
    """Initials and full reading of a community's name without its ending, every way to read it.

    A name with very many ways gets the usual one and each other reading of one character.
    """
    name = normalize("NFKC", name)
    stem = _ENDING.sub("", name) or name
    letters = [_of(letter.lower()) for letter in stem if letter.isalnum()]
    if prod(len(ways) for ways in letters) <= _MOST:
        ways_to_read = set(product(*letters))
    else:
        usual = [ways[0] for ways in letters]
        ways_to_read = {
            (*usual[:place], way, *usual[place + 1 :])
            for place, ways in enumerate(letters)
            for way in ways
        }
    for way in sorted(ways_to_read):
        yield "".join(syllable[0] for syllable in way), "".join(way)


def reading_rows(communities: pd.DataFrame) -> pd.DataFrame:
    """The rows of `community_reading` for a frame with `id` and `name`."""
    rows = [
        (community, initials, reading)
        for community, name in zip(communities["id"], communities["name"], strict=True)
        for initials, reading in readings(name)
    ]
    return pd.DataFrame(rows, columns=["community", "initials", "reading"])


@cache
def _of(letter: str) -> tuple[str, ...]:
    """The readings of one character without tones; a letter or digit reads as itself."""
    # Its dictionaries take half a second to load: who only starts the app does not wait for them.
    from pypinyin import Style, pinyin  # noqa: PLC0415

    found = pinyin(letter, style=Style.NORMAL, heteronym=True)
    return tuple(dict.fromkeys(found[0])) if found else (letter,)
