"""A sheet written from the top: a line about it, headings, tables of typed columns, notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from green.bulletin.model import Bulletin
from green.exchange.sheets import put, shown
from green.paper.filling import mark
from green.texts import _

_WHOLE, _RATE, _TENTHS, _TEXT = "#,##0", "0.0%", "#,##0.0", "@"
_HEAD = PatternFill("solid", fgColor="FFEAF1ED")
_LINE = Border(bottom=Side(style="hair", color="FF8A9590"))
_UNDER = Border(bottom=Side(style="thin", color="FF28302C"))
_RED = "FFB02020"
# Points; Chinese characters need more than a spreadsheet gives a row by itself.
_HEAD_ROW, _ROW = 46, 17
_ON_ONE_PAGE = 60


@dataclass(frozen=True)
class Column:
    """What a column is called, how its values are shown, and how wide it is, in characters."""

    title: str
    shown_as: str
    width: float


def text(title: str, width: float) -> Column:
    return Column(title, _TEXT, width)


def number(title: str) -> Column:
    return Column(title, _WHOLE, 10)


def rate(title: str) -> Column:
    return Column(title, _RATE, 10)


def days(title: str) -> Column:
    """With one decimal: medians and paces."""
    return Column(title, _TENTHS, 10)


class Sheet:
    """One sheet of a bulletin; each call writes below what is there."""

    def __init__(self, book: Workbook, name: str, title: str, marked: str) -> None:
        page = book.create_sheet(name)
        assert isinstance(page, Worksheet)
        self.page = page
        self._line = 1
        self._widths: dict[int, float] = {}
        self._heading_line = 0
        put(page, 1, 1, title).font = Font(bold=True, size=13)
        if marked:
            self._line = 2
            put(page, 2, 1, marked).font = Font(bold=True, size=13, color=_RED)
            page.oddHeader.right.text = marked.replace("&", "&&")
            page.oddHeader.right.size = 14
            page.sheet_properties.tabColor = _RED
        page.oddFooter.center.text = "&P / &N"
        self._line += 1

    def heading(self, words: str) -> None:
        """A heading over what comes next."""
        self._line += 1
        put(self.page, self._line, 1, words).font = Font(bold=True, size=12)
        self._line += 1

    def pair(self, name: str, value: object) -> None:
        """A name and beside it its value."""
        put(self.page, self._line, 1, name).font = Font(bold=True)
        self._value(self._line, 2, value, Column("", _WHOLE, 0))
        self._line += 1

    def note(self, words: str) -> None:
        """A sentence; it runs over the columns beside it."""
        put(self.page, self._line, 1, words)
        self._line += 1

    def table(
        self,
        columns: Sequence[Column],
        rows: Sequence[Sequence[object]],
        *,
        last_is_sum: bool = False,
    ) -> int:
        """A table; None is an empty cell. Returns the line of its first row."""
        for place, column in enumerate(columns, 1):
            cell = put(self.page, self._line, place, column.title)
            right = column.shown_as != _TEXT
            cell.font, cell.fill, cell.border = Font(bold=True), _HEAD, _UNDER
            cell.alignment = Alignment(
                horizontal="right" if right else "left",
                vertical="center",
                wrap_text=True,
                indent=0 if right or place == 1 else 1,
            )
            self._widths[place] = max(self._widths.get(place, 0), column.width)
        self.page.row_dimensions[self._line].height = _HEAD_ROW
        self._heading_line = self._line
        first = self._line + 1
        for line, row in enumerate(rows, first):
            self.page.row_dimensions[line].height = _ROW
            for place, (column, value) in enumerate(zip(columns, row, strict=True), 1):
                cell = self._value(line, place, value, column)
                cell.border = _LINE
                if column.shown_as == _TEXT and place > 1:
                    # Else it would touch the number to its left.
                    cell.alignment = Alignment(horizontal="left", indent=1)
                if last_is_sum and line == first + len(rows) - 1:
                    cell.font = Font(bold=True)
        self._line = first + len(rows) + 1
        return first

    def done(self, *, frozen: bool, columns: int = 0) -> None:
        """Widths, what stays in sight, and how it is printed: A4 across, as wide as one page."""
        page = self.page
        for place, width in self._widths.items():
            page.column_dimensions[get_column_letter(place)].width = width
        if frozen:
            line = self._heading_line
            page.freeze_panes = f"{get_column_letter(columns + 1)}{line + 1}"
            page.print_title_rows = f"{line}:{line}"
        page.page_setup.orientation = "landscape"
        page.page_setup.paperSize = page.PAPERSIZE_A4
        page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
        page.sheet_properties.pageSetUpPr.fitToPage = True

    def on_paper(self, columns: int, more: int, *, upright: bool = False) -> None:
        """Print so many columns alone, and `more` lines below the tables, where a chart stands.

        Up to 60 lines come on one page, so that none goes through the chart.
        """
        last = self._line + more
        self.page.print_area = f"A1:{get_column_letter(columns)}{last}"
        if upright:
            self.page.page_setup.orientation = "portrait"
        if self._line <= _ON_ONE_PAGE:
            self.page.page_setup.fitToHeight = 1

    def _value(self, line: int, place: int, value: object, column: Column) -> Cell:
        cell = self.page.cell(line, place)
        assert isinstance(cell, Cell)
        if value is None:
            return cell
        if isinstance(value, str):
            return put(self.page, line, place, shown(value))
        assert isinstance(value, int | float | Fraction)
        cell.value = value if isinstance(value, int) else float(value)
        cell.number_format = column.shown_as
        return cell


def about(made: Workbook, bulletin: Bulletin, name: str) -> Sheet:
    """A sheet whose first line says what it is about, so that it can be printed alone."""
    title = _(
        "{place}: green communities from {first} to {last}",
        place=bulletin.found.total.name,
        first=bulletin.period.first.isoformat(),
        last=bulletin.period.last.isoformat(),
    )
    return Sheet(made, name, title, mark(simulated=bulletin.found.simulated))
