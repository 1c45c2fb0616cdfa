"""An exception that nobody foresaw becomes a page with an incident number, and a log entry."""

from __future__ import annotations

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from green import incidents
from green.api import json_answers
from green.api.page import incident


class Unforeseen:
    """Stands inside the headers, so that its page has them too."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def watch(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, watch)
        except Exception as error:
            number = incidents.record(error)
            if started:
                # Half a response cannot be taken back; the server breaks the connection.
                raise
            tell = json_answers.incident if json_answers.is_for_script(scope["path"]) else incident
            await tell(HTTPConnection(scope), number)(scope, receive, send)
