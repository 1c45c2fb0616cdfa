"""Whether a file is an archive by its end: programs that unpack read it from there."""

from __future__ import annotations

from typing import BinaryIO

_SIGNATURE, _LENGTH = b"PK\5\6", 22
_LONGEST_COMMENT = 0xFFFF


def ends_as_zip(file: BinaryIO) -> bool:
    """Whether a directory of an archive ends where the file does, maybe with a comment."""
    size = file.seek(0, 2)
    start = max(0, size - _LENGTH - _LONGEST_COMMENT)
    file.seek(start)
    tail = file.read()
    place = tail.rfind(_SIGNATURE)
    while place >= 0:
        comment = tail[place + 20 : place + 22]
        if len(comment) == 2 and place + _LENGTH + int.from_bytes(comment, "little") >= len(tail):
            return True
        place = tail.rfind(_SIGNATURE, 0, place)
    return False
