"""Lists of decisions as people have them: pasted, under headings, in spreadsheets, hostile ones."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from green.errors import Refused
from green.exchange.cells import MOST_BYTES, CellProblem
from green.exchange.decision_list import read_file, read_text
from green.exchange.decision_sheet import template, to_mend
from green.review.matching import Row
from green.texts import lazy

HEADING = ("代码", "市", "区县", "街道", "社区", "批次", "状态", "日期")
FORMULAS = ("=1+1", '=HYPERLINK("http://127.0.0.1","x")', "=cmd|' /C calc'!A0")


@pytest.fixture(autouse=True)
def _in_english(english: None) -> None:
    """Sentences are compared in English."""


def sheet(*lines: Sequence[Any]) -> bytes:
    book = Workbook()
    assert book.active is not None
    for line in lines:
        book.active.append(list(line))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def places(text: str) -> list[tuple[str, str, str]]:
    return [(row.district, row.street, row.name) for row in read_text(text).rows]


def test_names_stand_under_the_headings_of_their_streets() -> None:
    text = """济南市历下区
解放路街道（2个社区）
1．解放桥社区
2、历山路社区居委会
千佛山街道：棋盘街社区、千佛山社区。
槐荫区
振兴街街道办事处
（一）振兴社区
"""
    assert places(text) == [
        ("济南市历下区", "解放路街道", "解放桥社区"),
        ("济南市历下区", "解放路街道", "历山路社区居委会"),
        ("济南市历下区", "千佛山街道", "棋盘街社区"),
        ("济南市历下区", "千佛山街道", "千佛山社区"),
        ("槐荫区", "振兴街街道办事处", "振兴社区"),
    ]
    assert [row.number for row in read_text(text).rows] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    "line",
    [
        "历下区\t解放路街道\t解放桥社区",
        "历下区,解放路街道,解放桥社区",
        "历下区，解放路街道，解放桥社区",
        "1 历下区 解放路街道 解放桥社区",
        "  历下区　解放路街道　解放桥社区  ",
    ],
)
def test_cells_are_told_apart_by_tab_comma_or_blank(line: str) -> None:
    assert places(line) == [("历下区", "解放路街道", "解放桥社区")]


@pytest.mark.parametrize(
    "line", ["370102001002", "3 3701 0200 1002", "370102 001 002", "解放桥社区 370102001002"]
)
def test_a_code_is_seen_in_a_line_also_in_groups(line: str) -> None:
    (row,) = read_text(line).rows
    assert "".join(row.code.split()) == "370102001002"


def test_a_long_number_that_is_no_code_is_not_passed_over() -> None:
    (row,) = read_text("37010200100").rows
    assert row.code == "37010200100"


def test_columns_are_found_by_their_headings_in_any_order_below_a_title() -> None:
    data = sheet(
        ("绿色社区名单",),
        ("序号", "社区名称", "街镇", "日期", "状态", "批次"),
        (1, "解放桥社区", "解放路街道", datetime(2021, 12, 31), "命名", "第一批"),  # noqa: DTZ001
        (2, "历山路社区", "解放路街道", "2021年3月1日", None, None),
    )
    found = read_file(data, "list.xlsx")
    assert found.problems == ()
    assert found.rows == (
        Row(
            3,
            street="解放路街道",
            name="解放桥社区",
            kind="name",
            day=date(2021, 12, 31),
            batch="第一批",
        ),
        Row(4, street="解放路街道", name="历山路社区", day=date(2021, 3, 1)),
    )


def test_a_code_as_a_number_keeps_its_digits() -> None:
    found = read_file(sheet(("代码",), (370102001002,), (370102001003.0,)), "x.xlsx")
    assert [row.code for row in found.rows] == ["370102001002", "370102001003"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_table_as_text_is_read_in_the_encodings_of_china(encoding: str, mark: str) -> None:
    text = f"街道{mark}社区\r\n解放路街道{mark}解放桥社区\r\n"
    (row,) = read_file(text.encode(encoding), "x.csv").rows
    assert (row.number, row.street, row.name) == (2, "解放路街道", "解放桥社区")


def test_states_and_days_that_cannot_be_read_are_named_by_their_cell() -> None:
    data = sheet(HEADING, ("370102001002", *[""] * 5, "优秀", "2021-02-30"))
    found = read_file(data, "x.xlsx")
    assert [one.cell for one in found.problems] == ["G2", "H2"]


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_is_refused_and_never_computed(formula: str) -> None:
    found = read_file(sheet(HEADING, (formula, "", "", "", "解放桥社区")), "x.xlsx")
    assert [(one.cell, str(one.what)) for one in found.problems] == [("A2", "This is a formula.")]


def test_a_file_comes_back_with_the_problems_in_its_cells_and_nothing_else_changed() -> None:
    data = sheet(HEADING, ("", "", "", "", "=1+1"), ("", "", "", "", "解放桥社区"))
    problem = CellProblem(3, 5, lazy("This is a formula."), lazy("Write what it gives, as text."))
    book = load_workbook(io.BytesIO(to_mend(data, "x.xlsx", [problem])))
    assert book.active is not None
    assert book.active["E3"].comment is not None
    assert book.active["E2"].value == "=1+1"
    assert "E3" in str(book.active.cell(3, 9).value)


def test_a_csv_comes_back_with_the_problems_at_its_lines_and_no_live_formula() -> None:
    data = "社区,批次\n解放桥社区,=1+1\n".encode()
    problem = CellProblem(2, 1, lazy("This is a formula."), lazy("Write what it gives, as text."))
    text = to_mend(data, "x.csv", [problem]).decode("utf-8-sig")
    assert "This is a formula." in text
    assert "'=1+1" in text


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"\0\1\2", "x.csv"),
        (b"\xff\xfe\xff\xff\x81", "x.csv"),
        (b"not a zip", "x.xlsx"),
        (b"", "x.xlsx"),
        (b"a" * (MOST_BYTES + 1), "x.csv"),
    ],
)
def test_what_is_no_table_is_refused(data: bytes, name: str) -> None:
    with pytest.raises(Refused):
        read_file(data, name)


def test_an_empty_table_has_no_rows() -> None:
    assert read_file(b"", "x.csv").rows == ()
    assert read_text(" \n\n ").rows == ()


def test_the_template_is_read_back_and_its_words_are_understood() -> None:
    book = load_workbook(io.BytesIO(template()))
    assert book.active is not None
    book.active.append(["370102001002", "", "", "", "", "", "named", "2021-12-31"])
    out = io.BytesIO()
    book.save(out)
    found = read_file(out.getvalue(), "x.xlsx")
    assert found.rows == (Row(2, "370102001002", kind="name", day=date(2021, 12, 31)),)


@given(st.text(max_size=200))
def test_whatever_is_pasted_is_read_into_rows_with_numbers_of_their_own(text: str) -> None:
    found = read_text(text)
    numbers = [row.number for row in found.rows]
    assert numbers == list(range(1, len(numbers) + 1))
