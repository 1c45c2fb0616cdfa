"""A form as Excel: fields in the cells of a workbook, one row repeated for the lines of a list."""

from __future__ import annotations

import io
import re
from copy import copy
from dataclasses import dataclass, fields
from functools import lru_cache
from math import ceil
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

from jinja2 import Template, TemplateError
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.drawing.image import Image
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from green.exchange.sheets import put, saved, sheet_of, shown
from green.paper import templates
from green.paper.fields import LINES
from green.paper.model import Content, Form

_WHEEL = re.compile(r"\s*\{\{\s*wheel\s*\}\}\s*")
_ALONE = re.compile(r"\s*\{\{\s*([a-z_.]+)\s*\}\}\s*")
_WHEEL_PIXELS = 150
# Points; a spreadsheet has no row higher than this.
_LINE, _HIGHEST = 13.5, 409.0
_SIDES = ("left", "center", "right")


@dataclass(frozen=True)
class _Prepared:
    path: Path
    data: bytes
    # By row and column; the row that is repeated, if there is one.
    cells: dict[tuple[int, int], str]
    repeated: int | None
    compiled: dict[str, Template]


def sheet(form: Form, content: Content) -> bytes:
    """The form as an .xlsx; raises `Refused` for a template that cannot be used."""
    ready = _ready(form)
    context = {one.name: getattr(content, one.name) for one in fields(content)}
    line, many, _kind = LINES[form]
    rows = context[many]
    book = load_workbook(io.BytesIO(ready.data))
    page = sheet_of(book)
    more = 0
    if ready.repeated is not None:
        more = max(len(rows), 1) - 1
        _make_room(page, ready.repeated, more)
    for (row, column), text in ready.cells.items():
        if row == ready.repeated:
            for place, one in enumerate(rows):
                _fill(page, row + place, column, text, ready, context | {line: one})
            if not rows:
                put(page, row, column, "")
        else:
            below = ready.repeated is not None and row > ready.repeated
            _fill(page, row + more if below else row, column, text, ready, context)
    if ready.repeated is not None and page.row_dimensions[ready.repeated].height is None:
        for place in range(more + 1):
            _fit(page, ready.repeated + place)
    for name in ("oddHeader", "oddFooter"):
        for side in _SIDES:
            part = getattr(getattr(page, name), side)
            if part.text and "{{" in part.text:
                part.text = _text(part.text, ready, context).replace("&", "&&")
    return saved(book)


def _fill(
    page: Worksheet,
    row: int,
    column: int,
    text: str,
    ready: _Prepared,
    context: dict[str, Any],
) -> None:
    if _WHEEL.fullmatch(text):
        put(page, row, column, "")
        picture = Image(io.BytesIO(context["picture"]))
        picture.width = picture.height = _WHEEL_PIXELS
        page.add_image(picture, page.cell(row, column).coordinate)
        return
    alone = _ALONE.fullmatch(text)
    value = _value(alone.group(1), context) if alone else None
    cell = page.cell(row, column)
    if isinstance(value, int) and isinstance(cell, Cell):
        cell.value = value
        return
    put(page, row, column, _text(text, ready, context))


def _text(text: str, ready: _Prepared, context: dict[str, Any]) -> str:
    try:
        return ready.compiled[text].render(context)
    except TemplateError as error:
        raise templates.broken(ready.path, error) from error


def _value(name: str, context: dict[str, Any]) -> Any:
    first, *rest = name.split(".")
    found = context.get(first)
    for part in rest:
        found = getattr(found, part, None)
    return found


def _fit(page: Worksheet, row: int) -> None:
    """Give a row the height of its longest cell: not every program does so as it opens a file."""
    lines = 1
    for cell in page[row]:
        room = max(page.column_dimensions[get_column_letter(cell.column)].width - 1, 1)
        # A Chinese character is as wide as two Latin ones; Latin words leave room at the end.
        lines = max(
            lines,
            sum(
                max(1, ceil(sum(_width(one) for one in part) / room))
                for part in str(cell.value or "").split("\n")
            ),
        )
    page.row_dimensions[row].height = min(lines * _LINE + 3, _HIGHEST)


def _width(character: str) -> float:
    return 2.0 if east_asian_width(character) in "WFA" else 1.08


def _make_room(page: Worksheet, row: int, more: int) -> None:
    """Move what is below a row down, and give the new rows the look of that row."""
    if not more:
        return
    ranges = [one for one in page.merged_cells.ranges if one.min_row > row]
    for one in ranges:
        page.unmerge_cells(one.coord)
    heights = {n: page.row_dimensions[n].height for n in range(row + 1, page.max_row + 1)}
    page.insert_rows(row + 1, more)
    for number in heights:
        page.row_dimensions[number].height = None
    for number, height in heights.items():
        page.row_dimensions[number + more].height = height
    for one in ranges:
        one.shift(row_shift=more)
        page.merge_cells(one.coord)
    looks = [(column, page.cell(row, column)) for column in range(1, page.max_column + 1)]
    for number in range(row + 1, row + more + 1):
        page.row_dimensions[number].height = page.row_dimensions[row].height
        for column, look in looks:
            # What is the same in every line, such as boxes to tick.
            if look.value is not None and "{{" not in str(look.value):
                page.cell(number, column, look.value)
            if look.has_style:
                page.cell(number, column)._style = copy(look._style)  # noqa: SLF001


def check_sheet(form: Form) -> None:
    """Raises `Refused` if the template cannot be used."""
    _ready(form)


def _ready(form: Form) -> _Prepared:
    path = templates.template_path(form, "xlsx")
    return _prepared(form, path, templates.read(path))


@lru_cache(maxsize=16)
def _prepared(form: Form, path: Path, data: bytes) -> _Prepared:
    env = templates.environment(_plain, escape=False)
    try:
        page = sheet_of(load_workbook(io.BytesIO(data)))
        cells = {
            (cell.row, cell.column): str(cell.value)
            for row in page.iter_rows()
            for cell in row
            if isinstance(cell.value, str) and "{{" in cell.value
        }
        headers = [
            getattr(getattr(page, name), side).text or ""
            for name in ("oddHeader", "oddFooter")
            for side in _SIDES
        ]
    except Exception as error:
        raise templates.unreadable(path) from error
    line = LINES[form][0] + "."
    used: set[str] = set()
    repeated: int | None = None
    for (row, _column), text in cells.items():
        named = templates.used_in(text, path, env)
        used |= named
        if any(one.startswith(line) for one in named):
            repeated = row if repeated is None else min(row, repeated)
    for text in headers:
        used |= templates.used_in(text, path, env)
    templates.check(form, used, path)
    sources = {*cells.values(), *headers}
    return _Prepared(path, data, cells, repeated, {one: env.from_string(one) for one in sources})


def _plain(value: Any) -> Any:
    return "" if value is None else shown(str(value))
