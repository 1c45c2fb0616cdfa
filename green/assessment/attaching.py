"""Evidence at the items: attached, used again, replaced, taken off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from green import clock
from green.assessment import evidence_records, submission_records
from green.assessment.answering import item_of, need_open
from green.assessment.enrolment import need_participation, need_same
from green.assessment.model import Case, Evidence, EvidenceFile, is_closed, returned
from green.errors import NotFound, NotPossible, Problem, Refused
from green.people.guard import acting
from green.people.model import Action, Actor
from green.standard.model import Item
from green.standard.validator import read_line
from green.store import Query, Store
from green.texts import lazy

# What one community may keep: some hundred pictures of half a megabyte, for years of them.
MOST_FILES = 400
MOST_BYTES = 200 * 1024 * 1024


@dataclass(frozen=True)
class NewEvidence:
    """A piece as a form gives it. `replaces` is the older piece that it stands in for."""

    what: str
    true_as_of: date
    kept_at: str = ""
    kept_by: str = ""
    file: EvidenceFile | None = None
    # What the file's arrival is called; asking twice for its end attaches once.
    upload: str = ""
    replaces: int | None = None


def attach_evidence(
    store: Store, case: Case, item_key: str | None, new: NewEvidence, actor: Actor
) -> Evidence:
    """Store a piece in the community's library and attach it to an item.

    A replacement comes to the items where the older piece is now, and may name no item itself.
    Raises `Refused` for blanks, dates in the future, and a full library; `NotPossible` where the
    item is closed; `NotFound`.
    """
    item = item_of(case, item_key) if item_key is not None else None
    what, kept_at, kept_by = check_new(new)
    day, place = clock.today(), case.community.code
    ref = {"item": item.ref} if item else {}
    with acting(store, actor, Action.ANSWER, place, "attach", **ref) as query:
        if new.upload and (known := evidence_records.uploaded(query, new.upload)) is not None:
            return _known(query, case, known)
        need_place(query, case, item)
        if new.file is not None:
            need_room(query, case, new.file.bytes)
        at = query.at
        identity = evidence_records.add_evidence(
            query, case, what, new.true_as_of, kept_at, kept_by, at, actor
        )
        if new.file is not None:
            evidence_records.add_file(query, case, identity, new.file, new.upload, actor)
        items = [item.id] if item else []
        if new.replaces is not None:
            items += _replace(query, case, identity, new.replaces, actor)
        for one in dict.fromkeys(items):
            evidence_records.add_evidence_link(query, case, identity, one, "attach", day, at, actor)
    found = Evidence(identity, "", what, new.true_as_of, kept_at, actor.person, new.file, kept_by)
    return replace(found, item=items[0] if items else "")


def need_place(query: Query, case: Case, item: Item | None) -> None:
    """Raises unless a piece can come to the item now, or to the library alone."""
    if item is not None:
        need_open(query, case, item)
    else:
        need_same(query, case)
        need_participation(query, case, clock.today())


def check_new(new: NewEvidence) -> tuple[str, str, str]:
    """What it is, where it is kept and who has it, read; raises `Refused`.

    A file says itself where it is; a reference has to be found again.
    """
    what = read_line(new.what, lazy("What it is"))
    kept_at = new.kept_at
    if new.file is None or kept_at:
        kept_at = read_line(kept_at, lazy("Where it is kept"))
    if new.true_as_of > clock.today():
        raise Refused(
            Problem(
                lazy("The date lies in the future."),
                lazy("True as of"),
                lazy("Choose the day on the paper, today at the latest."),
            )
        )
    kept_by = read_line(new.kept_by, lazy("Who has it")) if new.kept_by else ""
    return what, kept_at, kept_by


def need_room(query: Query, case: Case, size: int) -> None:
    """Raises `Refused` if one more file of so many bytes is more than a community may keep."""
    files, kept = evidence_records.filled(query, case.community.id)
    mend = lazy("Take out of the library what is no longer needed, then do it again.")
    if files >= MOST_FILES:
        what = lazy("The library is full: it holds {n} files at most.", n=MOST_FILES)
        raise Refused(Problem(what, mend=mend))
    if kept + size > MOST_BYTES:
        megabytes = MOST_BYTES // 1024**2
        what = lazy("The library is full: it holds {n} MB of files at most.", n=megabytes)
        raise Refused(Problem(what, mend=mend))


def use_for(store: Store, case: Case, evidence_id: int, item_key: str, actor: Actor) -> None:
    """Attach a piece of the library to one more item; attached there already, it stays so."""
    item, place = item_of(case, item_key), case.community.code
    with acting(store, actor, Action.ANSWER, place, "attach", item=item.ref) as query:
        need_open(query, case, item)
        piece = need_piece(query, case, evidence_id)
        link(query, case, [replace(piece, item=item.id)], actor)


def link(query: Query, case: Case, pieces: Sequence[Evidence], actor: Actor) -> None:
    """Attach pieces to the items they name; what is attached there already stays so."""
    linked = {(one.id, one.item) for one in evidence_records.evidence(query, case)}
    for one in pieces:
        if (one.id, one.item) not in linked:
            evidence_records.add_evidence_link(
                query, case, one.id, one.item, "attach", clock.today(), query.at, actor
            )


def detach_evidence(store: Store, case: Case, evidence: Evidence, actor: Actor) -> None:
    """Take a piece off its item; it stays in the library, and what was handed in keeps it."""
    day = clock.today()
    place = case.community.code
    with acting(store, actor, Action.ANSWER, place, "detach", evidence=evidence.id) as query:
        at = query.at
        need_open(query, case, item_of(case, evidence.item))
        if evidence not in evidence_records.evidence(query, case):
            raise NotPossible(
                Problem(
                    lazy("This evidence was taken off already."),
                    mend=lazy("Load the page again."),
                )
            )
        evidence_records.add_evidence_link(
            query, case, evidence.id, evidence.item, "detach", day, at, actor
        )


def need_piece(query: Query, case: Case, evidence_id: int) -> Evidence:
    """A piece of the community's library; raises `NotFound`."""
    found = evidence_records.piece(query, case.community.id, evidence_id)
    if found is None:
        raise NotFound(
            Problem(
                lazy("This evidence is not in the library of the community any more."),
                mend=lazy("Load the page again."),
            )
        )
    return found


