"""`python -m green import decisions`: checked, then recorded whole; who may, and who may not."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from green import texts
from green.cli import main
from green.people.model import Actor
from green.store import Store
from tests.database import let_in, rows
from tests.review.conftest import CITY, guangdong

__all__ = ["guangdong"]
CODES = ["441802006001", "441802006002"]
HEAD = ["--document", "清创〔2022〕1号", "--date", "2022-06-30", "--state", "attained"]


@pytest.fixture
def qingyuan(guangdong: Path, tmp_path: Path) -> Iterator[Path]:
    yield Path(shutil.copy(guangdong, tmp_path / "green.duckdb"))
    texts.use(texts.DEFAULT)


def a_list(folder: Path, *lines: str, name: str = "list.txt") -> Path:
    path = folder / name
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def run(path: Path, file: Path, *more: str, head: list[str] = HEAD) -> int:
    return main(["--lang", "en", "import", "decisions", str(file), *head, *more, "--db", str(path)])


def stored(path: Path) -> list[tuple[Any, ...]]:
    with closing(Store.open(path)) as store:
        return rows(
            store,
            "select community.code, event.kind, event.person from recognition_event as event "
            "join community on community.id = event.community order by community.code",
        )


def test_a_list_is_recorded_by_the_console(
    qingyuan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(qingyuan, a_list(tmp_path, *CODES)) == 0
    assert "2 recorded" in capsys.readouterr().out
    assert stored(qingyuan) == [(code, "attain", "console") for code in CODES]


def test_checking_prints_json_alone_and_stores_nothing(
    qingyuan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = a_list(tmp_path, "代码,社区", f"{CODES[0]},", "441802006999,", name="list.csv")
    assert run(qingyuan, file, "--check", "--json") == 1
    said = json.loads(capsys.readouterr().out)
    assert said["counts"] == {"new": 1, "impossible": 1}
    assert [line["outcome"] for line in said["lines"]] == ["new", "impossible"]
    assert [line["line"] for line in said["lines"]] == [2, 3]
    assert said["recorded"] == 0
    assert stored(qingyuan) == []


def test_nothing_is_stored_when_a_line_is_wrong_and_it_is_named(
    qingyuan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(qingyuan, a_list(tmp_path, *CODES, "441802006999")) == 1
    said = capsys.readouterr()
    assert "Line 3" in said.err
    assert said.out == ""
    assert stored(qingyuan) == []


def test_a_reviewer_records_in_their_city_and_in_no_other(
    qingyuan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = a_list(tmp_path, CODES[0])
    assert run(qingyuan, file, "--as", "city", "--scope", "4401") == 1
    assert "can give you access" in capsys.readouterr().err
    assert run(qingyuan, file, "--as", "city", "--scope", CITY) == 0
    assert stored(qingyuan) == [(CODES[0], "attain", "city")]


@pytest.mark.parametrize("who", ["street", "district", "officer", "viewer", "admin"])
def test_nobody_of_another_level_or_role_records(
    qingyuan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], who: str
) -> None:
    with closing(Store.open(qingyuan)) as store:
        let_in(store, Actor("viewer"), role="viewer", scope=CITY)
        let_in(store, Actor("admin"), role="administrator")
    assert run(qingyuan, a_list(tmp_path, CODES[0]), "--as", who) == 1
    assert capsys.readouterr().err
    assert stored(qingyuan) == []


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (["--document", "一", "--date", "30.6.2022", "--state", "attained"], "is not a date"),
        (["--document", " ", "--date", "2022-06-30", "--state", "attained"], "Document"),
        (["--document", "一", "--date", "2999-01-01", "--state", "attained"], "Effective date"),
        (["--document", "一", "--date", "2022-06-30", "--state", "revoked"], "Reason"),
    ],
)
def test_a_wrong_head_is_refused(
    qingyuan: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    head: list[str],
    said: str,
) -> None:
    assert run(qingyuan, a_list(tmp_path, CODES[0]), head=head) == 1
    assert said in capsys.readouterr().err
    assert stored(qingyuan) == []


def test_a_file_that_is_not_there_is_named(
    qingyuan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(qingyuan, tmp_path / "none.xlsx") == 1
    assert "none.xlsx" in capsys.readouterr().err


def test_a_self_declared_programme_refuses(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from green.setup import set_up

    path = tmp_path / "beijing.duckdb"
    set_up(path, "11")
    assert run(path, a_list(tmp_path, "110101001001")) == 1
    assert "declare by themselves" in capsys.readouterr().err
    assert stored(path) == []
    texts.use(texts.DEFAULT)
