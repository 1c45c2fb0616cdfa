"""A spreadsheet as neutral cells, and the same file again with its problems in the cells."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, PatternFill
from openpyxl.utils import get_column_letter

from green.errors import Problem, Refused
from green.exchange.sheets import put, saved, sheet_of, shown
from green.texts import Text, _, join, lazy

MOST_BYTES, MOST_UNPACKED, MOST_LINES = 2_000_000, 50_000_000, 500
# A file of a few kilobytes can name a thousand million lines, or hold ten million cells.
_LAST_LINE, _LAST_COLUMN, _MOST_TAGS = 100_000, 16_384, 500_000
_RED = "FFF4C7C3"


@dataclass(frozen=True)
class Line:
    """A line that is not blank: its number in the sheet, and its cells as text.

    None stands for a cell with a formula: what it would give is not ours to compute.
    """

    number: int
    cells: tuple[str | None, ...]


@dataclass(frozen=True)
class CellProblem:
    """What is wrong in one cell, counted from 1."""

    line: int
    column: int
    what: Text
    mend: Text

    @property
    def cell(self) -> str:
        return f"{get_column_letter(self.column)}{self.line}"

    def as_problem(self) -> Problem:
        return Problem(self.what, lazy("Cell {cell}", cell=self.cell), self.mend)


def read_lines(data: bytes, columns: int, most: int = MOST_LINES) -> list[Line]:
    """The first columns of the first sheet, its heading too; raises `Refused` for no xlsx, and
    for more lines than `most`."""
    book = _open(data, read_only=True)
    found: list[Line] = []
    for number, row in enumerate(_rows(book, columns), 1):
        cells = tuple(_text(cell) for cell in row)
        if any(cell is None or cell.strip() for cell in cells):
            found.append(Line(number, cells + ("",) * (columns - len(cells))))
        if len(found) > most + 1 or number > _LAST_LINE:
            raise Refused(
                Problem(
                    lazy("The sheet has more than {n} lines.", n=most),
                    mend=lazy("Divide it into several files."),
                )
            )
    return found


def marked(data: bytes, problems: Iterable[CellProblem]) -> bytes:
    """The same file with each problem at its cell and in a column at the end of its line."""
    book = _open(data, read_only=False)
    sheet = sheet_of(book)
    heading = _("To mend")
    column = _column_of(sheet, heading)
    for cell in _cells(sheet):
        if cell.fill.fgColor.rgb == _RED:
            cell.fill, cell.comment = PatternFill(), None
        if cell.column == column:
            cell.value = None
    lines: dict[int, list[str]] = {1: [heading]}
    for problem in problems:
        text = shown(join(problem.what, problem.mend))
        lines.setdefault(problem.line, []).append(f"{problem.cell}: {text}")
        cell = sheet.cell(problem.line, problem.column)
        if isinstance(cell, Cell):
            cell.fill = PatternFill("solid", fgColor=_RED)
            before = f"{cell.comment.text}\n" if cell.comment else ""
            cell.comment = Comment(before + text, _("Check"))
    for number, texts in lines.items():
        put(sheet, number, column, "\n".join(texts)).alignment = Alignment(
            vertical="top", wrap_text=True
        )
    sheet.column_dimensions[get_column_letter(column)].width = 60
    return saved(book)


def _column_of(sheet: Any, heading: str) -> int:
    """Where the problems stand: in their old column, if the file was marked before."""
    written = [cell for cell in _cells(sheet) if cell.value is not None]
    for cell in written:
        if cell.row == 1 and cell.value == heading:
            return int(cell.column)
    return min(max((cell.column for cell in written), default=0) + 1, _LAST_COLUMN)


def _cells(sheet: Any) -> list[Cell]:
    """The cells that the file has. Going through lines and columns would make all between them,
    up to seventeen thousand million."""
    return [cell for cell in sheet._cells.values() if isinstance(cell, Cell)]  # noqa: SLF001


def _open(data: bytes, *, read_only: bool) -> Workbook:
    if len(data) > MOST_BYTES:
        raise _refused(lazy("The file is larger than {n} MB.", n=MOST_BYTES // 1_000_000))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
            is_sane = (
                sum(part.file_size for part in parts) <= MOST_UNPACKED
                and sum(packed.read(part).count(b"<") for part in parts) <= _MOST_TAGS
            )
        if is_sane:
            book = load_workbook(io.BytesIO(data), read_only=read_only)
            if book.worksheets:
                return book
    except Exception as error:
        raise _refused(lazy("The file is no spreadsheet that can be read (.xlsx).")) from error
    raise _refused(lazy("The file is no spreadsheet that can be read (.xlsx)."))


def _refused(what: Text) -> Refused:
    return Refused(Problem(what, mend=lazy("Download the template and fill it in.")))


def _rows(book: Workbook, columns: int) -> Iterator[tuple[Any, ...]]:
    sheet = book.worksheets[0]
    # What a file says of its own size is often wrong.
    sheet.reset_dimensions()
    try:
        yield from sheet.iter_rows(max_col=columns)
    except Refused:
        raise
    except Exception as error:
        raise _refused(lazy("The file is no spreadsheet that can be read (.xlsx).")) from error


def _text(cell: Any) -> str | None:
    """A code typed as a number is the same code."""
    if cell.data_type == "f":
        return None
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
