"""What stands in a file that was made, read again."""

from __future__ import annotations

import io
from typing import Any

from docx import Document
from openpyxl import load_workbook

from green.paper.model import FileKind


def table(data: bytes, kind: FileKind, heading: str = "创建标准") -> list[list[Any]]:
    """The lines of the table below its heading, up to the first that is shorter."""
    if kind == "docx":
        found = next(
            one
            for one in Document(io.BytesIO(data)).tables
            if heading in [cell.text for cell in one.rows[0].cells]
        )
        return [[cell.text for cell in row.cells] for row in found.rows[1:]]
    rows = [list(row) for row in load_workbook(io.BytesIO(data)).worksheets[0].iter_rows()]
    start = next(n for n, row in enumerate(rows) if heading in [cell.value for cell in row])
    below = rows[start + 1 :]
    end = next((n for n, row in enumerate(below) if row[0].coordinate in _merged(data)), len(below))
    return [[cell.value if cell.value is not None else "" for cell in row] for row in below[:end]]


def _merged(data: bytes) -> set[str]:
    page = load_workbook(io.BytesIO(data)).worksheets[0]
    return {one.coord.split(":")[0] for one in page.merged_cells.ranges}


def text(data: bytes, kind: FileKind) -> str:
    """Everything that can be read, headers too."""
    if kind == "docx":
        document = Document(io.BytesIO(data))
        parts = [one.text for one in document.paragraphs]
        parts += [cell.text for one in document.tables for row in one.rows for cell in row.cells]
        parts += [one.text for one in document.sections[0].header.paragraphs]
        return "\n".join(parts)
    page = load_workbook(io.BytesIO(data)).worksheets[0]
    cells = [str(cell.value) for row in page.iter_rows() for cell in row if cell.value is not None]
    return "\n".join([*cells, page.oddHeader.right.text or ""])


def pictures(data: bytes, kind: FileKind) -> list[bytes]:
    if kind == "docx":
        parts = Document(io.BytesIO(data)).part.package.iter_parts()
        return [one.blob for one in parts if str(one.partname).startswith("/word/media/")]
    return [one._data() for one in load_workbook(io.BytesIO(data)).worksheets[0]._images]
