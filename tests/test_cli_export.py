"""`python -m green export forms`: files, exit codes, refusals."""

from __future__ import annotations

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
