"""File names as devices give them, made fit to be shown and to be saved under anywhere."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

from green.assessment.model import FileKind

# What file systems and a line on the screen have room for.
MOST_CHARACTERS, MOST_BYTES = 100, 200
EXTENSIONS: dict[FileKind, str] = {
    "jpeg": "jpg",
    "pdf": "pdf",
    "docx": "docx",
    "xlsx": "xlsx",
    "doc": "doc",
    "xls": "xls",
}
# Extensions that say what a file is, whether it was that or was drawn anew.
_KNOWN = {
    *EXTENSIONS.values(),
    *(
        "jpeg",
        "jpe",
        "jfif",
        "png",
        "webp",
        "bmp",
        "gif",
        "tif",
        "tiff",
        "heic",
        "heif",
        "wps",
        "et",
    ),
}
_NAMELESS = "evidence"
_NOT_IN_NAMES = re.compile(r'[<>:"|?*]')
# What Windows takes for a device, with any extension.
_DEVICES = re.compile(r"(con|prn|aux|nul|(com|lpt)[0-9¹²³])(\.|$)", re.IGNORECASE)


def clean(name: str, kind: FileKind) -> str:
    """The name without paths, control characters and marks of direction, ending as its kind does.

    Never empty, at most 100 characters and 200 bytes long; a clean name stays as it is.
    """
    name = re.split(r"[/\\]", name)[-1]
    name = "".join(_letter(letter) for letter in unicodedata.normalize("NFC", name))
    name = _NOT_IN_NAMES.sub("_", name)
    extension = EXTENSIONS[kind]
    stem = _tidy(name)
    before, dot, last = stem.rpartition(".")
    if dot and last.lower() in _KNOWN:
        stem = _tidy(before)
    stem = _shortened(stem, len(extension) + 1) or _NAMELESS
    if _DEVICES.match(stem):
        stem = f"_{stem}"
    return f"{stem}.{extension}"


def disposition(name: str, *, inline: bool = False) -> str:
    """The header that says under which name to save a file (RFC 6266, RFC 5987)."""
    way = "inline" if inline else "attachment"
    plain = re.sub(r"[^A-Za-z0-9 ._()-]", "_", name)
    return f"{way}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _letter(letter: str) -> str:
    category = unicodedata.category(letter)
    if category in {"Zs", "Zl", "Zp"} or letter in "\t\n\r":
        return " "
    # Control characters, marks of direction and other invisible ones, halves of pairs.
    return "" if category.startswith("C") else letter


def _tidy(text: str) -> str:
    # Points at the front hide a file, points and spaces at the end Windows takes away.
    return " ".join(text.split()).strip(". ")


def _shortened(stem: str, kept_free: int) -> str:
    # One letter less, for the mark before the name of a device.
    stem = stem[: MOST_CHARACTERS - kept_free - 1]
    while len(stem.encode()) > MOST_BYTES - kept_free - 1:
        stem = stem[:-1]
    return _tidy(stem)
