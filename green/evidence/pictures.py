"""Pictures, drawn anew: turned upright, made small, and with nothing of what came beside them.

Sizes are read from the file before anything is decoded, so that no picture takes more memory
than a photograph does. One is decoded at a time (see `uploading.finish`).
"""

from __future__ import annotations

import io
import struct
import zlib
from math import ceil
from typing import BinaryIO, Literal

from PIL import Image, ImageOps, PngImagePlugin

from green.errors import Problem, Refused
from green.evidence.picture_sizes import Size, jpeg_size, png_size, webp_size
from green.evidence.refusals import broken
from green.texts import lazy

Format = Literal["JPEG", "PNG", "WEBP"]

LONG_SIDE = 1600
_QUALITY = 85
# A JPEG is decoded at a fraction of its size; what is kept whole in memory is bounded apart.
_MOST_PIXELS = 80_000_000
_MOST_BYTES = 48 * 1024 * 1024
# Each scan of a JPEG goes over the whole picture; programs that draw them write ten or so.
_MOST_SCANS = 64
# Pixels that are made small at once.
_BAND = 512 * 1024
# Descriptions in a PNG are packed and could unfold to much more.
PngImagePlugin.MAX_TEXT_MEMORY = 1024 * 1024
# Whatever a broken picture makes the decoders say; warnings, where they are made errors.
_FAILURES = (
    *(OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError),
    *(ArithmeticError, MemoryError, AttributeError, RuntimeError, AssertionError, Warning),
    *(struct.error, zlib.error, Image.DecompressionBombError),
)


def format_of(head: bytes) -> Format | None:
    """Which of the pictures that are taken begins like this, if any."""
    if head.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WEBP"
    return None


def drawn_anew(file: BinaryIO, format_: Format) -> bytes:
    """The picture as a JPEG of at most 1600 pixels a side, upright and without metadata.

    Raises `Refused` for a broken one and for one of too many pixels.
    """
    size = _size(file, format_)
    if size is None or not size.width or not size.height or size.scans > _MOST_SCANS:
        raise Refused(broken())
    if size.pixels > _MOST_PIXELS or size.memory > _MOST_BYTES:
        raise Refused(_too_large(size))
    file.seek(0)
    try:
        with Image.open(file, formats=(format_,)) as image:
            return _written(_drawn(image))
    except _FAILURES:
        raise Refused(broken()) from None


def _size(file: BinaryIO, format_: Format) -> Size | None:
    file.seek(0)
    match format_:
        case "JPEG":
            return jpeg_size(file, LONG_SIDE)
        case "PNG":
            return png_size(file, LONG_SIDE)
        case "WEBP":
            return webp_size(file)


def _too_large(size: Size) -> Problem:
    return Problem(
        lazy(
            "The picture is too large to be read: {width} × {height} pixels.",
            width=size.width,
            height=size.height,
        ),
        mend=lazy("Save it smaller, as JPEG, or send a screenshot of it."),
    )


def _drawn(image: Image.Image) -> Image.Image:
    orientation = image.getexif().get(0x0112, 1)
    width, height = image.size
    share = min(1.0, LONG_SIDE / max(width, height))
    wanted = max(1, round(width * share)), max(1, round(height * share))
    # A JPEG is then decoded at a half, a quarter or an eighth.
    image.draft("RGB", wanted)
    image.load()
    small = _shrunk(image, wanted)
    turned = Image.new("RGB", small.size)
    turned.paste(small)
    turned.getexif()[0x0112] = orientation
    return ImageOps.exif_transpose(turned)


def _shrunk(image: Image.Image, wanted: tuple[int, int]) -> Image.Image:
    """Band by band, so that there is no second copy of a large picture at any moment."""
    width, height = image.size
    factor = max(1, min(width // wanted[0], height // wanted[1]))
    if factor == 1 and image.mode == "RGB" and not image.has_transparency_data:
        return image.resize(wanted, Image.Resampling.LANCZOS)
    small = Image.new("RGB", (ceil(width / factor), ceil(height / factor)))
    band = factor * max(1, _BAND // (width * factor))
    for top in range(0, height, band):
        piece = _on_white(image.crop((0, top, width, min(height, top + band))))
        small.paste(piece.reduce(factor) if factor > 1 else piece, (0, top // factor))
    return small if small.size == wanted else small.resize(wanted, Image.Resampling.LANCZOS)


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):
        # 16 bits of grey, of which 8 are seen.
        image = image.convert("I").point(lambda grey: grey / 257).convert("L")
    if image.has_transparency_data:
        image = image.convert("RGBA")
        white = Image.new("RGB", image.size, "white")
        white.paste(image, mask=image.getchannel("A"))
        return white
    return image.convert("RGB")


def _written(image: Image.Image) -> bytes:
    written = io.BytesIO()
    image.save(written, "JPEG", quality=_QUALITY)
    return written.getvalue()
