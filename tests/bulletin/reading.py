"""What stands in a bulletin's files, read again as a reader would."""

from __future__ import annotations

import io
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook


def tables(data: bytes) -> dict[str, list[list[str]]]:
    """The rows of each table of a Word file below its heading, by the heading's first cell."""
    found = {}
    for table in Document(io.BytesIO(data)).tables:
        rows = [[cell.text for cell in row.cells] for row in table.rows]
        found[rows[0][0]] = rows[1:]
    return found


def said(data: bytes) -> str:
    """All text of a Word file, its header too."""
    document = Document(io.BytesIO(data))
    parts = [one.text for one in document.paragraphs]
    parts += [cell.text for one in document.tables for row in one.rows for cell in row.cells]
    parts += [one.text for one in document.sections[0].header.paragraphs]
    return "\n".join(parts)


def alternatives(data: bytes) -> list[str]:
    """What the pictures of a Word file say in words."""
    body = Document(io.BytesIO(data)).element.body
    return [one.get("descr") for one in body.iter(qn("wp:docPr"))]


def sheet(data: bytes, number: int) -> list[list[Any]]:
    """The cells of a sheet, row by row."""
    page = load_workbook(io.BytesIO(data)).worksheets[number]
    return [[cell.value for cell in row] for row in page.iter_rows()]


def below(rows: list[list[Any]], heading: str) -> list[list[Any]]:
    """The rows under the one that begins with a heading, up to the first that is empty."""
    start = next(n for n, row in enumerate(rows) if row[0] == heading)
    found = []
    for row in rows[start + 1 :]:
        if all(cell is None for cell in row):
            break
        found.append(row)
    return found


def number(text: str) -> int | None:
    return None if text == "–" else int(text.replace(",", ""))


def percent(number: int, of: int) -> str:
    """A rate as schools teach it: halves up, reckoned apart from the code."""
    rate = Decimal(number) * 100 / Decimal(of)
    return f"{rate.quantize(Decimal('0.1'), ROUND_HALF_UP)}%"


def stored(value: float | None) -> float | None:
    """A number as a spreadsheet file holds it: to sixteen digits."""
    return None if value is None else float(f"{value:.16g}")
