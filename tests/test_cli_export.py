"""`python -m green export forms` and `export bulletin`: files, exit codes, refusals."""

from __future__ import annotations

import hashlib
import json
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from green.assessment.enrolment import enrol
from green.store import Store
from tests.database import (
    JIEFANGQIAO,
    LISHANLU,
    LOCAL,
    case_of,
    database,
    green,
    rows,
    shandong,
)

__all__ = ["database", "shandong"]
FORMS = ("export", "forms", "--db")


@pytest.fixture
def taking_part(database: Path) -> Path:
    with closing(Store.open(database)) as store:
        for code in (JIEFANGQIAO, LISHANLU):
            enrol(store, case_of(store, code), LOCAL)
    return database


def test_the_forms_of_a_place_are_put_into_a_zip_and_logged(
    taking_part: Path, tmp_path: Path
) -> None:
    to = tmp_path / "forms.zip"
    asked = ("--scope", "370102", "--form", "self-assessment", "--kind", "xlsx", "--to", to)
    done = green("--lang", "en", *FORMS, taking_part, *asked)
    assert (done.returncode, done.stderr) == (0, "")
    assert "2 files" in done.stdout
    with zipfile.ZipFile(to) as packed:
        assert [name[:12] for name in packed.namelist()] == [JIEFANGQIAO, LISHANLU]
    with closing(Store.open(taking_part)) as store:
        logged = rows(store, "select person, subject from log where action = 'export_forms'")
    assert logged == [("console", "370102")]
    again = green("--lang", "en", *FORMS, taking_part, *asked)
    assert again.returncode == 1
    assert "already" in again.stderr


@pytest.mark.parametrize(
    ("scope", "form", "to"),
    [
        (JIEFANGQIAO, "self-assessment", "one.docx"),
        (JIEFANGQIAO, "blank", "folder"),
        ("370102", "summary", "one.zip"),
        ("370102", "public-notice", "folder"),
    ],
)
def test_each_form_is_one_file(
    taking_part: Path, tmp_path: Path, scope: str, form: str, to: str
) -> None:
    target = tmp_path / to
    done = green(*FORMS, taking_part, "--scope", scope, "--form", form, "--to", target)
    assert (done.returncode, done.stderr) == (0, "")
    assert target.exists()
    assert not target.is_dir() or len(list(target.iterdir())) == 1


@pytest.mark.parametrize(
    "asked",
    [
        ("--scope", "999999999999", "--form", "self-assessment"),
        ("--scope", "99", "--form", "summary"),
        ("--scope", "37%", "--form", "self-assessment"),
        ("--scope", "370202", "--form", "self-assessment"),
        ("--scope", "370102", "--form", "summary", "--as-of", "31.12.2022"),
        ("--scope", "370102", "--form", "summary", "--programme", "no-such-programme"),
        ("--scope", "370102", "--form", "summary", "--as", "nobody"),
    ],
    ids=" ".join,
)
def test_what_is_refused_leaves_no_file_and_no_row(
    taking_part: Path, tmp_path: Path, asked: tuple[str, ...]
) -> None:
    to = tmp_path / "out.zip"
    done = green(*FORMS, taking_part, *asked, "--to", to)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.glob("out*"))
    with closing(Store.open(taking_part)) as store:
        assert rows(store, "select 1 from log where action = 'export_forms'") == []


def test_a_template_with_an_unknown_field_is_refused_before_anything_is_written(
    taking_part: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "summary.zh_CN.docx").write_bytes(b"no file")
    monkeypatch.setenv("GREEN_FORMS", str(tmp_path / "own"))
    to = tmp_path / "out"
    done = green(*FORMS, taking_part, "--scope", "370102", "--form", "summary", "--to", to)
    assert done.returncode == 1
    assert "summary.zh_CN.docx" in done.stderr
    assert not to.exists()


BULLETIN = ("export", "bulletin", "--db")
PERIOD = ("--from", "2022-01-01", "--until", "2022-12-31")


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_a_bulletin_is_written_printed_and_logged(
    taking_part: Path, tmp_path: Path, kind: str
) -> None:
    to = tmp_path / f"bulletin.{kind}"
    asked = (*BULLETIN, taking_part, "--scope", "3701", *PERIOD, "--to", to)
    done = green(*asked, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    said = json.loads(done.stdout)
    assert said["sha256"] == hashlib.sha256(to.read_bytes()).hexdigest()
    assert (said["scope"], said["from"], said["until"]) == ("3701", *PERIOD[1::2])
    assert (said["kind"], said["simulated"]) == (kind, False)
    with closing(Store.open(taking_part)) as store:
        logged = rows(store, "select person, subject from log where action = 'export'")
    assert logged == [("console", "3701")]
    again = green(*asked)
    assert again.returncode == 1
    assert to.read_bytes()[:2] == b"PK"


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (("--from", "2022-03-01", "--until", "2022-02-01"), "before it begins"),
        (("--from", "2010-01-01", "--until", "2022-02-01"), "The programme began on"),
        (("--from", "2022-01-01", "--until", "2999-01-01"), "has not come yet"),
        (("--from", "1.1.2022", "--until", "2022-02-01"), "is not a date"),
        ((*PERIOD, "--scope", "99"), "99"),
        ((*PERIOD, "--scope", "370102001"), "no bulletin of its own"),
        ((*PERIOD, "--kind", "xlsx"), "ending"),
        ((*PERIOD, "--office", " "), "Issued by"),
        ((*PERIOD, "--as", "nobody"), "nobody"),
    ],
    ids=lambda one: one if isinstance(one, str) else " ".join(one),
)
def test_a_bulletin_that_cannot_be_is_refused_and_nothing_is_written(
    taking_part: Path, tmp_path: Path, asked: tuple[str, ...], words: str
) -> None:
    to = tmp_path / "bulletin.docx"
    done = green("--lang", "en", *BULLETIN, taking_part, "--to", to, *asked)
    assert (done.returncode, done.stdout) == (1, "")
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert not to.exists()
