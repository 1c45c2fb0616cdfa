"""Files are kept by their hashes, and what is missing, altered or left over is found."""

from __future__ import annotations

import hashlib
import json
from contextlib import closing
from pathlib import Path

import pytest

from green.assessment import attaching
from green.assessment.enrolment import enrol
from green.assessment.submission import hand_in
from green.errors import NotFound, NotPossible, StoreFailed
from green.evidence import uploading, verifying
from green.evidence.library import forget
from green.evidence.spool import Arrival, OutOfStep
from green.evidence.storage import Folder
from green.evidence.uploading import Files
from green.store import Store
from tests.database import JIEFANGQIAO, LOCAL, answer_all, case_of, green, rows
from tests.evidence.samples import PDF, picture

OTHER = PDF.replace(b"1.4", b"1.7")


@pytest.fixture
def files(store: Store, database: Path) -> Files:
    """The community takes part; its files lie where the commands look for them."""
    enrol(store, case_of(store, JIEFANGQIAO), LOCAL)
    return Files.of(database.parent / "green-evidence")


def announce(store: Store, files: Files, data: bytes, item: str | None = "noise") -> str:
    """Everything of a file has come."""
    arrival = Arrival("local", JIEFANGQIAO, item, "Minutes", "2024-02-01", "", "x.pdf", len(data))
    upload = uploading.begin(store, files, arrival)
    files.spool.append(upload, 0, data)
    return upload


def send(store: Store, files: Files, data: bytes, item: str | None = "noise") -> int:
    return uploading.finish(store, files, announce(store, files, data, item), "local")


def verify(store: Store, files: Files) -> verifying.Verified:
    with store.read() as query:
        return verifying.verify(query, files.storage)


