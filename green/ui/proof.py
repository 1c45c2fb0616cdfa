"""A piece of evidence as it is shown everywhere: the picture in place, a file by its name."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from green.assessment.model import EvidenceFile, FileKind
from green.review.snapshot import Proof
from green.texts import _
from green.ui import session, show

# Names of the kinds, as offices call them.
KINDS: dict[FileKind, str] = {
    "jpeg": "JPEG",
    "pdf": "PDF",
    "docx": "Word",
    "doc": "Word",
    "xlsx": "Excel",
    "xls": "Excel",
}


def proof(found: Proof, *, note: str = "") -> None:
    """What it is, as of when and where; `note` is one more thing to say in the same line.

    A picture is shown beside it; pressed, it opens at full size, where it can be zoomed.
    """
    st.markdown(words(found, note))
    if found.file is not None and found.evidence is not None:
        _file(found.evidence, found.file, found.what)


def words(found: Proof, note: str = "") -> str:
    """The line about a piece, for Markdown."""
    parts = [
        f"**{show.plain(found.what)}**",
        _("true as of {day}", day=show.day(found.true_as_of)),
    ]
    if found.kept_at:
        parts.append(_("kept at: {place}", place=show.plain(found.kept_at)))
    if found.kept_by:
        parts.append(_("with {person}", person=show.plain(found.kept_by)))
    return show.dotted(*parts, *([note] if note else []))


def _file(evidence: int, file: EvidenceFile, what: str) -> None:
    if file.is_picture:
        shown = address_of(evidence, show="1")
        st.markdown(f"[![{show.plain(what)}]({shown})]({shown})")
        return
    size = f"{show.number(max(1, file.bytes // 1024))} KB"
    line = show.dotted(f"[{show.plain(file.name)}]({address_of(evidence)})", KINDS[file.kind], size)
    st.markdown(f":material/description: {line}")


def address_of(evidence: int, **query: str) -> str:
    """Where the file of a piece is fetched, by who may see it."""
    if session.data() == "simulated":
        query["data"] = "simulated"
    if (ticket := session.ticket()) is not None:
        query["ticket"] = ticket
    return f"/evidence/files/{evidence}" + (f"?{urlencode(query)}" if query else "")
