"""The token that a form of ours carries and a cookie repeats, so that no other site can post it.

It is no secret of the server's: a form stays good over a restart, and the sign-in form, where
there is no session yet, is guarded like all others. `posts` compares the two.
"""

from __future__ import annotations

import re

from starlette.requests import HTTPConnection
from starlette.responses import Response

from green.people import tokens
from green.settings import Settings

FIELD, HEADER = "form_token", "x-form-token"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def cookie_name(settings: Settings) -> str:
    return "__Host-green_form" if settings.is_secure else "green_form"


def known(request: HTTPConnection, settings: Settings) -> str | None:
    """The token that this browser has, None if it has none or an altered one."""
    token = request.cookies.get(cookie_name(settings), "")
    return token if _TOKEN.fullmatch(token) else None


def new() -> str:
    return tokens.new_token()


def give(response: Response, token: str, settings: Settings) -> None:
    """Set the cookie; it is not sent with a post from another site (SameSite)."""
    response.set_cookie(
        cookie_name(settings),
        token,
        path="/",
        secure=settings.is_secure,
        httponly=True,
        samesite="lax",
    )
