"""The 公示名单 and the 汇总表 where a chain decides: what it has decided stands on them."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from green.assessment.model import Case
from green.errors import NotPossible
from green.paper.export import one_form
from green.paper.model import KINDS, FileKind
from green.people.guard import NotAllowed
from green.review import noticing, objecting
from green.standard import loader
from green.store import Store
from tests.database import Days, days, rows
from tests.paper.reading import table, text
from tests.review.conftest import (
    CITY,
    CITY_REVIEWER,
    DISTRICT,
    DISTRICT_REVIEWER,
    OFFICER,
    QINGYUAN,
    STREET,
    communities,
    guangdong,
)
from tests.review.test_chain_walked import shown
from tests.review.waiting import waiting_for_notice

__all__ = ["days", "guangdong", "waiting_for_notice"]
BOTH = pytest.mark.parametrize("kind", KINDS)


@pytest.fixture
def database(waiting_for_notice: Path, tmp_path: Path, days: Days) -> Path:
    return Path(shutil.copy(waiting_for_notice, tmp_path / "green.duckdb"))


@pytest.fixture
def case(store: Store) -> Case:
    return communities(store, loader.programme(QINGYUAN))[0]


@pytest.fixture
def submission(store: Store) -> int:
    [(found,)] = rows(store, "select id from submission")
    return int(found)


def made(store: Store, kind: FileKind, scope: str, notice: int | None = None) -> bytes:
    return one_form(store, CITY_REVIEWER, QINGYUAN, "public-notice", scope, kind, notice=notice)


@BOTH
def test_it_has_the_communities_the_days_and_the_contact_of_the_notice(
    store: Store, case: Case, submission: int, kind: FileKind
) -> None:
    listed = shown(store, case, submission)
    data = made(store, kind, CITY, listed)
    [line] = table(data, kind, "代码")
    assert case.community.code in [str(cell) for cell in line]
    for part in ("2024-03-01", "2024-03-07", "市住房城乡建设局 0763-0000000"):
        assert part in text(data, kind)
    assert text(made(store, kind, CITY), kind) == text(data, kind)


def test_what_only_waits_for_a_notice_is_on_no_list(store: Store, submission: int) -> None:
    with pytest.raises(NotPossible, match="还没有公示过的名单"):
        made(store, "docx", CITY)


def test_who_was_taken_off_after_an_objection_is_not_on_it(
    store: Store, case: Case, submission: int
) -> None:
    listed = shown(store, case, submission)
    objection = objecting.object_to(store, listed, submission, "消防通道被占。", "王", "139")
    objecting.answer(store, CITY_REVIEWER, case.programme, objection, "属实。", upheld=True)
    assert table(made(store, "docx", CITY, listed), "docx", "代码") == []


def test_a_withdrawn_list_is_not_printed(store: Store, case: Case, submission: int) -> None:
    listed = shown(store, case, submission)
    noticing.withdraw(store, CITY_REVIEWER, case.programme, listed)
    with pytest.raises(NotPossible):
        made(store, "docx", CITY, listed)


def test_a_district_prints_its_part_and_nobody_prints_another_place(
    store: Store, case: Case, submission: int
) -> None:
    shown(store, case, submission)
    form = ("public-notice", DISTRICT, "docx")
    data = one_form(store, DISTRICT_REVIEWER, QINGYUAN, *form)  # type: ignore[arg-type]
    assert len(table(data, "docx", "代码")) == 1
    with pytest.raises(NotAllowed):
        one_form(store, DISTRICT_REVIEWER, QINGYUAN, "public-notice", CITY, "docx")
    with pytest.raises(NotAllowed):
        one_form(store, OFFICER, QINGYUAN, "public-notice", STREET, "docx")


@BOTH
def test_the_summary_says_how_far_the_chain_has_got(
    store: Store, case: Case, submission: int, days: Days, kind: FileKind
) -> None:
    def line() -> list[str]:
        data = one_form(store, CITY_REVIEWER, QINGYUAN, "summary", CITY, kind)
        [found] = table(data, kind, "代码")
        return [str(cell or "") for cell in found[6:]]

    def since() -> str:
        data = one_form(store, CITY_REVIEWER, QINGYUAN, "summary", CITY, kind)
        return str(table(data, kind, "代码")[0][5])

    assert line() == ["16", "2024-03-01", "2024-03-01", "", ""]
    listed = shown(store, case, submission)
    during = "2024-03-01 – 2024-03-07"
    assert line() == ["16", "2024-03-01", "2024-03-01", during, ""]
    days.go_to(date(2024, 3, 8))
    noticing.publish(store, CITY_REVIEWER, case.programme, listed, "清建〔2024〕1号", "第一批")
    # Recognition is no new beginning: it takes part since the first of March.
    assert since() == "2024-03-01"
    assert line() == ["16", "2024-03-01", "2024-03-01", during, "第一批"]
    data = one_form(store, CITY_REVIEWER, QINGYUAN, "summary", CITY, kind)
    assert "达到创建要求 1，命名 0" in text(data, kind)
    # A day asked for later is told as it was then.
    before = one_form(store, CITY_REVIEWER, QINGYUAN, "summary", CITY, kind, date(2024, 3, 7))
    assert "第一批" not in text(before, kind)
