"""Spreadsheets out: whatever people typed stays text, also if it looks like a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

# What a spreadsheet takes for the beginning of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
# What XML cannot hold.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def shown(text: str) -> str:
    """Text as a file can hold it: control characters are seen as a sign, not lost."""
    return _CONTROL.sub("\ufffd", text)


def csv_file(rows: Iterable[Sequence[object]]) -> bytes:
    """Rows as CSV that spreadsheets open in Chinese; a formula gets an apostrophe before it."""
    out = io.StringIO()
    writer = csv.writer(out)
    for row in rows:
        writer.writerow([_harmless(shown(str(value))) for value in row])
    return out.getvalue().encode("utf-8-sig")


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text


def put(sheet: Worksheet, row: int, column: int, value: object) -> Cell:
    """Write a value as text, never as a formula or a number that loses digits."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    cell.value = shown(str(value))
    cell.data_type = "s"
    cell.number_format = "@"
    if cell.value.startswith(FORMULA):
        cell.quotePrefix = True
    return cell


def fill(sheet: Worksheet, rows: Iterable[Sequence[object]], widths: Sequence[int]) -> None:
    """Rows from the top, the first one as the heading; widths in characters."""
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            cell = put(sheet, number, column, value)
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if number == 1:
                cell.font = Font(bold=True)
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"


def sheet_of(book: Workbook) -> Worksheet:
    """The first sheet of a book."""
    sheet = book.worksheets[0]
    assert isinstance(sheet, Worksheet)
    return sheet


def saved(book: Workbook) -> bytes:
    """The book as a file."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
