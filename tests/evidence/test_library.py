"""One library per community: a piece is brought once, used often, renewed, and taken out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from pathlib import Path

import pytest

from green.assessment import evidence_records
from green.assessment.attaching import (
    MOST_FILES,
    NewEvidence,
    attach_evidence,
    detach_evidence,
    use_for,
)
from green.assessment.carry_over import all_still_true, last_time
from green.assessment.enrolment import enrol
from green.assessment.model import Case, Evidence, EvidenceFile
from green.assessment.submission import hand_in, recall
from green.errors import NotFound, NotPossible, Refused
from green.evidence.library import read_library, take_out
from green.evidence.model import (
    ANNOUNCED_DAYS,
    Piece,
    last_good_day,
    soon_too_old,
    suggested,
)
from green.evidence.storage import Folder
from green.people.guard import NotAllowed
from green.people.model import Actor
from green.review.snapshot import read_snapshot
from green.standard import loader
from green.standard.model import Item
from green.store import Store
from tests.assessment.enrolled import case
from tests.database import (
    GREEN,
    JIEFANGQIAO,
    LISHANLU,
    LOCAL,
    Days,
    answer_all,
    case_of,
    morning,
    rows,
)

__all__ = ["case"]

PAPER = NewEvidence("共建单位名单", date(2022, 9, 1), "office")
_arrival = count(1)


@pytest.fixture
def files(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "files")


def with_file(files: Folder, content: bytes = b"a picture", **more: object) -> NewEvidence:
    """A piece whose file has been checked and kept."""
    file = EvidenceFile(files.keep(content), "jpeg", "garden.jpg", len(content))
    upload = f"arrival-{next(_arrival)}"
    return NewEvidence("Photo", date(2022, 9, 1), file=file, upload=upload, **more)  # type: ignore[arg-type]


def library(store: Store, case: Case) -> list[Piece]:
    with store.read() as query:
        return read_library(query, case)


def at_items(store: Store, case: Case) -> list[tuple[int, str]]:
    with store.read() as query:
        return [(one.id, one.item) for one in evidence_records.evidence(query, case)]


def test_a_file_needs_no_place_where_it_is_kept_and_a_reference_does(
    store: Store, case: Case, files: Folder
) -> None:
    new = with_file(files)
    found = attach_evidence(store, case, "noise", new, LOCAL)
    assert (found.file, found.kept_at) == (new.file, "")
    with store.read() as query:
        assert evidence_records.evidence(query, case) == [found]
    with pytest.raises(Refused):
        attach_evidence(store, case, "noise", NewEvidence("Photo", date(2022, 9, 1)), LOCAL)


def test_asking_twice_for_the_end_of_an_arrival_attaches_once(
    store: Store, case: Case, files: Folder
) -> None:
    new = with_file(files)
    first = attach_evidence(store, case, "noise", new, LOCAL)
    assert attach_evidence(store, case, "noise", new, LOCAL) == first
    assert rows(store, "select count(*) from evidence") == [(1,)]


def test_one_piece_serves_several_items_and_is_one_in_the_library(
    store: Store, case: Case, files: Folder
) -> None:
    found = attach_evidence(store, case, "noise", with_file(files), LOCAL)
    use_for(store, case, found.id, "1", LOCAL)
    use_for(store, case, found.id, "1", LOCAL)
    (piece,) = library(store, case)
    assert set(piece.items) == {"noise", "co-creation"}
    assert rows(store, "select count(*) from evidence_link_event") == [(2,)]


def test_what_was_taken_off_its_item_is_in_the_library_still(store: Store, case: Case) -> None:
    found = attach_evidence(store, case, "noise", PAPER, LOCAL)
    detach_evidence(store, case, found, LOCAL)
    (piece,) = library(store, case)
    assert (piece.id, piece.items) == (found.id, ())


def test_a_newer_piece_takes_the_place_of_the_older_at_its_items_and_keeps_it(
    store: Store, case: Case, files: Folder
) -> None:
    older = attach_evidence(store, case, "noise", PAPER, LOCAL)
    use_for(store, case, older.id, "1", LOCAL)
    newer = attach_evidence(store, case, None, with_file(files, replaces=older.id), LOCAL)
    assert at_items(store, case) == [(newer.id, "co-creation"), (newer.id, "noise")]
    assert [(one.id, one.newer) for one in library(store, case)] == [
        (newer.id, None),
        (older.id, newer.id),
    ]
    with pytest.raises(NotPossible):
        attach_evidence(store, case, None, with_file(files, replaces=older.id), LOCAL)


def test_a_piece_of_another_community_is_neither_used_nor_replaced_nor_taken_out(
    store: Store, case: Case, files: Folder
) -> None:
    found = attach_evidence(store, case, "noise", with_file(files), LOCAL)
    other = case_of(store, LISHANLU)
    enrol(store, other, LOCAL)
    with pytest.raises(NotFound):
        use_for(store, other, found.id, "noise", LOCAL)
    with pytest.raises(NotFound):
        attach_evidence(store, other, "1", with_file(files, replaces=found.id), LOCAL)
    with pytest.raises(NotFound):
        take_out(store, files, other, found.id, LOCAL)
    assert library(store, other) == []
    assert [one.id for one in library(store, case)] == [found.id]


def test_what_nothing_handed_in_cites_is_taken_out_with_its_file(
    store: Store, case: Case, files: Folder
) -> None:
    found = attach_evidence(store, case, "noise", with_file(files), LOCAL)
    take_out(store, files, case, found.id, LOCAL)
    assert library(store, case) == []
    assert at_items(store, case) == []
    assert list(files.names()) == []
    with pytest.raises(NotFound):
        take_out(store, files, case, found.id, LOCAL)


def test_a_file_that_another_piece_has_too_stays(store: Store, case: Case, files: Folder) -> None:
    found = attach_evidence(store, case, "noise", with_file(files), LOCAL)
    other = case_of(store, LISHANLU)
    enrol(store, other, LOCAL)
    theirs = attach_evidence(store, other, "noise", with_file(files), LOCAL)
    assert theirs.file is not None
    take_out(store, files, case, found.id, LOCAL)
    assert list(files.names()) == [theirs.file.sha256]
    take_out(store, files, other, theirs.id, LOCAL)
    assert list(files.names()) == []


def test_taking_out_keeps_what_was_handed_in_also_when_that_was_recalled(
    store: Store, case: Case, files: Folder
) -> None:
    found = attach_evidence(store, case, "noise", with_file(files), LOCAL)
    answer_all(store, case)
    handed_in = hand_in(store, case, LOCAL)
    recall(store, case, handed_in.id, LOCAL)
    take_out(store, files, case, found.id, LOCAL)
    assert library(store, case) == []
    assert at_items(store, case) == []
    with store.read() as query:
        (proof,) = read_snapshot(query, handed_in).evidence["noise"]
    assert (proof.evidence, proof.file) == (found.id, found.file)
    assert list(files.names()) == [found.file.sha256 if found.file else ""]


def test_handed_in_its_evidence_cannot_be_changed_by_taking_it_out(
    store: Store, case: Case, files: Folder
) -> None:
    found = attach_evidence(store, case, "noise", with_file(files), LOCAL)
    answer_all(store, case)
    hand_in(store, case, LOCAL)
    take_out(store, files, case, found.id, LOCAL)
    assert at_items(store, case) == [(found.id, "noise")]
    with pytest.raises(NotPossible):
        use_for(store, case, found.id, "1", LOCAL)


def test_a_snapshot_names_a_file_by_its_hash_and_a_reference_as_before(
    store: Store, case: Case, files: Folder
) -> None:
    found = attach_evidence(store, case, "noise", with_file(files), LOCAL)
    attach_evidence(store, case, "noise", PAPER, LOCAL)
    answer_all(store, case)
    handed_in = hand_in(store, case, LOCAL)
    with store.read() as query:
        photo, paper = read_snapshot(query, handed_in).evidence["noise"]
    assert photo.file == found.file
    assert (paper.file, paper.evidence, paper.kept_at) == (None, None, "office")
    assert handed_in.snapshot.count('"file"') == 1


def test_a_library_has_room_for_so_many_files_and_says_when_it_is_full(
    store: Store, case: Case, files: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("green.assessment.attaching.MOST_FILES", 2)
    assert MOST_FILES == 400
    for content in (b"one", b"two"):
        attach_evidence(store, case, "noise", with_file(files, content), LOCAL)
    with pytest.raises(Refused) as refused:
        attach_evidence(store, case, "noise", with_file(files, b"three"), LOCAL)
    assert "2" in str(refused.value)
    # A reference takes no room.
    attach_evidence(store, case, "noise", PAPER, LOCAL)
    first = library(store, case)[-1]
    take_out(store, files, case, first.id, LOCAL)
    attach_evidence(store, case, "noise", with_file(files, b"three"), LOCAL)


def test_who_only_looks_changes_nothing_in_the_library(
    store: Store, case: Case, files: Folder
) -> None:
    found = attach_evidence(store, case, "noise", with_file(files), LOCAL)
    nobody = Actor("nobody")
    with pytest.raises(NotAllowed):
        take_out(store, files, case, found.id, nobody)
    with pytest.raises(NotAllowed):
        use_for(store, case, found.id, "1", nobody)
    assert [one.id for one in library(store, case)] == [found.id]
    assert list(files.names()) != []


STANDARD = loader.standard(GREEN)


def item(ref: str) -> Item:
    found = STANDARD.item(ref)
    assert found is not None
    return found


def piece(what: str, true_as_of: date, *items: str, newer: int | None = None) -> Piece:
    evidence = Evidence(next(_arrival), "", what, true_as_of, "office", "local")
    return Piece(evidence, morning(true_as_of), items, newer=newer)


def test_growing_old_is_announced_sixty_days_before_and_not_a_day_sooner() -> None:
    # Item 1: good for twelve months.
    kind, brought = item("1").evidence[0].what.zh, date(2023, 3, 10)
    one = piece(kind, brought, item("1").id)
    last = last_good_day(STANDARD, one)
    assert last == date(2024, 3, 10)
    assert soon_too_old(STANDARD, [one], last - timedelta(days=ANNOUNCED_DAYS)) == []
    assert soon_too_old(STANDARD, [one], last - timedelta(days=ANNOUNCED_DAYS - 1)) == [one]
    assert soon_too_old(STANDARD, [one], last + timedelta(days=400)) == [one]


def test_what_is_at_no_item_or_was_renewed_is_not_announced() -> None:
    kind, brought = item("1").evidence[0].what.zh, date(2020, 3, 10)
    unused = piece(kind, brought)
    renewed = piece(kind, brought, item("1").id, newer=7)
    assert soon_too_old(STANDARD, [unused, renewed], date(2024, 3, 1)) == []


def test_the_library_offers_for_an_item_what_its_own_list_names_and_is_still_good() -> None:
    kinds, day = [one.what.zh for one in item("1").evidence], date(2024, 3, 1)
    fitting = piece(kinds[0], date(2024, 1, 1), "noise")
    stale = piece(kinds[0], date(2022, 1, 1))
    there = piece(kinds[1], date(2024, 1, 1), item("1").id)
    foreign = piece("噪声投诉记录", date(2024, 1, 1))
    renewed = piece(kinds[1], date(2024, 1, 1), newer=3)
    pieces = [fitting, stale, there, foreign, renewed]
    assert suggested(item("1"), pieces, day) == [fitting]


@pytest.fixture
def second_year(store: Store, days: Days, files: Folder) -> tuple[Case, Evidence]:
    """A community that handed in with a photo in one cycle, in the cycle after it."""
    days.go_to(date(2021, 6, 1))
    before = case_of(store, JIEFANGQIAO)
    enrol(store, before, LOCAL)
    new = replace(with_file(files), true_as_of=date(2021, 5, 1), what="Photo of the yard")
    found = attach_evidence(store, before, "3", new, LOCAL)
    answer_all(store, before)
    hand_in(store, before, LOCAL)
    days.go_to(date(2022, 3, 1))
    return case_of(store, JIEFANGQIAO), found


def carried(store: Store, case: Case) -> list[int]:
    with store.read() as query:
        last = last_time(query, case)
    assert last is not None
    all_still_true(store, case, last.submission, case.standard.items, LOCAL)
    return [one for one, _item in at_items(store, case)]


def test_a_piece_serves_the_next_year_too(store: Store, second_year: tuple[Case, Evidence]) -> None:
    case, photo = second_year
    assert carried(store, case) == [photo.id]
    (found,) = library(store, case)
    assert found.items == found.earlier != ()
    assert found.is_cited


def test_the_next_year_takes_the_newer_piece_and_leaves_the_one_replaced(
    store: Store, second_year: tuple[Case, Evidence], files: Folder
) -> None:
    case, photo = second_year
    newer = attach_evidence(
        store,
        case,
        None,
        replace(with_file(files, b"a newer one", replaces=photo.id), true_as_of=date(2022, 2, 1)),
        LOCAL,
    )
    assert carried(store, case) == [newer.id]


def test_the_next_year_does_not_bring_back_what_was_taken_out(
    store: Store, second_year: tuple[Case, Evidence], files: Folder
) -> None:
    case, photo = second_year
    take_out(store, files, case, photo.id, LOCAL)
    assert carried(store, case) == []
    # What was handed in with it has it still.
    assert list(files.names()) == [photo.file.sha256 if photo.file else ""]


def test_a_reference_says_who_has_the_paper_also_in_what_is_handed_in(
    store: Store, case: Case
) -> None:
    attach_evidence(store, case, "noise", replace(PAPER, kept_by="王红"), LOCAL)
    attach_evidence(store, case, "1", PAPER, LOCAL)
    answer_all(store, case)
    handed_in = hand_in(store, case, LOCAL)
    with store.read() as query:
        evidence = read_snapshot(query, handed_in).evidence
    assert [one.kept_by for one in evidence["noise"]] == ["王红"]
    assert [one.kept_by for one in evidence["co-creation"]] == [""]
    assert handed_in.snapshot.count("kept_by") == 1
