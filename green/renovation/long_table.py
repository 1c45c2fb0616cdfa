"""A table of many thousand lines: written plainly, as making each cell's look takes most time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from openpyxl.styles.cell_style import StyleArray

from green.bulletin.table import Column, Sheet
from green.exchange.sheets import FORMULA, put, shown


def long_table(sheet: Sheet, columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> int:
    """The heading of a sheet's table and its rows, text as text; returns how many rows it has.

    Numbers have their column's format, None is an empty cell. Nothing may be written below it.
    """
    first = sheet.table(columns, [])
    page, looks = sheet.page, {place: _look(sheet, column) for place, column in enumerate(columns)}
    line = first - 1
    for line, row in enumerate(rows, first):
        for place, value in enumerate(row):
            if value is None or value == "":
                continue
            if isinstance(value, str) and value.startswith(FORMULA):
                put(page, line, place + 1, value)
                continue
            cell = page.cell(line, place + 1, shown(value) if isinstance(value, str) else value)
            # One look for the whole column; nothing changes it afterwards.
            cell._style = looks[place]  # noqa: SLF001
    return line - first + 1


def _look(sheet: Sheet, column: Column) -> StyleArray:
    """What a cell of the column looks like, made once in a cell that is then given up."""
    page = sheet.page
    row = page.max_row + 1
    cell = page.cell(row, 1)
    cell.number_format = column.shown_as
    look: StyleArray = cell._style  # noqa: SLF001
    del page._cells[row, 1]  # noqa: SLF001
    return look
