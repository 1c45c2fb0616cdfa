"""Names from devices are fit to be shown and saved anywhere."""

from __future__ import annotations

import unicodedata
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from green.assessment.model import FileKind
from green.evidence.names import clean, disposition


@pytest.mark.parametrize(
    ("name", "kind", "shown"),
    [
        ("会议纪要.pdf", "pdf", "会议纪要.pdf"),
        ("IMG_0001.HEIC", "jpeg", "IMG_0001.jpg"),
        ("图.png", "jpeg", "图.jpg"),
        ("page.html", "jpeg", "page.html.jpg"),
        ("2024.3.1", "pdf", "2024.3.1.pdf"),
        ("C:\\fakepath\\表.xls", "xls", "表.xls"),
        ("../../etc/passwd", "pdf", "passwd.pdf"),
        ("a/b\\..", "pdf", "evidence.pdf"),
        ("", "docx", "evidence.docx"),
        (".pdf", "pdf", "pdf.pdf"),
        ("invoice\u202efdp.exe", "pdf", "invoicefdp.exe.pdf"),
        ("a\r\nSet-Cookie: x\0.pdf", "pdf", "a Set-Cookie_ x.pdf"),
        ('<img src="x">.jpg', "jpeg", "_img src=_x__.jpg"),
        ("  . a   b . .pdf", "pdf", "a b.pdf"),
        ("CON.pdf", "pdf", "_CON.pdf"),
        ("con.x.pdf", "pdf", "_con.x.pdf"),
        ("console.pdf", "pdf", "console.pdf"),
        ("\ud83d half", "pdf", "half.pdf"),
        ("x" * 300 + ".pdf", "pdf", "x" * 95 + ".pdf"),
        ("社" * 300, "docx", "社" * 64 + ".docx"),
    ],
)
def test_a_name_is_cleaned(name: str, kind: FileKind, shown: str) -> None:
    assert clean(name, kind) == shown


@given(st.text(max_size=150), st.sampled_from(get_args(FileKind)))
def test_whatever_a_device_calls_it_the_name_is_fit_and_stays_as_it_is(
    name: str, kind: FileKind
) -> None:
    found = clean(name, kind)
    assert clean(found, kind) == found
    assert 1 <= len(found) <= 100
    assert len(found.encode()) <= 200
    assert not set(found) & set('/\\<>:"|?*')
    assert not any(unicodedata.category(letter).startswith("C") for letter in found)
    assert not found.startswith((".", " "))
    header = disposition(found)
    assert header.isascii()
    assert header.isprintable()
    assert header.count('"') == 2


def test_a_browser_is_told_the_name_in_both_ways() -> None:
    assert disposition("表 1.pdf") == (
        "attachment; filename=\"_ 1.pdf\"; filename*=UTF-8''%E8%A1%A8%201.pdf"
    )
    assert disposition("a.jpg", inline=True).startswith("inline; ")
