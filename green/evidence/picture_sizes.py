"""How large a picture is, and how much memory it would take: from its first bytes alone."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from math import ceil
from typing import BinaryIO

# Pixels are kept in four bytes, those of one value in one, those of 16 bits in four for a while.
_PIXEL = 4
_ONE_VALUE = {0, 3}
# What WebP's decoder keeps beside the picture: the canvas, the one before, the frame, the answer.
_WEBP_COPIES = 4


@dataclass(frozen=True)
class Size:
    """`memory` is what decoding takes at most, in bytes; `scans` how often it goes over all."""

    width: int
    height: int
    memory: int
    scans: int = 1

    @property
    def pixels(self) -> int:
        return self.width * self.height


def png_size(file: BinaryIO, long_side: int) -> Size | None:
    """None if the file does not begin as a PNG does."""
    head = file.read(26)
    if len(head) < 26 or head[12:16] != b"IHDR":
        return None
    width, height, depth, colours = struct.unpack(">IIBB", head[16:26])
    pixel = 1 if colours in _ONE_VALUE and depth <= 8 else _PIXEL
    return Size(width, height, width * height * pixel + _reduced(width, height, long_side))


def webp_size(file: BinaryIO) -> Size | None:
    """None if the file does not begin as a WebP does, or if it moves."""
    head = file.read(30)
    if len(head) < 30:
        return None
    match head[12:16]:
        case b"VP8 ":
            width, height = (side & 0x3FFF for side in struct.unpack("<HH", head[26:30]))
        case b"VP8L":
            bits = int.from_bytes(head[21:25], "little")
            width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8X":
            width = int.from_bytes(head[24:27], "little") + 1
            height = int.from_bytes(head[27:30], "little") + 1
        case _other:
            return None
    return Size(width, height, width * height * _PIXEL * _WEBP_COPIES)


def jpeg_size(file: BinaryIO, long_side: int) -> Size | None:
    """None if there is no whole head.

    `long_side` is what is wanted in the end: one that is drawn from top to bottom is decoded not
    much larger than that. One that comes in several scans is kept whole, as coefficients.
    """
    file.seek(2)
    frame: bytes | None = None
    progressive = False
    while (marker := _marker(file)) is not None:
        if marker == 0xDA:
            break
        body = _segment(file)
        if body is None:
            return None
        # Frames of all kinds but tables, which lie between them.
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            frame, progressive = body, marker not in {0xC0, 0xC1}
    scan = _segment(file) if marker is not None else None
    if frame is None or scan is None or len(frame) < 6 or not scan:
        return None
    height, width, count = struct.unpack(">HHB", frame[1:6])
    if len(frame) < 6 + 3 * count or not width or not height or not count:
        return None
    in_scans = progressive or scan[0] < count
    memory = _decoded(width, height, long_side)
    if in_scans:
        memory += _coefficients(width, height, frame[6 : 6 + 3 * count])
    return Size(width, height, memory, 1 + _more_scans(file))


def _reduced(width: int, height: int, long_side: int) -> int:
    """What the first, quick step of making it small leaves."""
    factor = max(1, max(width, height) // long_side)
    return ceil(width / factor) * ceil(height / factor) * _PIXEL


def _decoded(width: int, height: int, long_side: int) -> int:
    """What is decoded of a JPEG."""
    scale = max(width, height) // long_side
    scale = 8 if scale >= 8 else 4 if scale >= 4 else 2 if scale >= 2 else 1
    return ceil(width / scale) * ceil(height / scale) * _PIXEL


def _coefficients(width: int, height: int, components: bytes) -> int:
    """Two bytes for each sample of each component, in whole blocks of 8 × 8."""
    samplings = [(byte >> 4 or 1, byte & 15 or 1) for byte in components[1::3]]
    most = max(across for across, _down in samplings), max(down for _across, down in samplings)
    return sum(
        2 * 64 * ceil(width * across / most[0] / 8) * ceil(height * down / most[1] / 8)
        for across, down in samplings
    )


def _more_scans(file: BinaryIO) -> int:
    found, last = 0, b""
    while piece := file.read(64 * 1024):
        found += (last + piece).count(b"\xff\xda")
        last = piece[-1:]
    return found


def _marker(file: BinaryIO) -> int | None:
    """The next marker; None where there is none."""
    if file.read(1) != b"\xff":
        return None
    while (byte := file.read(1)) == b"\xff":
        pass
    return byte[0] if byte else None


def _segment(file: BinaryIO) -> bytes | None:
    length = file.read(2)
    if len(length) < 2:
        return None
    wanted = int.from_bytes(length, "big") - 2
    body = file.read(max(wanted, 0))
    return body if wanted >= 0 and len(body) == wanted else None
