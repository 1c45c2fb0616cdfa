"""The template of a list of decisions, and a list again with what is wrong in its cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

from green.exchange.cells import CellProblem, marked
from green.exchange.decision_list import MOST_IN_FILE, ReadList, csv_lines
from green.exchange.decision_words import heading
from green.exchange.sheets import csv_file, fill, saved, sheet_of
from green.review.recording import Line, as_problem
from green.texts import _, join, lazy


def template() -> bytes:
    """An empty sheet with the columns, and one that explains them."""
    book = Workbook()
    sheet = sheet_of(book)
    sheet.title = _("Decisions")
    fill(sheet, [heading()], (16, 14, 14, 20, 28, 12, 16, 14))
    for column in "ABCDEFGH":
        sheet.column_dimensions[column].number_format = "@"
    states = ",".join((_("attained"), _("named"), _("revoked")))
    choice = DataValidation(type="list", formula1=f'"{states}"')
    choice.add(f"G2:G{MOST_IN_FILE + 1}")
    sheet.add_data_validation(choice)
    fill(book.create_sheet(_("How to fill it in")), _explanation(), (100,))
    return saved(book)


def problems_of(read: ReadList, lines: Iterable[Line]) -> list[CellProblem]:
    """What is wrong in a file: cells that cannot be read, and lines that cannot be recorded."""
    column = read.column_of.get("name") or read.column_of.get("code") or 1
    found = list(read.problems)
    for line in lines:
        problem = as_problem(line)
        mend = problem.mend or lazy("Correct the line, or leave it out.")
        found.append(CellProblem(line.row.number, column, problem.what, mend))
    return found


def to_mend(data: bytes, name: str, problems: Sequence[CellProblem]) -> bytes:
    """The same file with its problems in its cells; a .csv has them at the end of its lines."""
    if name.lower().endswith(".xlsx"):
        return marked(data, problems)
    said: dict[int, list[str]] = {}
    for one in problems:
        said.setdefault(one.line, []).append(str(join(one.what, one.mend)))
    lines = csv_lines(data)
    width = max((len(line.cells) for line in lines), default=0)
    rows = []
    for place, line in enumerate(lines):
        cells = [cell or "" for cell in line.cells] + [""] * (width - len(line.cells))
        first = [_("To mend")] if place == 0 and line.number not in said else []
        rows.append([*cells, *(first or [" ".join(said.get(line.number, []))])])
    return csv_file(rows)


def _explanation() -> list[list[object]]:
    return [
        [_("How to fill it in")],
        [_("One community a line, at most {n} lines.", n=MOST_IN_FILE)],
        [_("Code: 12 digits. Without a code: street and community, or district and community.")],
        [_("Batch, state and date may stay blank: then those of the whole list hold.")],
        [_("State: attained, named or revoked. Date: year-month-day.")],
        [_("All lines are checked first. If one is wrong, nothing is stored.")],
    ]
