"""Word and Excel documents of before 2007: a small file system with streams in it.

Read as far as is needed to say what is inside and that nothing follows: header, allocation table,
directory ([MS-CFB]), and the list of sheets of a workbook ([MS-XLS]).
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from typing import BinaryIO, Literal

from green.errors import Refused
from green.evidence.refusals import active, broken, foreign_compound, locked, more_than_one
from green.evidence.zip_ends import ends_as_zip

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_FREE = 0xFFFFFFFF
_LAST_SECTOR = 0xFFFFFFFA
_ENTRY = 128
_MOST_ENTRIES = 20_000
_ACTIVE = {"macros", "_vba_project_cur", "vba", "_vba_project", "\1ole10native"}
_BOUNDSHEET, _END, _FIRST_STREAM = 0x0085, 0x000A, 1024 * 1024


@dataclass(frozen=True)
class _Entry:
    name: str
    kind: int
    start: int
    size: int


class _Broken(Exception):
    pass


class _Compound:
    """The parts of a compound file that say what is in it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._length = file.seek(0, 2)
        head = self._bytes(0, 512)
        if head[:8] != SIGNATURE or head[28:30] != b"\xfe\xff":
            raise _Broken
        shift = int.from_bytes(head[30:32], "little")
        if shift not in {9, 12}:
            raise _Broken
        self.sector = 1 << shift
        self._cutoff = int.from_bytes(head[56:60], "little")
        self.table = self._table(head)
        directory = b"".join(self._chain(int.from_bytes(head[48:52], "little")))
        self.entries = [
            entry
            for at in range(0, min(len(directory), _MOST_ENTRIES * _ENTRY), _ENTRY)
            if (entry := _entry(directory[at : at + _ENTRY])) is not None
        ]

    def _table(self, head: bytes) -> list[int]:
        """What follows each sector."""
        pages = list(struct.unpack("<109I", head[76:512]))
        more, seen = int.from_bytes(head[68:72], "little"), 0
        each = self.sector // 4
        while more < _LAST_SECTOR:
            page = struct.unpack(f"<{each}I", self._sector(more))
            pages += page[:-1]
            more, seen = page[-1], seen + 1
            if seen > self._length // self.sector:
                raise _Broken
        used = [page for page in pages if page < _LAST_SECTOR]
        if len(used) > self._length // self.sector or len(set(used)) < len(used):
            raise _Broken
        found: list[int] = []
        for page in used:
            found += struct.unpack(f"<{each}I", self._sector(page))
        return found

    def _chain(self, start: int) -> list[bytes]:
        found, seen = [], set()
        while start < _LAST_SECTOR:
            if start in seen or start >= len(self.table):
                raise _Broken
            seen.add(start)
            found.append(self._sector(start))
            start = self.table[start]
        return found

    def stream(self, name: str) -> bytes:
        """The beginning of a large stream; of a small one, nothing."""
        for entry in self.entries:
            if entry.kind == 2 and entry.name.lower() == name and entry.size >= self._cutoff:
                data = b"".join(self._chain(entry.start)[: _FIRST_STREAM // self.sector])
                return data[: entry.size]
        return b""

    @property
    def end(self) -> int:
        """Where the last sector in use ends."""
        used = [number for number, following in enumerate(self.table) if following != _FREE]
        return (max(used, default=-1) + 2) * self.sector

    def _sector(self, number: int) -> bytes:
        data = self._bytes((number + 1) * self.sector, self.sector)
        # Some programs do not fill the last one.
        return data.ljust(self.sector, b"\0")

    def _bytes(self, at: int, length: int) -> bytes:
        if at >= self._length:
            raise _Broken
        self._file.seek(at)
        return self._file.read(length)


def check(file: BinaryIO) -> Literal["doc", "xls"]:
    """Which document it is.

    Raises `Refused` for another kind, a broken one, one with macros or programs in it, a locked
    one, and one that something follows.
    """
    try:
        found = _Compound(file)
        names = {entry.name.lower() for entry in found.entries}
        if "encryptedpackage" in names:
            raise Refused(locked("Office"))
        kind = _kind(names)
        if is_active(names) or _has_macro_sheets(found):
            raise Refused(active(kind))
    except (_Broken, struct.error, UnicodeDecodeError):
        raise Refused(broken()) from None
    file.seek(found.end)
    while rest := file.read(1024 * 1024):
        if rest.strip(b"\0"):
            raise Refused(more_than_one(kind))
    if ends_as_zip(file):
        raise Refused(more_than_one(kind))
    return kind


def names_in(data: bytes) -> set[str] | None:
    """The names of what is inside, in small letters; None for a broken one."""
    try:
        return {entry.name.lower() for entry in _Compound(io.BytesIO(data)).entries}
    except (_Broken, struct.error, UnicodeDecodeError):
        return None


def is_active(names: set[str]) -> bool:
    """Whether there are macros or packed programs among these."""
    return bool(names & _ACTIVE)


def _kind(names: set[str]) -> Literal["doc", "xls"]:
    is_word, is_table = "worddocument" in names, bool(names & {"workbook", "book"})
    if is_word == is_table:
        raise Refused(foreign_compound())
    return "doc" if is_word else "xls"


def _has_macro_sheets(found: _Compound) -> bool:
    """Whether a workbook lists sheets of macros, the kind before Visual Basic."""
    data = found.stream("workbook") or found.stream("book")
    at = 0
    while at + 4 <= len(data):
        kind, length = struct.unpack("<HH", data[at : at + 4])
        body = data[at + 4 : at + 4 + length]
        if kind == _END:
            break
        if kind == _BOUNDSHEET and len(body) > 5 and body[5] in {1, 6}:
            return True
        at += 4 + length
    return False


def _entry(raw: bytes) -> _Entry | None:
    length, kind = int.from_bytes(raw[64:66], "little"), raw[66]
    if kind == 0:
        return None
    if not 2 <= length <= 64:
        raise _Broken
    name = raw[: length - 2].decode("utf-16-le")
    start, size = struct.unpack("<II", raw[116:124])
    return _Entry(name, kind, start, size)
