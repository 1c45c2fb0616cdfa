"""Where the content of files lies: behind one small interface, by the SHA-256 of the content."""

from __future__ import annotations

import hashlib
import os
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Protocol
from uuid import uuid4

from green.errors import NotFound, Problem
from green.settings import Settings
from green.store.failures import explained
from green.texts import lazy

_HASH = re.compile(r"[0-9a-f]{64}")
_PIECE = 1024 * 1024
# Held by who keeps a content and notes it in a row, and by who removes one that no row has: else
# the one would remove what the other is about to note.
CHANGING = threading.RLock()


class Storage(Protocol):
    """What keeps the content of files; each content once, whoever it belongs to.

    Names are SHA-256 hashes in hexadecimal. Another implementation may keep them in an object
    store.
    """

    def keep(self, content: bytes) -> str:
        """Store content so that it survives a crash; returns its hash."""

    def open(self, sha256: str) -> BinaryIO:
        """The content, to be read and closed; raises `NotFound`."""

    def remove(self, sha256: str) -> None:
        """Forget the content, if it is there."""

    def names(self) -> Iterator[str]:
        """The hashes of everything that is kept."""


class Folder:
    """A `Storage` in a folder of this machine: `ab/abcd…`, below nothing that is served."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def keep(self, content: bytes) -> str:
        """Raises `StoreFailed` for a full or read-only disk."""
        sha256 = hashlib.sha256(content).hexdigest()
        path = self._path(sha256)
        with explained(self.root):
            if path.exists() and _is_whole(path, sha256):
                return sha256
            path.parent.mkdir(parents=True, exist_ok=True)
            # Under another name until every byte is on the disk: half a file is never found.
            unfinished = path.with_name(f".{uuid4().hex}")
            try:
                with unfinished.open("xb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
                unfinished.replace(path)
                _sync(path.parent)
            finally:
                unfinished.unlink(missing_ok=True)
        return sha256

    def open(self, sha256: str) -> BinaryIO:
        path = self._path(sha256)
        if not path.is_file():
            raise NotFound(
                Problem(
                    lazy("The file is missing from where it is kept."),
                    mend=lazy("Tell an administrator: “verify” lists what is missing."),
                )
            )
        return path.open("rb")

    def remove(self, sha256: str) -> None:
        with explained(self.root):
            self._path(sha256).unlink(missing_ok=True)

    def names(self) -> Iterator[str]:
        for path in sorted(self.root.glob("??/*")):
            if _HASH.fullmatch(path.name):
                yield path.name

    def _path(self, sha256: str) -> Path:
        assert _HASH.fullmatch(sha256), "files are named by their hashes alone"
        return self.root / sha256[:2] / sha256


def storage_of(settings: Settings, database: Path) -> Storage:
    """Where the files of one of the databases lie."""
    return Folder(settings.evidence_of(database))


def _is_whole(path: Path, sha256: str) -> bool:
    """Whether the content is what its name says; a damaged one is mended by who brings it again."""
    with path.open("rb") as file:
        return hash_of(file) == sha256


def _sync(folder: Path) -> None:
    """Bring a new name to the disk, where the system lets a folder be opened."""
    if os.name != "posix":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def hash_of(file: BinaryIO) -> str:
    """SHA-256 of a file's content, read in pieces."""
    found = hashlib.sha256()
    while piece := file.read(_PIECE):
        found.update(piece)
    return found.hexdigest()