def test_a_content_is_kept_once_under_its_hash_and_can_be_removed(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    sha256 = hashlib.sha256(PDF).hexdigest()
    assert folder.keep(PDF) == folder.keep(PDF) == sha256
    assert list(folder.names()) == [sha256]
    with folder.open(sha256) as file:
        assert file.read() == PDF
    folder.remove(sha256)
    folder.remove(sha256)
    assert list(folder.names()) == []
    with pytest.raises(NotFound):
        folder.open(sha256)


def test_half_a_file_is_never_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(StoreFailed, match="disk is full"):
        Folder(tmp_path).keep(PDF)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_who_brings_a_damaged_content_again_mends_it(store: Store, files: Files) -> None:
    send(store, files, PDF)
    (sha256,) = files.storage.names()
    path = files.storage._path(sha256)
    path.write_bytes(b"rotten")
    assert verify(store, files).altered
    send(store, files, PDF)
    assert verify(store, files) == verifying.Verified(1, (), (), ())


def test_a_crash_at_any_point_leaves_nothing_half_and_the_next_try_completes(
    store: Store, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Crash(BaseException):
        """The process ends here."""

    def crash(*_given: object) -> None:
        raise Crash

    upload = announce(store, files, PDF)
    for place, name in (
        (uploading, "attach_evidence"),
        (attaching.evidence_records, "add_file"),
        (files.spool, "remove"),
    ):
        with monkeypatch.context() as patched:
            patched.setattr(type(place) if place is files.spool else place, name, crash)
            with pytest.raises(Crash):
                uploading.finish(store, files, upload, "local")
        noted = rows(store, "select count(*) from evidence_file")[0][0]
        assert noted == rows(store, "select count(*) from evidence")[0][0]
    evidence = uploading.finish(store, files, upload, "local")
    assert rows(store, "select evidence from evidence_file") == [(evidence,)]
    assert verify(store, files) == verifying.Verified(1, (), (), ())
    assert not list(files.spool.path(upload).parent.iterdir())


def test_a_full_disk_keeps_what_has_come_for_another_try(
    store: Store, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = announce(store, files, PDF)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", full)
        with pytest.raises(StoreFailed):
            uploading.finish(store, files, upload, "local")
    assert rows(store, "select count(*) from evidence") == [(0,)]
    assert uploading.finish(store, files, upload, "local")


def test_what_was_handed_in_meanwhile_takes_no_file_and_keeps_none(
    store: Store, files: Files
) -> None:
    upload = announce(store, files, PDF)
    case = case_of(store, JIEFANGQIAO)
    answer_all(store, case)
    hand_in(store, case, LOCAL)
    with pytest.raises(NotPossible):
        uploading.finish(store, files, upload, "local")
    assert list(files.storage.names()) == []
    with pytest.raises(NotFound):
        uploading.finish(store, files, upload, "local")


def test_missing_bytes_are_asked_for(store: Store, files: Files) -> None:
    arrival = Arrival("local", JIEFANGQIAO, None, "Minutes", "2024-02-01", "", "x.pdf", len(PDF))
    upload = uploading.begin(store, files, arrival)
    files.spool.append(upload, 0, PDF[:10])
    with pytest.raises(OutOfStep) as out:
        uploading.finish(store, files, upload, "local")
    assert out.value.offset == 10
    files.spool.append(upload, 10, PDF[10:])
    assert uploading.finish(store, files, upload, "local")


def test_a_content_that_two_pieces_share_goes_with_the_last_of_them(
    store: Store, files: Files
) -> None:
    first, second = send(store, files, PDF), send(store, files, PDF)
    (sha256,) = files.storage.names()

    def erase(evidence: int) -> None:
        with store.write() as query:
            query.run(
                "insert into evidence_end values ($evidence, true, $at, 'local')",
                evidence=evidence,
                at=query.at,
            )
        forget(store, files.storage, sha256)

    erase(first)
    assert list(files.storage.names()) == [sha256]
    assert verify(store, files) == verifying.Verified(1, (), (), ())
    erase(second)
    assert list(files.storage.names()) == []
    assert verify(store, files) == verifying.Verified(0, (), (), ())


def test_missing_altered_and_left_over_files_are_told_apart(store: Store, files: Files) -> None:
    whole, gone, rotten = (send(store, files, data) for data in (picture(), PDF, OTHER))
    paths = {
        evidence: files.storage._path(sha256)
        for evidence, sha256 in rows(store, "select evidence, sha256 from evidence_file")
    }
    paths[gone].unlink()
    paths[rotten].write_bytes(paths[rotten].read_bytes() + b" ")
    left = files.storage.keep(b"nobody's")
    announce(store, files, PDF)
    assert verify(store, files) == verifying.Verified(1, (gone,), (rotten,), (left,))
    assert paths[whole].exists()


@pytest.fixture
def closed(store: Store, files: Files, database: Path) -> Path:
    """A database with one file, closed, so that a command may open it."""
    send(store, files, PDF)
    store.close()
    return database


def test_verify_names_what_is_wrong_with_the_files(closed: Path, files: Files) -> None:
    left = files.storage.keep(b"nobody's")
    found = green("--lang", "en", "verify", "--db", closed)
    assert (found.returncode, found.stderr) == (0, "")
    assert "The files of evidence are as they were: 1." in found.stdout
    assert f"1 files belong to no evidence: {left}" in found.stdout
    with closing(Store.open(closed)) as store:
        ((evidence, sha256),) = rows(store, "select evidence, sha256 from evidence_file")
    files.storage.remove(sha256)
    found = green("--lang", "en", "verify", "--db", closed)
    assert found.returncode == 1
    assert found.stderr == f"The file of evidence {evidence} is missing.\n"
    files.storage._path(sha256).write_bytes(b"x")
    found = green("verify", "--db", closed, "--json")
    told = json.loads(found.stdout)
    assert found.returncode == 1
    assert told["files_altered"] == [evidence]
    assert (told["files"], told["files_missing"], told["files_orphaned"]) == (0, [], [left])
    assert told["broken"] is None
