"""PDF documents: taken as they came, if they are that from the first byte to the last."""

from __future__ import annotations

import re
from typing import BinaryIO

from green.errors import Refused
from green.evidence.refusals import broken, more_than_one
from green.evidence.zip_ends import ends_as_zip

SIGNATURE = b"%PDF-"
_HEAD = re.compile(rb"%PDF-[12]\.[0-9]")
_TAIL = 2048


def check(file: BinaryIO) -> None:
    """Raises `Refused` for one that is cut off, and for one that something follows.

    One that is protected is taken: most can be read by everybody and only not be changed.
    """
    if not _HEAD.match(file.read(16)):
        raise Refused(broken())
    size = file.seek(0, 2)
    file.seek(max(0, size - _TAIL))
    tail = file.read()
    body, mark, after = tail.rpartition(b"%%EOF")
    if not mark or b"startxref" not in body:
        raise Refused(more_than_one("PDF") if _ends_earlier(file) else broken())
    if after.strip(b"\r\n \t\0") or ends_as_zip(file):
        raise Refused(more_than_one("PDF"))


def _ends_earlier(file: BinaryIO) -> bool:
    file.seek(0)
    last = b""
    while piece := file.read(1024 * 1024):
        if b"%%EOF" in last + piece:
            return True
        last = piece[-8:]
    return False
