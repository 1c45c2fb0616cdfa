"""A file on its way to the library: announced, sent in pieces, looked at, kept, attached."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from green import clock
from green.assessment.answering import item_of
from green.assessment.attaching import (
    NewEvidence,
    attach_evidence,
    check_new,
    need_piece,
    need_place,
    need_room,
)
from green.assessment.model import Case, EvidenceFile, open_case
from green.assessment.programmes import programme_here
from green.errors import GreenError, Problem, Refused, StoreFailed
from green.evidence import content, file_records, names
from green.evidence.library import forget
from green.evidence.spool import Arrival, OutOfStep, Spool
from green.evidence.storage import CHANGING, Folder, Storage
from green.people.guard import looking
from green.people.model import Action, Actor
from green.registry.records import community_by_code
from green.standard.validator import read_line
from green.store import Query, Store
from green.texts import _, lazy

MOST_BYTES = 20 * 1024 * 1024
# Always the same thread decodes: what it frees, it takes again. Each of many would keep some.
_LOOKING = ThreadPoolExecutor(1, "evidence")


@dataclass(frozen=True)
class Files:
    """The files of one database: those that are kept, and those that arrive."""

    storage: Storage
    spool: Spool

    @classmethod
    def of(cls, folder: Path) -> Files:
        """`folder` is what `Settings.evidence_of` says."""
        return cls(Folder(folder), Spool(folder / "arriving"))


class TooLarge(Refused):
    """A file of more bytes than are taken."""


def begin(store: Store, files: Files, arrival: Arrival) -> str:
    """Announce a file; returns the arrival's id.

    All that can be refused without its content is refused here, before anybody sends 20 MB in
    vain. Raises as `attach_evidence`, `TooLarge`, and as `Spool.begin`.
    """
    actor = _actor(arrival)
    if arrival.size > MOST_BYTES:
        raise TooLarge(
            Problem(
                lazy("The file is larger than {n} MB.", n=MOST_BYTES // 1024**2),
                arrival.name[: names.MOST_CHARACTERS],
                lazy("Send the pages that prove it, or pictures of them."),
            )
        )
    if arrival.size < 1:
        raise Refused(content.empty())
    new = _new(arrival, EvidenceFile("", "pdf", arrival.name, arrival.size))
    check_new(new)
    if actor.on_behalf_of is not None:
        read_line(actor.on_behalf_of, lazy("On behalf of"))
    with looking(store, actor, Action.ANSWER, arrival.community) as query:
        case = _case(query, arrival)
        item = item_of(case, arrival.item) if arrival.item is not None else None
        need_place(query, case, item)
        need_room(query, case, arrival.size)
        if arrival.replaces is not None:
            need_piece(query, case, arrival.replaces)
    return files.spool.begin(arrival)


def finish(store: Store, files: Files, upload: str, person: str) -> int:
    """Look at what has come, keep it and attach it; returns the evidence's id.

    Asked again after it succeeded it says the same. Killed at any point it can be asked again.
    Raises `OutOfStep` if bytes are missing; `Refused` for a content that is not taken, and as
    `attach_evidence`: the arrival is forgotten then. After `StoreFailed` it waits for another try.
    """
    with CHANGING:
        with store.read() as query:
            known = file_records.arrived(query, upload)
        if known is not None and known.person == person:
            # The answer was lost on its way, or this process ended before it could be given.
            files.spool.remove(upload)
            return known.evidence
        arrival = files.spool.find(upload, person)
        here = files.spool.offset(upload)
        if here != arrival.size:
            raise OutOfStep(here)
        try:
            found = _LOOKING.submit(content.read, files.spool.path(upload)).result()
            with _kept(store, files.storage, found.data) as sha256:
                name = names.clean(arrival.name, found.kind)
                file = EvidenceFile(sha256, found.kind, name, len(found.data))
                identity = _attach(store, upload, arrival, file)
        except StoreFailed:
            raise
        except GreenError:
            files.spool.remove(upload)
            raise
        files.spool.remove(upload)
        return identity


def cancel(files: Files, upload: str, person: str) -> None:
    """Forget somebody's own arrival, unless it is just being looked at; raises `NotFound`."""
    with CHANGING:
        files.spool.find(upload, person)
        files.spool.remove(upload)


@contextmanager
def _kept(store: Store, storage: Storage, data: bytes) -> Iterator[str]:
    """Keep a content for what is done inside; if that fails and nobody else has it, it goes."""
    sha256 = storage.keep(data)
    try:
        yield sha256
    except GreenError:
        forget(store, storage, sha256)
        raise


def _attach(store: Store, upload: str, arrival: Arrival, file: EvidenceFile) -> int:
    actor = _actor(arrival)
    with looking(store, actor, Action.ANSWER, arrival.community) as query:
        case = _case(query, arrival)
    new = _new(arrival, file, upload)
    return attach_evidence(store, case, arrival.item, new, actor).id


def _case(query: Query, arrival: Arrival) -> Case:
    day = clock.today()
    return open_case(programme_here(query), community_by_code(query, arrival.community, day), day)


def _actor(arrival: Arrival) -> Actor:
    return Actor(arrival.person, arrival.on_behalf_of)


def _new(arrival: Arrival, file: EvidenceFile, upload: str = "") -> NewEvidence:
    day = clock.read_date(arrival.true_as_of, _("True as of"))
    return NewEvidence(
        arrival.what, day, arrival.kept_at, file=file, upload=upload, replaces=arrival.replaces
    )
