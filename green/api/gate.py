"""Before a page is served: is anybody signed in, and if not, where do they sign in?

The pages ask for themselves, with every run, what somebody may see. The gate spares who is not
signed in the empty application and leads them back to where their link pointed.
"""

from __future__ import annotations

from urllib.parse import quote

from anyio import CapacityLimiter, to_thread
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from green.api.visit import asks_for_simulated, with_query
from green.people import accounts, records
from green.settings import Settings
from green.store import shared

# First parts of paths at which there is no page: Streamlit's own routes, then ours.
NO_PAGES = {
    *("_stcore", "static", "media", "component", "auth", "oauth2callback"),
    *("health", "assets", "plain"),
    *("sign-in", "sign-out", "account", "first-administrator", "invitation"),
}
# Threads of its own, so that nothing slow elsewhere keeps people from opening a page.
_LOOKING = CapacityLimiter(8)


class Gate:
    """Sends a browser that opens a page without a valid session to the sign-in page."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and opens_a_page(scope):
            request = HTTPConnection(scope)
            response = await to_thread.run_sync(turned_away, request, limiter=_LOOKING)
            if response is not None:
                await response(scope, receive, send)
                return
        await self._app(scope, receive, send)


def opens_a_page(scope: Scope) -> bool:
    """Whether a browser asks for a page of the application."""
    first = scope["path"].lstrip("/").partition("/")[0]
    accepts = HTTPConnection(scope).headers.get("accept", "")
    return scope["method"] in {"GET", "HEAD"} and first not in NO_PAGES and "text/html" in accepts


def turned_away(request: HTTPConnection) -> Response | None:
    """Where to sign in; None for who may pass."""
    settings = Settings.from_environment()
    wants_simulated = asks_for_simulated(request.url.query)
    if wants_simulated and settings.is_local and settings.simulated.exists():
        if _is_signed_in(request, settings, simulated=True):
            return None
        return _to_sign_in(request, data="simulated")
    with shared(settings.database).read() as query:
        nobody_yet = records.nobody_yet(query)
    if nobody_yet and settings.is_local:
        # The first page then says what this is and offers two ways to begin.
        return None
    if nobody_yet:
        return RedirectResponse("/first-administrator", 303)
    if settings.sign_in == "oidc" or _is_signed_in(request, settings, simulated=False):
        return None
    return _to_sign_in(request)


def _is_signed_in(request: HTTPConnection, settings: Settings, *, simulated: bool) -> bool:
    token = request.cookies.get(settings.cookie(simulated=simulated))
    if not token:
        return False
    with shared(settings.simulated if simulated else settings.database).read() as query:
        return accounts.who(query, token) is not None


def _to_sign_in(request: HTTPConnection, **query: str) -> Response:
    path = quote(request.scope["path"])
    if request.url.query:
        path += f"?{request.url.query}"
    if path != "/":
        query["next"] = path
    if asked := request.query_params.get("lang"):
        query["lang"] = asked
    return RedirectResponse(with_query("/sign-in", **query), 303)
