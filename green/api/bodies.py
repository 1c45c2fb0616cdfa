"""Reading what a request brings without holding more than a little of it."""

from __future__ import annotations

from collections.abc import AsyncIterator

from starlette.requests import ClientDisconnect, Request

from green.errors import GreenError, Problem
from green.texts import lazy

_PIECE = 128 * 1024


class TooLong(GreenError):
    """A body of more than may come at once, or one that does not say how long it is."""

    def __init__(self) -> None:
        super().__init__(
            Problem(
                lazy("More was sent at once than is taken."),
                mend=lazy("Load the page again, then send the file again."),
            )
        )


async def whole(request: Request, most: int) -> bytes:
    """All of a short body; raises `TooLong`, before reading it if it says so itself."""
    return b"".join([piece async for piece in pieces(request, most)])


async def pieces(request: Request, most: int) -> AsyncIterator[bytes]:
    """A body in pieces of some size; what came before the line broke comes out too.

    Raises `TooLong`, and `ClientDisconnect` after the last piece.
    """
    announced = request.headers.get("content-length", "")
    if not announced.isascii() or not announced.isdecimal() or int(announced[:18]) > most:
        raise TooLong
    held, length = bytearray(), 0
    try:
        async for piece in request.stream():
            length += len(piece)
            if length > most:
                raise TooLong
            held += piece
            if len(held) >= _PIECE:
                yield bytes(held)
                held.clear()
    except ClientDisconnect:
        if held:
            yield bytes(held)
        raise
    if held:
        yield bytes(held)
