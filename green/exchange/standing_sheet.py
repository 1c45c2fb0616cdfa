"""The communities behind a cell of items and places as a spreadsheet: one a line, and a sheet
that says what the list is."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import Cell

from green.exchange.sheets import fill, saved, sheet_of
from green.planning.likeness import NOT_RECORDED
from green.planning.likeness_words import kind_name
from green.planning.matrix_records import Behind
from green.planning.standing_words import standing_name
from green.texts import _

_WIDTHS = (30, 22, 16, 14, 12, 12, 20, 16)
# Columns of numbers, counted from one: households and the year of the oldest building.
_HOUSEHOLDS, _BUILT = 5, 6


def standing_sheet(rows: Sequence[Behind], about: Sequence[str]) -> bytes:
    """The file; `about` are the sentences of its second sheet."""
    book = Workbook()
    sheet = sheet_of(book)
    sheet.title = _("Communities")
    heading = (
        _("Community"),
        _("Street"),
        _("Status"),
        _("Handed in on"),
        _("Households"),
        _("Oldest building"),
        _("Kind of community"),
        _("Code"),
    )
    fill(sheet, [heading, *(_line(row) for row in rows)], _WIDTHS)
    for line, row in enumerate(rows, 2):
        for column, value in (
            (_HOUSEHOLDS, row.profile.households),
            (_BUILT, row.profile.built_from),
        ):
            cell = sheet.cell(line, column)
            assert isinstance(cell, Cell)
            cell.number_format = "0"
            cell.value = value
    sheet.auto_filter.ref = sheet.dimensions
    fill(book.create_sheet(_("About this list")), [[one] for one in about], (100,))
    return saved(book)


def _line(row: Behind) -> tuple[object, ...]:
    """One community; numbers are written over the blanks afterwards, as numbers."""
    return (
        row.name,
        row.street,
        standing_name(row.standing),
        "" if row.handed_in is None else row.handed_in.isoformat(),
        "",
        "",
        kind_name(row.profile.kind or NOT_RECORDED),
        row.code,
    )
