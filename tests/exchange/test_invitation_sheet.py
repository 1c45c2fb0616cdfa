"""Inviting by a spreadsheet: all problems at once, nothing stored unless all is right."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Sequence
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from green import texts
from green.errors import Refused
from green.exchange.cells import MOST_LINES, CellProblem, marked
from green.exchange.invitation_sheet import Checked, check, result
from green.exchange.invitation_template import template
from green.people import invitations
from green.people.guard import NotAllowed
from green.people.invitations import Wanted
from green.people.model import Actor
from green.store import Store
from green.texts import lazy
from tests.database import JIEFANGQIAO, LISHANLU, QINGDAO, let_in, rows

ENGLISH, CHINESE = ("Name", "Role", "Code"), ("姓名", "角色", "代码")
FORMULAS = ("=1+1", '=HYPERLINK("http://127.0.0.1","x")', "+1", "-1", "@sum(a1)")


@pytest.fixture(autouse=True)
def _in_english(english: None) -> None:
    """Sentences are compared in English."""


def sheet(*lines: Sequence[Any], heading: Sequence[str] = ENGLISH) -> bytes:
    """A file as somebody hands it in; texts that begin with = are formulas, as in Excel."""
    book = Workbook()
    assert book.active is not None
    for line in (heading, *lines):
        book.active.append(list(line))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def looked(store: Store, actor: Actor, data: bytes) -> Checked:
    with store.read() as query:
        return check(query, actor, data)


def problems(store: Store, actor: Actor, *lines: Sequence[Any]) -> dict[str, str]:
    """The problems by their cells."""
    found = looked(store, actor, sheet(*lines))
    assert not found.wanted or not found.problems
    return {one.cell: str(one.what) for one in found.problems}


def cells(data: bytes) -> list[list[Any]]:
    book = load_workbook(io.BytesIO(data))
    return [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]


# The template


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_the_template_filled_in_is_accepted(
    store: Store, district: Actor, language: texts.Language
) -> None:
    texts.use(language)
    book = load_workbook(io.BytesIO(template(store, district)))
    assert len(book.worksheets) == 3
    roles = book.worksheets[0].data_validations.dataValidation[0].formula1.strip('"').split(",")
    for number, role in enumerate(roles, 2):
        for column, value in enumerate(("李强", role, JIEFANGQIAO), 1):
            book.worksheets[0].cell(number, column, value)
    out = io.BytesIO()
    book.save(out)
    found = looked(store, district, out.getvalue())
    assert not found.problems
    assert [one.role for one in found.wanted] == ["officer", "reviewer", "viewer", "administrator"]


def test_the_template_lists_the_codes_of_the_scope_alone(store: Store, district: Actor) -> None:
    book = load_workbook(io.BytesIO(template(store, district)))
    codes = [row[0].value for row in book.worksheets[2].iter_rows(min_row=2)]
    assert JIEFANGQIAO in codes
    assert all(code.startswith("370102") for code in codes)


def test_an_empty_template_invites_nobody(store: Store, district: Actor) -> None:
    found = looked(store, district, template(store, district))
    assert [str(one.what) for one in found.problems] == ["The sheet is empty."]


def test_a_sheet_of_one_language_is_read_in_the_other(store: Store, district: Actor) -> None:
    data = sheet(("李强", "officer", JIEFANGQIAO), heading=ENGLISH)
    texts.use("zh_CN")
    assert not looked(store, district, data).problems


def test_an_officer_gets_no_template(store: Store) -> None:
    let_in(store, Actor("chen"), scope=JIEFANGQIAO)
    with pytest.raises(NotAllowed):
        template(store, Actor("chen"))


# What is read


def test_numbers_blank_lines_and_spaces_are_read_as_they_are_meant(
    store: Store, district: Actor
) -> None:
    lines = (
        (" 李强 ", "Community Officer", int(JIEFANGQIAO)),
        (None, None, None),
        ("王芳", "REVIEWER", float(370102)),
        (2024, "viewer", f" {LISHANLU} "),
    )
    found = looked(store, district, sheet(*lines))
    assert not found.problems
    assert [(one.name, one.role, one.scope) for one in found.wanted] == [
        ("李强", "officer", JIEFANGQIAO),
        ("王芳", "reviewer", "370102"),
        ("2024", "viewer", LISHANLU),
    ]


def test_all_problems_of_all_lines_are_said_at_once(store: Store, district: Actor) -> None:
    found = problems(
        store,
        district,
        ("李强", "officer", JIEFANGQIAO),
        ("", "king", "99"),
        ("王芳", "officer", QINGDAO),
        ("长" * 501, "officer", "3701%"),
        ("李强", "officer", JIEFANGQIAO),
    )
    assert set(found) == {"A3", "B3", "C3", "C4", "A5", "C5", "A6"}
    assert "outside your scope" in found["C4"]
    assert "same as line 2" in found["A6"]


@pytest.mark.parametrize("scope", ["", "37", "3701", "3702", QINGDAO, "370102%", "' or 1=1"])
def test_no_code_outside_the_scope_is_accepted(store: Store, district: Actor, scope: str) -> None:
    assert "C2" in problems(store, district, ("李强", "administrator", scope))


@pytest.mark.parametrize("formula", [one for one in FORMULAS if one.startswith("=")])
@pytest.mark.parametrize("column", [0, 1, 2])
def test_a_formula_is_a_problem_of_its_cell(
    store: Store, district: Actor, formula: str, column: int
) -> None:
    line = ["李强", "officer", JIEFANGQIAO]
    line[column] = formula
    assert problems(store, district, line)["ABC"[column] + "2"]


def test_who_is_invited_already_is_a_problem(store: Store, district: Actor) -> None:
    line = ("李强", "officer", JIEFANGQIAO)
    invitations.invite(store, district, [Wanted(*line)])  # type: ignore[arg-type]
    assert "waiting already" in problems(store, district, line)["A2"]


@pytest.mark.parametrize("name", ["长" * 81, "王\u200b芳", "王\n芳"])
def test_a_name_that_no_form_takes_is_a_problem_of_its_cell(
    store: Store, district: Actor, name: str
) -> None:
    line = (name, "officer", JIEFANGQIAO)
    assert "cannot be shown" in problems(store, district, line)["A2"]
    with pytest.raises(Refused):
        invitations.invite(store, district, [Wanted(*line)])  # type: ignore[arg-type]


def test_a_changed_heading_is_a_problem(store: Store, district: Actor) -> None:
    data = sheet(("officer", "李强", JIEFANGQIAO), heading=("Role", "Name", "Code"))
    found = looked(store, district, data)
    assert {"A1", "B1"} <= {one.cell for one in found.problems}


def test_too_many_lines_are_refused(store: Store, district: Actor) -> None:
    lines = [(f"人{n}", "officer", JIEFANGQIAO) for n in range(MOST_LINES)]
    assert len(looked(store, district, sheet(*lines)).wanted) == MOST_LINES
    with pytest.raises(Refused, match="more than"):
        looked(store, district, sheet(*lines, ("一", "officer", JIEFANGQIAO)))


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    return out.getvalue()


def half(data: bytes) -> bytes:
    return data[: len(data) // 2]


@pytest.mark.parametrize(
    "data",
    [b"", b"name,role,code", b"PK\x03\x04", half(sheet()), bomb(), b"0" * 2_000_001],
    ids=["nothing", "csv", "stub", "half", "bomb", "large"],
)
def test_what_is_no_spreadsheet_is_refused_with_a_sentence(
    store: Store, district: Actor, data: bytes
) -> None:
    with pytest.raises(Refused) as refused:
        looked(store, district, data)
    assert "template" in str(refused.value)


def written(lines: str) -> bytes:
    """A file whose first sheet is this XML."""
    whole, out = sheet(), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as before, zipfile.ZipFile(out, "w", 8) as packed:
        for name in before.namelist():
            is_sheet = name.endswith("sheet1.xml")
            packed.writestr(name, _SHEET.format(lines) if is_sheet else before.read(name))
    return out.getvalue()


_SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "<sheetData>{}</sheetData></worksheet>"
)


@pytest.mark.parametrize(
    "lines",
    ['<row r="999999999"><c><v>1</v></c></row>', "<row/>" * 2_000_000, "<c/>" * 2_000_000],
    ids=["a line far below", "millions of lines", "millions of cells"],
)
def test_a_small_file_that_claims_to_be_huge_is_refused_at_once(
    store: Store, district: Actor, lines: str
) -> None:
    before = time.process_time()
    with pytest.raises(Refused):
        looked(store, district, written(lines))
    assert time.process_time() - before < 5


def test_a_file_with_a_cell_at_the_very_end_comes_back_at_once(
    store: Store, district: Actor
) -> None:
    book = load_workbook(io.BytesIO(sheet(("王芳", "king", JIEFANGQIAO))))
    for row, column in ((1, 16_384), (90_000, 1), (1_048_576, 16_384)):
        book.worksheets[0].cell(row, column).number_format = "@"
    out = io.BytesIO()
    book.save(out)
    problems_found = [CellProblem(2, 2, lazy("There is no role."), lazy("Write one."))]
    before = time.process_time()
    back = load_workbook(io.BytesIO(marked(out.getvalue(), problems_found))).worksheets[0]
    assert time.process_time() - before < 5
    assert back["D1"].value == "To mend"


# The same file again


def test_the_file_comes_back_with_the_problems_in_its_cells(store: Store, district: Actor) -> None:
    data = sheet(("李强", "officer", JIEFANGQIAO), ("王芳", "king", QINGDAO))
    back = marked(data, looked(store, district, data).problems)
    book = load_workbook(io.BytesIO(back)).worksheets[0]
    assert "There is no role" in book["B3"].comment.text
    assert "outside your scope" in book["C3"].comment.text
    assert book["A2"].comment is None
    assert book["D1"].value == "To mend"
    assert "B3: There is no role “king”." in book["D3"].value
    assert [row[:3] for row in cells(back)] == cells(data)


def test_a_marked_file_that_was_mended_is_accepted(store: Store, district: Actor) -> None:
    data = sheet(("王芳", "king", JIEFANGQIAO))
    back = load_workbook(io.BytesIO(marked(data, looked(store, district, data).problems)))
    back.worksheets[0]["B2"] = "officer"
    out = io.BytesIO()
    back.save(out)
    found = looked(store, district, out.getvalue())
    assert not found.problems
    again = load_workbook(io.BytesIO(marked(out.getvalue(), ()))).worksheets[0]
    assert again["B2"].comment is None
    assert again["D2"].value is None


@pytest.mark.parametrize("name", FORMULAS[2:])
def test_what_looks_like_a_formula_comes_back_as_text(
    store: Store, district: Actor, name: str
) -> None:
    data = sheet((name, "king", JIEFANGQIAO))
    book = load_workbook(io.BytesIO(marked(data, looked(store, district, data).problems)))
    assert {cell.data_type for row in book.worksheets[0].iter_rows() for cell in row} <= {"s", "n"}


# Links


def test_each_line_has_its_link_and_every_link_works(store: Store, district: Actor) -> None:
    data = sheet(("李强", "officer", JIEFANGQIAO), ("王芳", "reviewer", "370102001"))
    wanted = looked(store, district, data).wanted
    tokens = invitations.invite(store, district, wanted)
    links = [invitations.link("http://127.0.0.1", token) for token in tokens]
    with store.read() as query:
        table = cells(result(query, wanted, links, "soon"))
    assert [row[0] for row in table[1:]] == ["李强", "王芳"]
    assert [row[4] for row in table[1:]] == links
    for number, token in enumerate(tokens):
        invitations.accept(store, token, f"person.{number}", "某人", "green leaves 7 times")


@pytest.mark.parametrize("name", [*FORMULAS, "\x01bell", "𠮷\u202e反", "<b>粗</b>"])
def test_no_name_becomes_a_formula_in_the_result(store: Store, district: Actor, name: str) -> None:
    with store.read() as query:
        data = result(query, [Wanted(name, "officer", JIEFANGQIAO)], ["link"], "soon")
    cell = load_workbook(io.BytesIO(data)).worksheets[0]["A2"]
    assert cell.data_type == "s"
    assert cell.value == name.replace("\x01", "\ufffd")


def test_one_line_outside_the_scope_invites_nobody(store: Store, district: Actor) -> None:
    wanted = [Wanted("李强", "officer", JIEFANGQIAO), Wanted("王芳", "officer", QINGDAO)]
    with pytest.raises(NotAllowed):
        invitations.invite(store, district, wanted)
    assert not rows(store, "select * from invitation")
    assert rows(store, "select person from log where action = 'refuse'") == [("lixia",)]
