"""What a file is, by its content alone; what it claims to be by its name says nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from green.assessment.model import FileKind
from green.errors import Problem, Refused
from green.evidence import compound, packages, pdf, pictures
from green.evidence.refusals import foreign
from green.texts import lazy

_HEAD = 4096


@dataclass(frozen=True)
class Content:
    """What is to be kept: a picture drawn anew, a document as it came."""

    kind: FileKind
    data: bytes


def read(path: Path) -> Content:
    """Look at a file of at most 20 MiB and take what is to be kept of it.

    Raises `Refused` with the reason and how to mend it, whatever is in the file.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
        if not head:
            raise Refused(empty())
        file.seek(0)
        if (format_ := pictures.format_of(head)) is not None:
            return Content("jpeg", pictures.drawn_anew(file, format_))
        kind = _checked(file, head)
        file.seek(0)
        return Content(kind, file.read())


def empty() -> Problem:
    """A file without content."""
    return Problem(
        lazy("The file is empty."),
        mend=lazy("Look whether it opens on your device, then send it again."),
    )


def _checked(file: BinaryIO, head: bytes) -> FileKind:
    if head.startswith(pdf.SIGNATURE):
        pdf.check(file)
        return "pdf"
    if head.startswith(packages.SIGNATURE):
        return packages.check(file)
    if head.startswith(compound.SIGNATURE):
        return compound.check(file)
    raise Refused(foreign(head))
