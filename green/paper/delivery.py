"""Where files go: a folder, a .zip or one file, never over something that is there."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from green.errors import NotPossible, Problem
from green.paper.filling import mark
from green.paper.model import FileKind, Form
from green.texts import _, lazy

Write = Callable[[str, bytes], object]
_NOT_IN_NAMES = '<>:"/\\|?*'


def file_name(form: Form, kind: FileKind, place: str = "", *, simulated: bool = False) -> str:
    """What a form's file is called in the language spoken now."""
    names = {
        "self-assessment": _("self-assessment"),
        "summary": _("summary"),
        "public-notice": _("public-notice"),
        "blank": _("checklist"),
        "rectification-plan": _("rectification plan"),
    }
    return named(kind, place, names[form], simulated=simulated)


def named(kind: str, *parts: str, simulated: bool) -> str:
    """A file's name out of its parts; simulated data say so in the name too."""
    name = "-".join(part for part in (*parts, mark(simulated=simulated)) if part)
    return "".join("_" if c in _NOT_IN_NAMES or ord(c) < 32 else c for c in name) + f".{kind}"


def need_room(to: Path, kind: FileKind) -> None:
    """Raises `NotPossible` if something is there already."""
    is_taken = any(to.iterdir()) if to.is_dir() and to.suffix != ".zip" else to.exists()
    if is_taken:
        raise NotPossible(
            Problem(
                lazy("There is something already."),
                to,
                lazy(
                    "Name an empty folder, or a .zip or .{kind} that does not exist yet.", kind=kind
                ),
            )
        )


def need_new(to: Path) -> None:
    """Raises `NotPossible` if there is a file, or anything, of this name already."""
    if to.exists():
        raise NotPossible(
            Problem(
                lazy("There is something already."),
                to,
                lazy("Name a file that does not exist yet."),
            )
        )


@contextmanager
def target(to: Path, kind: str) -> Iterator[Write]:
    """What writes a file by its name; a .zip has its name only when it is whole."""
    try:
        if to.suffix == f".{kind}":
            to.parent.mkdir(parents=True, exist_ok=True)
            yield lambda _name, data: to.write_bytes(data)
        elif to.suffix == ".zip":
            to.parent.mkdir(parents=True, exist_ok=True)
            part = to.with_suffix(".part")
            try:
                # The files are packed already; packing them again takes time for nothing.
                with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as packed:
                    yield packed.writestr
                part.rename(to)
            finally:
                part.unlink(missing_ok=True)
        else:
            to.mkdir(parents=True, exist_ok=True)
            yield lambda name, data: (to / name).write_bytes(data)
    except OSError as error:
        raise NotPossible(
            Problem(
                lazy("The files cannot be written: {reason}.", reason=error.strerror or error),
                to,
                lazy("Name another place with enough room."),
            )
        ) from error
