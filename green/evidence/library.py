"""One library per community: what it has, what of it is used where, and taking a piece out."""

from __future__ import annotations

from collections import defaultdict

from green.assessment import evidence_records
from green.assessment.attaching import need_piece, take_off
from green.assessment.enrolment import need_same
from green.assessment.model import Case
from green.evidence import file_records, library_records
from green.evidence.model import Piece
from green.evidence.storage import CHANGING, Storage
from green.people.guard import acting
from green.people.model import Action, Actor
from green.store import Query, Store


def read_library(query: Query, case: Case) -> list[Piece]:
    """All pieces that were not taken out, the latest first."""
    now: dict[int, list[str]] = defaultdict(list)
    earlier: dict[int, list[str]] = defaultdict(list)
    for evidence, cycle, item in library_records.uses(query, case):
        (now if cycle == case.cycle.id else earlier)[evidence].append(item)
    cited = library_records.cited_files(query, case.community.id)
    return [
        Piece(
            found,
            recorded_at,
            tuple(now[found.id]),
            tuple(dict.fromkeys(earlier[found.id])),
            newer,
            found.id in cited,
        )
        for found, recorded_at, newer in library_records.pieces(query, case.community.id)
    ]


def take_out(store: Store, files: Storage, case: Case, evidence_id: int, actor: Actor) -> None:
    """Take a piece out of the library and off the items that are open.

    What was handed in keeps it: then its file stays where it is. Otherwise the file is removed,
    unless another piece has the same content. Raises `NotFound` for what is not in the library.
    """
    place = case.community.code
    with CHANGING:
        with acting(store, actor, Action.ANSWER, place, "take_out", evidence=evidence_id) as query:
            need_same(query, case)
            piece = need_piece(query, case, evidence_id)
            take_off(query, case, evidence_id, actor)
            cited = library_records.cited_files(query, case.community.id)
            is_erased = piece.file is not None and evidence_id not in cited
            evidence_records.add_end(query, evidence_id, actor, is_erased=is_erased)
        # After the rows are stored: a file too many is found by `verify`, one too few is lost.
        if is_erased and piece.file is not None:
            forget(store, files, piece.file.sha256)


def forget(store: Store, storage: Storage, sha256: str) -> None:
    """Remove a content that no piece has any more; one that some piece has stays."""
    with CHANGING:
        with store.read() as query:
            is_noted = file_records.is_noted(query, sha256)
        if not is_noted:
            storage.remove(sha256)