def open_uses(query: Query, case: Case, evidence_id: int) -> list[str]:
    """The items a piece is attached to now and that can still be changed."""
    found = submission_records.submissions(query, case.programme.id, case.community.id)
    if is_closed(found, case.cycle):
        return []
    back = returned(found, case.cycle)
    linked = [one.item for one in evidence_records.evidence(query, case) if one.id == evidence_id]
    return [item for item in linked if back is None or item in back.returned]


def take_off(query: Query, case: Case, evidence_id: int, actor: Actor) -> list[str]:
    """Take a piece off every item that is open; returns their ids."""
    items = open_uses(query, case, evidence_id)
    for item in items:
        evidence_records.add_evidence_link(
            query, case, evidence_id, item, "detach", clock.today(), query.at, actor
        )
    return items


def standing_in(query: Query, case: Case, evidence: Sequence[Evidence]) -> list[Evidence]:
    """What of earlier evidence is in the library still, the newest where it was replaced since."""
    newer = evidence_records.replacements(query, case.community.id)
    out = evidence_records.taken_out(query, case.community.id)
    found: dict[tuple[int, str], Evidence] = {}
    for one in evidence:
        identity = one.id
        while identity in newer and newer[identity] not in out:
            identity = newer[identity]
        piece = one
        if identity != one.id:
            known = evidence_records.piece(query, case.community.id, identity)
            assert known is not None, "what was not taken out is in the library"
            piece = replace(known, item=one.item)
        if identity not in out:
            found[identity, one.item] = piece
    return list(found.values())


def _replace(query: Query, case: Case, identity: int, older: int, actor: Actor) -> list[str]:
    need_piece(query, case, older)
    if older in evidence_records.replacements(query, case.community.id):
        raise NotPossible(
            Problem(
                lazy("This evidence was replaced by a newer one already."),
                mend=lazy("Load the page again."),
            )
        )
    evidence_records.add_replacement(query, identity, older, actor)
    return take_off(query, case, older, actor)


def _known(query: Query, case: Case, evidence_id: int) -> Evidence:
    linked = [one for one in evidence_records.evidence(query, case) if one.id == evidence_id]
    return linked[0] if linked else need_piece(query, case, evidence_id)
