"""Why a file of another kind is not taken, and what to send instead."""

from __future__ import annotations

import re
from collections.abc import Collection

from green.errors import Problem
from green.texts import Text, lazy

_DOCUMENT = lazy("Save it as PDF or .docx, then send that.")
_AS_PDF = lazy("Save it as PDF, then send that.")
_SHOT = lazy("Send a picture of it (a screenshot), or a PDF.")
_JPEG = lazy("Save it as JPEG or PNG, or send a screenshot of it.")
_ANY = lazy("Pictures (JPEG, PNG), PDF, Word and Excel are taken.")
_HEIC = lazy("Set the phone's camera to “most compatible”, or send a screenshot of the picture.")
_UNPACK = lazy("Unpack it, then send the files one by one.")
_STILLS = lazy("Send pictures taken from it.")

_KINDS: tuple[tuple[str, Text, Text], ...] = (
    (r"....ftyp(heic|heix|hevc|hevx|heim|heis|mif1|msf1)", lazy("This is a HEIC picture."), _HEIC),
    (r"....ftypavi[fs]", lazy("This is an AVIF picture."), _JPEG),
    (r"....(ftyp|moov|mdat)|RIFF....AVI |\x1a\x45\xdf\xa3|FLV|\0\0\1[\xba\xb3]|OggS|0&\xb2\x75",
     lazy("This is a video or a sound."), _STILLS),
    (r"ID3|RIFF....WAVE|fLaC|#!AMR", lazy("This is a video or a sound."), _STILLS),
    (r"GIF8[79]a", lazy("This is a GIF picture."), _JPEG),
    (r"BM....\0\0\0\0", lazy("This is a BMP picture."), _JPEG),
    (r"II[*+]\0|MM\0[*+]", lazy("This is a TIFF picture."), _JPEG),
    (r"8BPS", lazy("This is a file of a drawing program."), _JPEG),
    (r"AC10", lazy("This is a file of a drawing program."), _SHOT),
    (r"\{\\rtf", lazy("This is an RTF document."), _DOCUMENT),
    (r"Rar!|7z\xbc\xaf|\x1f\x8b|BZh|\xfd7zXZ|.{257}ustar", lazy("This is a packed file."), _UNPACK),
    (r"MZ|\x7fELF|#!|\xca\xfe\xba\xbe|\xcf\xfa\xed\xfe", lazy("This is a program."), _ANY),
    (r"(?i)MIME-Version:|From:|Received:", lazy("This is a saved web page or an e-mail."), _SHOT),
)  # fmt: skip
_MARKUP = re.compile(rb"(\xef\xbb\xbf)?[\s\0]*<(!|\?|[a-z])", re.IGNORECASE)


def foreign(head: bytes) -> Problem:
    """A file that is none of the kinds taken; `head` is its beginning."""
    for pattern, what, mend in _KINDS:
        if re.match(pattern.encode("latin-1"), head, re.DOTALL):
            return Problem(what, mend=mend)
    if _MARKUP.match(head):
        if b"<svg" in head.lower():
            return Problem(lazy("This is an SVG drawing, which can hold a program."), mend=_JPEG)
        return Problem(lazy("This is a web page."), mend=_SHOT)
    if not any(byte < 9 for byte in head):
        return Problem(lazy("This is plain text."), mend=_DOCUMENT)
    return Problem(lazy("This kind of file is not taken."), mend=_ANY)


def broken() -> Problem:
    """A file that begins as what is taken, and does not hold."""
    return Problem(
        lazy("The file is damaged or incomplete."),
        mend=lazy("Look whether it opens on your device, then send it again."),
    )


def more_than_one(kind: str) -> Problem:
    """A document to which something else was added, so that it is two things at once."""
    return Problem(
        lazy("There is something else in the file beside the {kind} document.", kind=kind),
        mend=lazy("Open it, save it under another name, then send that."),
    )


def active(kind: str) -> Problem:
    """A document that does something when it is opened."""
    return Problem(
        lazy("The {kind} document contains macros or a program.", kind=kind), mend=_DOCUMENT
    )


def locked(kind: str) -> Problem:
    """A document that only opens with a password."""
    return Problem(
        lazy("The {kind} document is locked with a password.", kind=kind),
        mend=lazy("Save it without a password, then send that."),
    )


def connected(kind: str) -> Problem:
    """A document that fetches something from elsewhere as it opens."""
    return Problem(
        lazy("The {kind} document loads something from another computer.", kind=kind),
        mend=_DOCUMENT,
    )


def oversized(kind: str) -> Problem:
    """A document that would unfold to far more than it is."""
    return Problem(lazy("The {kind} document unpacks to too much.", kind=kind), mend=_DOCUMENT)


def foreign_compound() -> Problem:
    """An old Office file that is neither a text nor a table."""
    return Problem(lazy("This kind of file is not taken."), mend=_ANY)


def foreign_archive(names: Collection[str]) -> Problem:
    """An archive that is no document of Word or Excel."""
    if "OFD.xml" in names:
        return Problem(lazy("This is an OFD document."), mend=_AS_PDF)
    if "mimetype" in names or any(name.startswith("ppt/") for name in names):
        return Problem(lazy("This is a document of another program."), mend=_AS_PDF)
    if "AndroidManifest.xml" in names or "META-INF/MANIFEST.MF" in names:
        return Problem(lazy("This is a program."), mend=_ANY)
    return Problem(lazy("This is a packed file."), mend=_UNPACK)
