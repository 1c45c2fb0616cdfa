"""Whether all files are where their rows say, as they were when they came."""

from __future__ import annotations

from dataclasses import dataclass

from green.errors import NotFound
from green.evidence import file_records
from green.evidence.storage import Storage, hash_of
from green.store import Query


@dataclass(frozen=True)
class Verified:
    """`files` are the contents found as they were; `missing` and `altered` the ids of evidence
    whose content is not; `orphans` the names of contents that no evidence has."""

    files: int
    missing: tuple[int, ...]
    altered: tuple[int, ...]
    orphans: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Orphans harm nobody: they are what a crash or a removal left behind."""
        return not self.missing and not self.altered


def verify(query: Query, storage: Storage) -> Verified:
    """Hash every content again. What was erased is not expected; what arrives is not looked at."""
    wanted: dict[str, list[int]] = {}
    for noted in file_records.all_noted(query):
        if not noted.is_erased:
            wanted.setdefault(noted.file.sha256, []).append(noted.evidence)
    missing: list[int] = []
    altered: list[int] = []
    for sha256, evidence in wanted.items():
        try:
            with storage.open(sha256) as file:
                if hash_of(file) != sha256:
                    altered += evidence
        except NotFound:
            missing += evidence
    orphans = tuple(name for name in storage.names() if name not in wanted)
    whole = sum(1 for evidence in wanted.values() if not {*evidence} & {*missing, *altered})
    return Verified(whole, tuple(sorted(missing)), tuple(sorted(altered)), orphans)
