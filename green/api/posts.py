"""Every post has to come from a page of ours (against cross-site request forgery)."""

from __future__ import annotations

import secrets
from urllib.parse import parse_qs, urlsplit

from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from green.api import form_token, json_answers
from green.api.page import refusal
from green.errors import Problem, Refused
from green.settings import Settings
from green.texts import Text, lazy

_SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}
_FORM = "application/x-www-form-urlencoded"
# Our forms are short; what is longer never reaches a handler.
_LONGEST = 64 * 1024


class Posts:
    """Lets a request that changes something through only from a page of this site.

    Where the browser says which site it comes from, it has to be this one. It also has to repeat
    the token of the browser's cookie, in a form's field or, from a script, in a header; Streamlit
    guards its own routes below `/_stcore` with a token of its own.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in _SAFE:
            await self._app(scope, receive, send)
            return
        request = HTTPConnection(scope)
        settings = Settings.from_environment()
        refused: tuple[Text, int] | None = None
        if comes_from_elsewhere(request, settings):
            refused = lazy("This came from another site and was not carried out."), 403
        elif not scope["path"].startswith("/_stcore/"):
            token = request.headers.get(form_token.HEADER)
            is_form = request.headers.get("content-type", "").partition(";")[0].strip() == _FORM
            if token is None and is_form:
                body = await _body(receive)
                if body is None:
                    refused = lazy("The form is too long."), 413
                else:
                    token = _field(body)
                    receive = _replayed(body, receive)
            known = form_token.known(request, settings) or ""
            if refused is None and not _is_same(token or "", known):
                refused = lazy("The form is too old."), 403
        if refused is None:
            await self._app(scope, receive, send)
            return
        what, status = refused
        mend = lazy("Nothing was stored. Go back, load the page again, and repeat it.")
        error = Refused(Problem(what, mend=mend))
        if json_answers.is_for_script(scope["path"]):
            response: Response = json_answers.refusal(request, error, status)
        else:
            response = refusal(request, error, status)
        await response(scope, receive, send)


def comes_from_elsewhere(request: HTTPConnection, settings: Settings) -> bool:
    """Whether the browser says that another site's page sent this.

    A page without referrer, such as an invitation, makes browsers send the origin “null”, which
    says nothing; then the token decides alone.
    """
    if request.headers.get("sec-fetch-site", "none") not in {"same-origin", "none"}:
        return True
    origin = request.headers.get("origin", "null")
    if origin == "null":
        return False
    ours = {request.headers.get("host", ""), urlsplit(settings.url).netloc} - {""}
    return urlsplit(origin).netloc not in ours


def _is_same(token: str, known: str) -> bool:
    return bool(known) and secrets.compare_digest(token.encode(), known.encode())


def _field(body: bytes) -> str:
    fields = parse_qs(body.decode("utf-8", "replace"), max_num_fields=None)
    return fields.get(form_token.FIELD, [""])[0]


async def _body(receive: Receive) -> bytes | None:
    """The whole body, None if it is longer than any form of ours."""
    body: bytes = b""
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        body += bytes(message.get("body", b""))
        if len(body) > _LONGEST:
            return None
        if not message.get("more_body", False):
            return body


def _replayed(body: bytes, receive: Receive) -> Receive:
    read = False

    async def replay() -> Message:
        nonlocal read
        if read:
            return await receive()
        read = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay
