"""Content decides what a file is; what would do harm, or is two things at once, is not taken."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from green.errors import Refused
from green.evidence import content
from green.evidence.content import Content
from tests.evidence import samples
from tests.evidence.samples import EXCEL, MACROS, PDF, compound, package, picture

Read = Callable[[bytes], Content]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def look(data: bytes) -> Content:
        path = tmp_path / "sent"
        path.write_bytes(data)
        return content.read(path)

    return look


def document() -> bytes:
    written = io.BytesIO()
    Document().save(written)
    return written.getvalue()


def workbook() -> bytes:
    written = io.BytesIO()
    openpyxl.Workbook().save(written)
    return written.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PDF, "pdf"),
        (PDF + b"\r\n\0", "pdf"),
        (document(), "docx"),
        (workbook(), "xlsx"),
        (package(), "docx"),
        (package(EXCEL), "xlsx"),
        (compound("WordDocument", "1Table"), "doc"),
        (compound("Workbook"), "xls"),
    ],
)
def test_a_document_is_kept_as_it_came(data: bytes, kind: str, read: Read) -> None:
    found = read(data)
    assert (found.kind, found.data) == (kind, data)


PACKED = samples.archive({"photo.jpg": b"x"})
# Name, content, and a part of the sentence it is refused with.
HOSTILE: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "empty"),
    "a web page": (b"<!doctype html><script>alert(1)</script>", "web page"),
    "a web page after spaces": (b"\xef\xbb\xbf \n<HTML>", "web page"),
    "a drawing with a script": (
        b'<?xml version="1.0"?><svg onload="alert(1)">',
        "This is an SVG drawing",
    ),
    "a GIF that is a script": (b"GIF89a/*" + b"\0" * 20 + b"*/=1;alert(1)", "GIF"),
    "HEIC": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC"),
    "a video": (b"\0\0\0\x20ftypisom\0\0\2\0", "video"),
    "an archive": (PACKED, "packed"),
    "rar": (b"Rar!\x1a\x07\x01\0" + b"\0" * 50, "packed"),
    "7z": (b"7z\xbc\xaf\x27\x1c" + b"\0" * 50, "packed"),
    "a program": (b"MZ" + b"\0" * 100, "program"),
    "a script": (b"#!/bin/sh\nrm -rf /\n", "program"),
    "text": ("社区会议纪要".encode(), "plain text"),
    "noise": (bytes(range(256)), "not taken"),
    "OFD": (samples.archive({"OFD.xml": b"<ofd:OFD/>"}), "OFD"),
    "a slide show": (samples.archive({"[Content_Types].xml": b"", "ppt/a.xml": b""}), "another"),
    "a PDF that is cut off": (PDF[:-8], "damaged"),
    "a PDF followed by a web page": (PDF + b"<html><script>", "something else"),
    "a PDF with much behind it": (PDF + b"<b>" * 5000, "something else"),
    "a PDF followed by an archive": (PDF + PACKED, "something else"),
    "a PDF inside an archive's comment": (
        samples.archive({"a": b"x"}, before=PDF[:-7], comment=b"startxref\n9\n%%EOF"),
        "something else",
    ),
    "a PDF not at the beginning": (b"<html>" + PDF, "web page"),
    "a document with macros by its type": (package(MACROS), "macros"),
    "a document with macros": (package(extra={"word/vbaProject.bin": b"x"}), "macros"),
    "a document with macros by another name": (
        package(extra={"word/x.bin": compound("dir", "VBA", "_VBA_PROJECT")}),
        "macros",
    ),
    "a document with a control": (package(extra={"word/activeX/a.xml": b""}), "macros"),
    "a document with a program": (package(extra={"word/embeddings/a.bin": b"MZ\x90"}), "macros"),
    "a document with a packed program": (
        package(extra={"word/embeddings/o.bin": compound("\1Ole10Native")}),
        "macros",
    ),
    "a table with macro sheets": (package(EXCEL, {"xl/macrosheets/sheet1.xml": b""}), "macros"),
    "a document with a template elsewhere": (
        package(
            extra={
                "word/_rels/settings.xml.rels": b'<Relationships><Relationship Id="a" Type="x/'
                b'attachedTemplate" Target="http://127.0.0.1/x.dotm" TargetMode="External"/>'
                b"</Relationships>"
            }
        ),
        "another computer",
    ),
    "a document with entities": (
        package('a"/><!ENTITY x "' + samples.WORD),
        "packed",
    ),
    "a document after a web page": (b"<html>" + package(), "web page"),
    "a document followed by a web page": (package() + b"<html>", "something else"),
    "a document with a comment": (
        samples.archive(samples.parts(samples.WORD), comment=b"<script>"),
        "something else",
    ),
    "a document with a hidden part between": (samples.with_gap(b"<script>" * 9), "something else"),
    "a document that is cut off": (package()[:-10], "damaged"),
    "a document whose content is not what it says": (samples.with_wrong_sum(), "damaged"),
    "a document that says it is smaller than it is": (samples.lying_bomb(), "damaged"),
    "a document of many parts": (
        package(extra={f"a{n}": b"" for n in range(5001)}),
        "unpacks to too much",
    ),
    "a document that leads out of its folder": (package(extra={"../../x": b""}), "damaged"),
    "a document with a part twice": (samples.with_a_part_twice(), "damaged"),
    "an old document with macros": (compound("WordDocument", "Macros", "VBA"), "macros"),
    "an old table with macro sheets": (
        compound(
            "Workbook",
            stream=struct.pack("<HH", 0x85, 8) + b"\0\0\0\0\0\1\0\0" + struct.pack("<HH", 10, 0),
        ),
        "macros",
    ),
    "a locked document": (compound("EncryptionInfo", "EncryptedPackage"), "password"),
    "an installer": (compound("!_StringData"), "not taken"),
    "an old document followed by a script": (compound("WordDocument") + b"<script>", "something"),
    "an old document followed by an archive": (compound("WordDocument") + PACKED, "something"),
    "an old document that is cut off": (compound("WordDocument")[:600], "damaged"),
    "an old document that goes round": (samples.going_round(), "damaged"),
    "a picture that is cut off": (picture(size=(300, 300))[:-400], "damaged"),
    "a picture that is only a head": (b"\xff\xd8\xff\xe0\0\x10JFIF\0", "damaged"),
    "a PNG of nothing": (samples.bare_png(0, 5), "damaged"),
    "a PNG that is cut off": (picture("PNG")[:-30], "damaged"),
    "a PNG that is a bomb": (samples.bare_png(30_000, 30_000), "too large to be read: 30000 ×"),
    "a PNG with little in it": (samples.bare_png(100, 100, b"\0" * 50), "damaged"),
    "a WebP that is a bomb": (samples.bare_webp(16_000, 16_000), "too large"),
    "a WebP of nothing": (samples.bare_webp(10, 10), "damaged"),
    "a WebP of a head": (b"RIFF\0\0\0\0WEBPVP8 ", "damaged"),
    "a JPEG that goes over all again and again": (samples.many_scans(), "damaged"),
    "a JPEG of 65000 a side": (samples.resized_jpeg(65_000, 65_000), "too large"),
    "a progressive JPEG of 9000 a side": (
        samples.resized_jpeg(8900, 8900, progressive=True),
        "too large",
    ),
}


@pytest.mark.parametrize(("data", "sentence"), HOSTILE.values(), ids=HOSTILE)
def test_what_would_do_harm_is_refused_with_a_way_out(
    data: bytes, sentence: str, read: Read
) -> None:
    with pytest.raises(Refused) as refused:
        read(data)
    (problem,) = refused.value.problems
    assert sentence in str(problem.what)
    assert problem.mend


def test_a_document_that_unfolds_to_far_too_much_is_refused(read: Read) -> None:
    assert read(samples.bomb(2 * 2**20)).kind == "docx"
    with pytest.raises(Refused, match="unpacks to too much"):
        read(samples.bomb(201 * 2**20))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_a_png_of_any_kind_becomes_a_jpeg(mode: str, read: Read) -> None:
    image = Image.new("L", (40, 30), 255).convert(mode)
    written = io.BytesIO()
    image.save(written, "PNG")
    found = read(written.getvalue())
    drawn = Image.open(io.BytesIO(found.data))
    assert (found.kind, drawn.format, drawn.mode, drawn.size) == ("jpeg", "JPEG", "RGB", (40, 30))


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP"])
def test_a_large_picture_is_made_small_and_stays_what_it_shows(format_: str, read: Read) -> None:
    found = read(picture(format_, (2400, 1200)))
    drawn = Image.open(io.BytesIO(found.data))
    assert drawn.size == (1600, 800)
    (red, _, _), (_, _, blue) = drawn.getpixel((800, 100)), drawn.getpixel((800, 700))
    assert red > 240
    assert blue > 240


def test_a_picture_is_turned_upright_and_tells_nothing_of_its_place_and_time(read: Read) -> None:
    told = Image.Exif()
    told[0x0112], told[0x010F], told[0x0132] = 6, "a phone", "2024:01:02 03:04:05"
    told.get_ifd(0x8825)[2] = (36.0, 40.0, 1.0)
    found = read(picture(size=(200, 100), exif=told, comment=b"secret"))
    drawn = Image.open(io.BytesIO(found.data))
    assert drawn.size == (100, 200)
    assert drawn.getpixel((90, 100))[0] > 240
    assert not drawn.getexif()
    assert set(drawn.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert b"secret" not in found.data
    assert b"phone" not in found.data


def test_what_hides_in_or_behind_a_picture_is_gone_when_it_is_drawn_anew(read: Read) -> None:
    script = b"<script>alert(1)</script>"
    for data in (
        picture() + PACKED,
        picture(comment=script) + script,
        picture("PNG") + script,
        picture("WEBP") + script,
    ):
        found = read(data)
        assert found.kind == "jpeg"
        assert script not in found.data
        assert not zipfile.is_zipfile(io.BytesIO(found.data))


def test_what_is_seen_through_is_white(read: Read) -> None:
    written = io.BytesIO()
    Image.new("RGBA", (2, 2), (0, 0, 0, 0)).save(written, "PNG")
    assert Image.open(io.BytesIO(read(written.getvalue()).data)).getpixel((0, 0)) == (255,) * 3


def test_a_file_twice_is_the_same_content(read: Read) -> None:
    sent = picture("PNG", (1700, 900))
    assert read(sent) == read(sent)


WHOLE = [PDF, package(), compound("WordDocument"), picture(), picture("PNG"), picture("WEBP")]


@given(
    st.sampled_from(WHOLE),
    st.lists(st.tuples(st.integers(0, 9000), st.binary(max_size=4)), min_size=1, max_size=4),
    st.integers(0, 9000),
)
def test_whatever_is_broken_in_a_file_it_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory,
    data: bytes,
    changes: list[tuple[int, bytes]],
    length: int,
) -> None:
    sent = bytearray(data)
    for place, other in changes:
        at = place % len(sent)
        sent[at : at + len(other)] = other
    path = tmp_path_factory.getbasetemp() / "broken"
    path.write_bytes(sent[: length % len(sent)] if length % 3 == 0 else sent)
    with suppress(Refused):
        assert content.read(path).data
