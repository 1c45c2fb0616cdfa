"""Word and Excel documents of today: archives that hold a document and nothing that runs."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from html import unescape
from typing import BinaryIO, Literal

from green.errors import Refused
from green.evidence import compound
from green.evidence.refusals import (
    active,
    broken,
    connected,
    foreign_archive,
    more_than_one,
    oversized,
)

SIGNATURE = b"PK\3\4"

_KINDS: dict[Literal["docx", "xlsx"], bytes] = {
    "docx": b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "xlsx": b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
}
_CONTENTS = "[Content_Types].xml"
_MOST_ENTRIES = 5000
_MOST_UNPACKED = 200 * 1024 * 1024
_MOST_XML = 1024 * 1024
_PIECE = 64 * 1024
_LOCAL = struct.Struct("<4s5H3L2H")
# After an entry's content may stand its checksum and sizes, with or without a signature.
_LONGEST_DESCRIPTOR = 24
_ACTIVE_NAME = re.compile(
    r"vbaproject|vbadata|(^|/)activex/|(^|/)macrosheets/|(^|/)(intl)?macrosheet|(^|/)dialogsheets/"
    r"|\.(exe|dll|com|scr|pif|msi|bat|cmd|ps1|vbs|vbe|js|jse|wsf|wsh|hta|lnk|jar|chm|reg|sct|cpl"
    r"|docm|dotm|xlsm|xltm|xlam|xlsb|pptm|potm|ppam|ppsm|html?|svgz?)$",
    re.IGNORECASE,
)
_ACTIVE_TYPE = re.compile(rb"macroEnabled|vbaProject|activeX|macrosheet", re.IGNORECASE)
# What is fetched from elsewhere as the document opens; a link that somebody presses is none.
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>", re.IGNORECASE)
_FETCHED = re.compile(
    rb"/(attachedTemplate|oleObject|frame|subDocument|mailMergeSource)[\"']", re.IGNORECASE
)
_ELSEWHERE = re.compile(
    rb"Target\s*=\s*[\"']\s*(https?:|ftp:|mhtml:|\\\\|//|file:[/\\]{2,}[^/\\])", re.IGNORECASE
)
_FAILURES = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError),
    *(RuntimeError, struct.error, IndexError, KeyError),
)


def check(file: BinaryIO) -> Literal["docx", "xlsx"]:
    """Which document it is.

    Raises `Refused` for another archive, a broken one, one that unfolds to too much, one with
    macros or programs in it, and one that something was put before, between or after.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            kind = _kind(archive, entries)
            if len(entries) > _MOST_ENTRIES or sum(e.file_size for e in entries) > _MOST_UNPACKED:
                raise Refused(oversized(kind))
            _need_whole(file, archive, entries, kind)
            for entry in entries:
                _need_quiet(archive, entry, kind)
            return kind
    except _FAILURES:
        raise Refused(broken()) from None


def _kind(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> Literal["docx", "xlsx"]:
    names = {entry.filename for entry in entries}
    if _CONTENTS not in names:
        raise Refused(foreign_archive(names))
    types = _read(archive, archive.getinfo(_CONTENTS))
    if _ACTIVE_TYPE.search(types):
        raise Refused(active("Office"))
    found = [kind for kind, name in _KINDS.items() if name in types]
    # Programs write it plainly: what is written around corners is written to be misread.
    if len(found) != 1 or b"<!" in types or b"&#" in types:
        raise Refused(foreign_archive(names))
    return found[0]


def _need_whole(
    file: BinaryIO, archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], kind: str
) -> None:
    """Entries follow each other from the first byte on, then the directory, then nothing."""
    names = [entry.filename for entry in entries]
    if len(set(names)) < len(names) or any(_is_odd(name) for name in names):
        raise Refused(broken())
    at = 0
    for entry in sorted(entries, key=lambda one: one.header_offset):
        if not at <= entry.header_offset <= at + (_LONGEST_DESCRIPTOR if at else 0):
            raise Refused(more_than_one(kind))
        file.seek(entry.header_offset)
        head = _LOCAL.unpack(file.read(_LOCAL.size))
        if head[0] != SIGNATURE:
            raise Refused(broken())
        at = entry.header_offset + _LOCAL.size + head[9] + head[10] + entry.compress_size
    if not at <= archive.start_dir <= at + _LONGEST_DESCRIPTOR:
        raise Refused(more_than_one(kind))
    size = file.seek(0, 2)
    file.seek(size - 22)
    end = file.read()
    length, start = struct.unpack("<LL", end[12:20])
    if not end.startswith(b"PK\5\6") or start + length != size - 22 or start != archive.start_dir:
        raise Refused(more_than_one(kind))


def _is_odd(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return name.startswith(("/", "\\")) or ".." in parts or ":" in name or "\0" in name


def _need_quiet(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, kind: str) -> None:
    """Unpack all of it once, holding a little: that proves its size and that it is whole."""
    if _ACTIVE_NAME.search(entry.filename):
        raise Refused(active(kind))
    if entry.filename.lower().endswith(".rels"):
        relations = unescape(_read(archive, entry).decode("utf-8")).encode()
        if _ACTIVE_TYPE.search(relations):
            raise Refused(active(kind))
        for relation in _RELATION.findall(relations):
            if _FETCHED.search(relation) and _ELSEWHERE.search(relation):
                raise Refused(connected(kind))
        return
    with archive.open(entry) as unpacked:
        head = unpacked.read(_PIECE)
        if head.startswith((b"MZ", b"\x7fELF")):
            raise Refused(active(kind))
        while unpacked.read(_PIECE):
            pass
    if head.startswith(compound.SIGNATURE):
        with archive.open(entry) as unpacked:
            _need_quiet_inside(unpacked.read(_MOST_EMBEDDED + 1), kind)


_MOST_EMBEDDED = 20 * 1024 * 1024


def _need_quiet_inside(data: bytes, kind: str) -> None:
    if len(data) > _MOST_EMBEDDED:
        raise Refused(oversized(kind))
    names = compound.names_in(data)
    if names is None or compound.is_active(names):
        raise Refused(active(kind))


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    with archive.open(entry) as unpacked:
        found = unpacked.read(_MOST_XML + 1)
    if len(found) > _MOST_XML or found[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        raise Refused(broken())
    return found
