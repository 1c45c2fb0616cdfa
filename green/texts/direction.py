"""Text in a line of its own direction: marks that turn it round end where it ends."""

from __future__ import annotations

import re

_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_BEGINS, _ENDS = re.compile("[\u2066-\u2068]"), re.compile("\u2069")


def isolated(text: str) -> str:
    """Every letter as it is; text with marks of direction cannot turn round what stands after it.

    Unicode's bidirectional algorithm (UAX 9): an isolate ends with its mark, so there are as many
    around the text as it could close, and as many behind as it could open.
    """
    if not _TURNING.search(text):
        return text
    around = 1 + len(_ENDS.findall(text))
    return "\u2068" * around + text + "\u2069" * (around + len(_BEGINS.findall(text)))
