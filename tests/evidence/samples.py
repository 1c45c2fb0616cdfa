"""Files as devices send them, and as somebody would who means harm: all made here."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from PIL import Image

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 0>>endobj\n"
    b"trailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"


def picture(
    format_: str = "JPEG", size: tuple[int, int] = (40, 30), mode: str = "RGB", **options: object
) -> bytes:
    """A picture of one colour, red above and blue below."""
    image = Image.new(mode, size, "blue" if mode != "L" else 0)
    image.paste("red" if mode != "L" else 255, (0, 0, size[0], size[1] // 2))
    written = io.BytesIO()
    image.save(written, format_, **options)
    return written.getvalue()


def parts(main: str = WORD) -> dict[str, bytes]:
    """What is looked at in an Office document of today."""
    types = (
        '<?xml version="1.0" encoding="UTF-8"?><Types><Override PartName="/word/document.xml" '
        f'ContentType="{main}"/></Types>'
    )
    return {
        "[Content_Types].xml": types.encode(),
        "_rels/.rels": b"<Relationships/>",
        "word/document.xml": b"<w:document/>",
    }


def archive(entries: dict[str, bytes], before: bytes = b"", comment: bytes = b"") -> bytes:
    written = io.BytesIO(before)
    written.seek(len(before))
    with zipfile.ZipFile(written, "a" if before else "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in entries.items():
            packed.writestr(name, data)
        packed.comment = comment
    return written.getvalue()


def package(main: str = WORD, extra: dict[str, bytes] | None = None) -> bytes:
    """An Office document of today, as far as is looked at."""
    return archive(parts(main) | (extra or {}))


def bomb(size: int) -> bytes:
    """A document that unfolds to so many bytes of nothing."""
    written = io.BytesIO(package())
    with (
        zipfile.ZipFile(written, "a", zipfile.ZIP_DEFLATED) as packed,
        packed.open("word/media/a", "w") as part,
    ):
        for _ in range(size // 2**20):
            part.write(b"\0" * 2**20)
    return written.getvalue()


def with_gap(hidden: bytes) -> bytes:
    """A document with something between its parts that no program for archives shows."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        for name, data in parts().items():
            packed.writestr(name, data)
            written.write(hidden)
            packed.start_dir = written.tell()
    return written.getvalue()


def with_wrong_sum() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        for name, data in parts().items():
            packed.writestr(name, data)
    return written.getvalue().replace(b"<w:document/>", b"<w:documentX>")


def with_a_part_twice() -> bytes:
    return package(extra={"word/document2xml": b"x"}).replace(b"document2xml", b"document.xml")


def lying_bomb() -> bytes:
    """Says that a part has ten bytes, which unfolds to ten million."""
    sent = bytearray(package(extra={"word/media/a": b"\0" * 10_000_000}))
    at = 0
    while (at := sent.find(struct.pack("<I", 10_000_000), at)) >= 0:
        sent[at : at + 4] = struct.pack("<I", 10)
    return bytes(sent)


def bare_png(width: int, height: int, rows: bytes = b"") -> bytes:
    """A PNG that says it is so large, whatever its content."""

    def chunk(name: bytes, body: bytes) -> bytes:
        sum_ = zlib.crc32(name + body)
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", sum_)

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def compound(*names: str, stream: bytes = b"") -> bytes:
    """An Office document of before 2007 with these streams; the first holds `stream`."""
    content = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0")
    sectors = len(content) // 512
    entries = [_entry("Root Entry", 5, 0xFFFFFFFE, 0)]
    for number, name in enumerate(names):
        is_first = number == 0
        entries.append(_entry(name, 2, 2 if is_first else 0xFFFFFFFE, len(content) * is_first))
    directory = b"".join(entries).ljust(-(-len(entries) // 4) * 512, b"\0")
    pages = len(directory) // 512
    # Sector 0 is the table, then the content from 2 on is moved behind the directory.
    first = 1 + pages
    table = [0xFFFFFFFD, *range(2, 1 + pages), 0xFFFFFFFE]
    table += [*range(first + 1, first + sectors), 0xFFFFFFFE]
    table += [0xFFFFFFFF] * (128 - len(table))
    before, after = (struct.pack("<II", start, len(content)) for start in (2, first))
    directory = directory.replace(before, after)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    head += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    assert len(head) == 512
    assert len(table) == 128
    return head + struct.pack("<128I", *table) + directory + content


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    raw = written.ljust(64, b"\0") + struct.pack("<HBB", len(written), kind, 1)
    return raw.ljust(116, b"\0") + struct.pack("<III", start, size, 0)


def going_round() -> bytes:
    """An old document whose directory follows itself."""
    sent = bytearray(compound("WordDocument"))
    sent[512 + 4 : 512 + 8] = struct.pack("<I", 1)
    return bytes(sent)


def bare_webp(width: int, height: int) -> bytes:
    body = b"VP8L" + struct.pack("<I", 10) + b"\x2f"
    body += struct.pack("<I", (width - 1) | (height - 1) << 14) + b"\0" * 9
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def resized_jpeg(width: int, height: int, *, progressive: bool = False) -> bytes:
    """A small JPEG that says it is large."""
    sent = picture(size=(64, 48), progressive=progressive)
    return sent.replace(struct.pack(">HH", 48, 64), struct.pack(">HH", height, width))


def many_scans() -> bytes:
    """A progressive JPEG that is drawn over and over."""
    sent = picture(size=(64, 48), progressive=True)
    last = sent.rindex(b"\xff\xda")
    return sent[:last] + sent[last:-2] * 200 + sent[-2:]
