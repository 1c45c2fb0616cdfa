"""Files of evidence carried from one storage to another, each hashed on its way."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from green.errors import NotFound, Problem, StoreFailed
from green.evidence.storage import Storage, hash_of
from green.store.failures import explained
from green.texts import lazy

Tell = Callable[[float], None]
_MB = 1_000_000


def carry(names: Iterable[str], source: Storage, to: Storage, tell: Tell) -> tuple[str, ...]:
    """Copy files; returns the hashes of those that are missing in the source, or altered."""
    wanted, lacking = list(names), []
    for number, sha256 in enumerate(wanted, 1):
        try:
            with source.open(sha256) as file:
                content = file.read()
        except (NotFound, OSError):
            lacking.append(sha256)
        else:
            if hashlib.sha256(content).hexdigest() == sha256:
                to.keep(content)
            else:
                lacking.append(sha256)
        tell(number / len(wanted))
    return tuple(lacking)


def unsound(names: Iterable[str], storage: Storage, tell: Tell) -> tuple[str, ...]:
    """Hash files again; returns the hashes of those that are missing or altered."""
    wanted, found = list(names), []
    for number, sha256 in enumerate(wanted, 1):
        try:
            with storage.open(sha256) as file:
                if hash_of(file) != sha256:
                    found.append(sha256)
        except (NotFound, OSError):
            found.append(sha256)
        tell(number / len(wanted))
    return tuple(found)


def need_room(folder: Path, wanted: int) -> None:
    """Raises `StoreFailed` if the disk of a folder has not this many bytes left."""
    with explained(folder):
        free = shutil.disk_usage(folder).free
    if free < wanted:
        raise StoreFailed(
            Problem(
                lazy(
                    "There is not enough room: {wanted} MB are needed, {free} MB are free.",
                    wanted=-(-wanted // _MB),
                    free=free // _MB,
                ),
                str(folder),
                lazy("Free some space, or name a folder on another disk."),
            )
        )


def part(tell: Tell, begin: float, end: float) -> Tell:
    """Report the progress of a part of the work as a part of the whole."""
    return lambda share: tell(begin + (end - begin) * share)
