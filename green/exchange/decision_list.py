"""Lists of decisions as text or a file, read into rows; nothing is matched or judged here."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from green.errors import Problem, Refused
from green.exchange.cells import MOST_BYTES, CellProblem, Line, read_lines
from green.exchange.decision_cells import guessed
from green.exchange.decision_words import (
    Column,
    column_named,
    half_width,
    read_day,
    read_state,
    without_number,
)
from green.review.matching import Row
from green.review.paper import MOST_ROWS
from green.review.wording import clean
from green.texts import lazy

MOST_IN_FILE = 10_000
_MOST_COLUMNS = 20
_SPLIT_CODE = re.compile(r"(?<!\d)\d{2,9}(?: \d{2,9})+(?!\d)")


@dataclass(frozen=True)
class ReadList:
    """The rows of a list, and the cells that could not be read. `column_of` says in which column
    of the file something stands, counted from 1."""

    rows: tuple[Row, ...]
    problems: tuple[CellProblem, ...]
    column_of: dict[Column, int]


def read_text(text: str) -> ReadList:
    """A pasted list: a table with tabs, commas or blanks, or names under the headings of their
    places. Rows are numbered as they stand, headings not counted.

    Raises `Refused` if it is longer than anybody's list.
    """
    if len(text) > MOST_BYTES:
        raise Refused(
            Problem(lazy("The text is too long."), mend=lazy("Divide it into several lists."))
        )
    lines = [
        Line(number, tuple(cell.strip() for cell in _cut(line)))
        for number, line in enumerate(half_width(text).splitlines(), 1)
        if line.strip()
    ]
    found = read_table(lines)
    # Several names may stand in one line, so that its number would not tell them apart.
    rows = tuple(replace(row, number=place) for place, row in enumerate(found.rows, 1))
    number_of = {row.number: place for place, row in enumerate(found.rows, 1)}
    problems = tuple(replace(one, line=number_of.get(one.line, one.line)) for one in found.problems)
    return ReadList(rows, problems, found.column_of)


def read_file(data: bytes, name: str) -> ReadList:
    """A spreadsheet (.xlsx) or a table as text (.csv, in UTF-8 or GB 18030)."""
    if name.lower().endswith(".xlsx"):
        return read_table(read_lines(data, _MOST_COLUMNS, MOST_IN_FILE))
    return read_table(csv_lines(data))


def csv_lines(data: bytes) -> list[Line]:
    """The lines of a .csv that are not blank; raises `Refused`."""
    text = decoded(data)
    first = text.split("\n", 1)[0]
    mark = "\t" if "\t" in first else ";" if first.count(";") > first.count(",") else ","
    try:
        found = [
            Line(number, tuple(row[:_MOST_COLUMNS]))
            for number, row in enumerate(csv.reader(io.StringIO(text), delimiter=mark), 1)
            if any(cell.strip() for cell in row)
        ]
    except csv.Error:
        raise _no_table() from None
    if len(found) > MOST_IN_FILE:
        raise Refused(
            Problem(
                lazy("The sheet has more than {n} lines.", n=MOST_IN_FILE),
                mend=lazy("Divide it into several files."),
            )
        )
    return found


def decoded(data: bytes) -> str:
    """Text in UTF-8 or GB 18030; raises `Refused` for what is no text."""
    if len(data) <= MOST_BYTES and b"\0" not in data:
        for encoding in ("utf-8-sig", "gb18030"):
            with suppress(UnicodeDecodeError):
                return data.decode(encoding)
    raise _no_table()


def _no_table() -> Refused:
    return Refused(
        Problem(
            lazy("The file is no table that can be read (.xlsx or .csv)."),
            mend=lazy("Download the template and fill it in."),
        )
    )


def read_table(lines: Sequence[Line]) -> ReadList:
    """Rows of cells. A heading says what the columns are; without one the cells say it."""
    columns, body = _columns(lines)
    above: dict[Column, str] = {}
    rows: list[Row] = []
    problems: list[CellProblem] = []
    for line in body:
        for column, cell in enumerate(line.cells, 1):
            if cell is None:
                problems.append(
                    CellProblem(
                        line.number,
                        column,
                        lazy("This is a formula."),
                        lazy("Write what it gives, as text."),
                    )
                )
        written = [cell.strip() for cell in line.cells if cell and cell.strip()]
        if columns:
            parts = {
                key: (line.cells[place - 1] or "").strip()
                for key, place in columns.items()
                if place <= len(line.cells)
            }
            names = [parts.pop("name", "")]
        else:
            parts, names = guessed(written, above)
            if not names:
                continue
        rows += [_row(line, {**parts, "name": name}, columns, problems) for name in names]
        if len(rows) > MOST_ROWS:
            break
    return ReadList(tuple(rows), tuple(problems), columns or {"name": 1})


def _cut(line: str) -> list[str]:
    for mark in ("\t", ",", ";"):
        if mark in line:
            return line.split(mark)
    return _SPLIT_CODE.sub(_joined, without_number(line)).split()


def _joined(found: re.Match[str]) -> str:
    """A code written in groups is one code; other numbers side by side stay apart."""
    whole = "".join(found[0].split())
    return whole if len(whole) == 12 else found[0]


def _columns(lines: Sequence[Line]) -> tuple[dict[Column, int], Sequence[Line]]:
    """Where each column stands by its heading, within the first lines; a title may be above."""
    for place, line in enumerate(lines[:5]):
        found: dict[Column, int] = {}
        for number, cell in enumerate(line.cells, 1):
            named = column_named(cell or "")
            if named is not None:
                found.setdefault(named, number)
        if "name" in found or "code" in found:
            return found, lines[place + 1 :]
    return {}, lines


def _row(
    line: Line, parts: dict[Column, str], columns: dict[Column, int], problems: list[CellProblem]
) -> Row:
    state, day = parts.get("state", ""), parts.get("day", "")
    if state and read_state(state) is None:
        problems.append(
            CellProblem(
                line.number,
                columns.get("state", 1),
                lazy("There is no state “{state}”.", state=state[:40]),
                lazy("Write attained, named or revoked."),
            )
        )
    if day and read_day(day) is None:
        problems.append(
            CellProblem(
                line.number,
                columns.get("day", 1),
                lazy("“{text}” is not a date.", text=day[:40]),
                lazy("Write it as year-month-day, for example 2022-12-31."),
            )
        )
    return Row(
        line.number,
        parts.get("code", ""),
        parts.get("city", ""),
        parts.get("district", ""),
        parts.get("street", ""),
        parts.get("name", ""),
        read_state(state) if state else None,
        read_day(day) if day else None,
        clean(parts.get("batch", "")) or None,
    )
