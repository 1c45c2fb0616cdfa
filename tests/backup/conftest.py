"""A community of Jinan with everything a database can lose: answers, files, a hand-in, people."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from green.assessment.attaching import NewEvidence, attach_evidence
from green.assessment.enrolment import enrol
from green.assessment.model import Case, Evidence, EvidenceFile
from green.assessment.submission import hand_in
from green.backup.making import back_up
from green.backup.model import Backup, read_backup
from green.evidence.storage import Folder
from green.people import accounts
from green.people.model import CONSOLE, Actor
from green.settings import Settings
from green.store import Store
from tests.database import (
    JIEFANGQIAO,
    LOCAL,
    answer_all,
    case_of,
    database,
    days,
    english,
    programme,
    shandong,
    store,
)
from tests.people.colleagues import SENTENCE, with_password
from tests.store.conftest import disk, ordinary_user

__all__ = ["database", "days", "disk", "english", "ordinary_user", "programme", "shandong", "store"]


@pytest.fixture(autouse=True)
def _in_english(english: None) -> None:
    """Sentences are compared in English."""


PAGES = (b"%PDF-1.7 a plan", b"%PDF-1.7 minutes of the talk")
HASHES = tuple(sorted(hashlib.sha256(content).hexdigest() for content in PAGES))
CLERK = Actor(CONSOLE)


@dataclass(frozen=True)
class Filled:
    """What lies in the database and its files, and the cookie of somebody signed in."""

    store: Store
    files: Folder
    case: Case
    token: str
    hashes: tuple[str, ...] = HASHES


def quietly(_share: float) -> None:
    """Nobody watches."""


def attach(store: Store, files: Folder, case: Case, content: bytes) -> Evidence:
    """A file as an upload ends: its content first, then the row that names it."""
    sha256 = files.keep(content)
    file = EvidenceFile(sha256, "pdf", "plan.pdf", len(content))
    new = NewEvidence("A plan", date(2022, 2, 1), file=file, upload=sha256[:43])
    return attach_evidence(store, case, "noise", new, LOCAL)


def files_of(database: Path) -> Folder:
    return Folder(Settings(database).evidence_of(database))


@pytest.fixture(scope="session")
def handed_in(shandong: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A database with a hand-in and its files, and somebody's cookie; copy it, never open it."""
    path = Path(shutil.copy(shandong, tmp_path_factory.mktemp("filled") / "green.duckdb"))
    store = Store.open(path)
    case = case_of(store, JIEFANGQIAO)
    enrol(store, case, LOCAL)
    for content in PAGES:
        attach(store, files_of(path), case, content)
    answer_all(store, case)
    hand_in(store, case, LOCAL)
    with_password(store, "zhang")
    token = accounts.sign_in(store, "zhang", SENTENCE)
    with store.write() as query:
        # One street is as good as a province, and quicker.
        query.run("delete from community where code not like '370102001%'")
        for table in ("community_text", "community_reading"):
            query.run(f"delete from {table} where community not in (select id from community)")
    store.close()
    return path, token


@pytest.fixture(scope="session")
def backed_up(handed_in: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of it; copy it."""
    path, _token = handed_in
    mine = Path(shutil.copy(path, tmp_path_factory.mktemp("backed-up") / "green.duckdb"))
    store = Store.open(mine)
    made = back_up(store, CLERK, files_of(path), mine.parent / "backups", quietly)
    store.close()
    return made.folder


@pytest.fixture
def files(database: Path) -> Folder:
    return files_of(database)


@pytest.fixture
def filled(handed_in: tuple[Path, str], tmp_path: Path) -> Iterator[Filled]:
    """Both of this test's own."""
    made, token = handed_in
    path = Path(shutil.copy(made, tmp_path / "green.duckdb"))
    shutil.copytree(files_of(made).root, files_of(path).root)
    store = Store.open(path)
    yield Filled(store, files_of(path), case_of(store, JIEFANGQIAO), token)
    store.close()


@pytest.fixture
def made(backed_up: Path, tmp_path: Path) -> Backup:
    """A backup of this test's own of what is in `filled`."""
    return read_backup(Path(shutil.copytree(backed_up, tmp_path / "backups" / backed_up.name)))
