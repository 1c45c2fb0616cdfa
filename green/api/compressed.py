"""The application's scripts and styles, compressed once and kept in memory.

Streamlit sends its 5 MB of them as they are: compressing with every request costs more than it
saves. Kept, it costs once, and a first load over a slow line takes a third of the time. On one
machine there is no line, and nothing is compressed.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass

from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from green.settings import Settings

_KINDS = (".js", ".css")
# Streamlit has a few hundred such files; addresses spelled otherwise shall not fill the memory.
_MOST = 500


@dataclass(frozen=True)
class _Kept:
    headers: list[tuple[bytes, bytes]]
    body: bytes


class Compressed:
    """Answers for files below `/static` that have been asked for before."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._kept: dict[str, _Kept] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _may_be_compressed(scope):
            await self._app(scope, receive, send)
            return
        kept = self._kept.get(scope["path"])
        if kept is None:
            kept = await self._fetched(scope, receive, send)
        if kept is not None:
            await send({"type": "http.response.start", "status": 200, "headers": kept.headers})
            await send({"type": "http.response.body", "body": kept.body})

    async def _fetched(self, scope: Scope, receive: Receive, send: Send) -> _Kept | None:
        """Take the file from the application; None if its answer was passed on as it is."""
        start: Message | None = None
        parts: list[bytes] = []
        is_passed_on = False

        async def collect(message: Message) -> None:
            nonlocal start, is_passed_on
            if message["type"] == "http.response.start":
                start = message
                is_passed_on = message["status"] != 200 or len(self._kept) >= _MOST
            if is_passed_on:
                await send(message)
            elif message["type"] == "http.response.body":
                parts.append(message.get("body", b""))

        await self._app(scope, receive, collect)
        if is_passed_on or start is None:
            return None
        body = await to_thread.run_sync(gzip.compress, b"".join(parts), 6)
        headers = MutableHeaders(raw=list(start["headers"]))
        for name in ("accept-ranges", "etag", "last-modified"):
            del headers[name]
        headers["content-encoding"] = "gzip"
        headers["content-length"] = str(len(body))
        headers.add_vary_header("Accept-Encoding")
        kept = _Kept(headers.raw, body)
        self._kept[scope["path"]] = kept
        return kept


def _may_be_compressed(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    if not scope["path"].startswith("/static/") or not scope["path"].endswith(_KINDS):
        return False
    if Settings.from_environment().is_local:
        return False
    headers = Headers(scope=scope)
    is_part = "range" in headers or "if-none-match" in headers or "if-modified-since" in headers
    return "gzip" in headers.get("accept-encoding", "") and not is_part
