"""Before a page is served: is anybody signed in, and if not, where do they sign in?

The pages ask for themselves, with every run, what somebody may see. The gate spares who is not
signed in the empty application and leads them back to where their link pointed.
"""

from __future__ import annotations

from urllib.parse import quote, unquote

from anyio import CapacityLimiter, to_thread
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from green.api.visit import asks_for_simulated, local_path, with_query
from green.people import accounts, records
from green.settings import Settings
from green.store import shared

# First parts of paths at which there is no page: Streamlit's own routes, then ours.
NO_PAGES = {
    *("_stcore", "static", "media", "component", "auth", "oauth2callback"),
    *("health", "assets", "plain"),
    *("sign-in", "sign-out", "account", "first-administrator", "invitation"),
    *("public-notices", "public-notice", "evidence"),
}
# Streamlit's own: pictures of the page are for everybody, files for who is signed in; how many
# are here and what is kept in memory is nobody's business outside.
_FILES, _UPLOADS, _INSIDE = "/media/", "/_stcore/upload_file/", "/_stcore/metrics"
_PICTURES = (".svg", ".png")
# Where Streamlit keeps who somebody is at the provider, and where we keep the page they want.
PROVIDERS_COOKIE, NEXT_COOKIE = "_streamlit_user", "green_next"
# Threads of its own, so that nothing slow elsewhere keeps people from opening a page.
_LOOKING = CapacityLimiter(8)


class Gate:
    """Sends a browser that opens a page without a valid session to the sign-in page."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and is_for_who_is_in(scope):
            send = _kept_nowhere(send)
            request = HTTPConnection(scope)
            if not await to_thread.run_sync(is_in, request, limiter=_LOOKING):
                await Response(status_code=403)(scope, receive, send)
                return
        if scope["type"] == "http" and scope["path"] == _INSIDE:
            await Response(status_code=404)(scope, receive, send)
            return
        if scope["type"] == "http" and opens_a_page(scope):
            request = HTTPConnection(scope)
            response = await to_thread.run_sync(turned_away, request, limiter=_LOOKING)
            if response is not None:
                await response(scope, receive, send)
                return
            if _goes_to_provider(request):
                send = _remembering(request, send)
        await self._app(scope, receive, send)


def is_for_who_is_in(scope: Scope) -> bool:
    """Whether a file is taken away or handed in."""
    path = scope["path"]
    is_file = path.startswith(_FILES) and not path.endswith(_PICTURES)
    return is_file or path.startswith(_UPLOADS)


def is_in(request: HTTPConnection) -> bool:
    """Whether somebody is signed in in this browser, on either data.

    Who comes from a provider is known to Streamlit alone: then their cookie has to be there.
    """
    settings = Settings.from_environment()
    if settings.sign_in == "oidc" and PROVIDERS_COOKIE in request.cookies:
        return True
    if _is_signed_in(request, settings, simulated=False):
        return True
    has_simulated = settings.is_local and settings.simulated.exists()
    return has_simulated and _is_signed_in(request, settings, simulated=True)


def _kept_nowhere(send: Send) -> Send:
    """A file is not kept by the browser, where the next person would find it."""

    async def with_header(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message)["cache-control"] = "no-store"
        await send(message)

    return with_header


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
    if settings.sign_in == "oidc":
        return _from_provider(request)
    if _is_signed_in(request, settings, simulated=False):
        return None
    return _to_sign_in(request)


def _goes_to_provider(request: HTTPConnection) -> bool:
    by_provider = Settings.from_environment().sign_in == "oidc"
    return by_provider and request.url.path != "/" and PROVIDERS_COOKIE not in request.cookies


def _from_provider(request: HTTPConnection) -> Response | None:
    """Back from the provider one is on the first page: on to where the link pointed."""
    wanted = request.cookies.get(NEXT_COOKIE)
    if request.url.path != "/" or not wanted or PROVIDERS_COOKIE not in request.cookies:
        return None
    response = RedirectResponse(local_path(unquote(wanted)), 303)
    response.delete_cookie(NEXT_COOKIE, path="/", httponly=True, samesite="lax")
    return response


def _remembering(request: HTTPConnection, send: Send) -> Send:
    """Keep the page asked for while somebody signs in at the provider, for ten minutes."""

    async def with_cookie(message: Message) -> None:
        if message["type"] == "http.response.start":
            cookie = Response()
            cookie.set_cookie(
                NEXT_COOKIE, quote(_address(request)), 600, path="/", httponly=True, samesite="lax"
            )
            MutableHeaders(scope=message).append("set-cookie", cookie.headers["set-cookie"])
        await send(message)

    return with_cookie


def _is_signed_in(request: HTTPConnection, settings: Settings, *, simulated: bool) -> bool:
    token = request.cookies.get(settings.cookie(simulated=simulated))
    if not token:
        return False
    with shared(settings.simulated if simulated else settings.database).read() as query:
        return accounts.who(query, token) is not None


def _to_sign_in(request: HTTPConnection, **query: str) -> Response:
    path = _address(request)
    if path != "/":
        query["next"] = path
    if asked := request.query_params.get("lang"):
        query["lang"] = asked
    return RedirectResponse(with_query("/sign-in", **query), 303)


def _address(request: HTTPConnection) -> str:
    path = quote(request.scope["path"])
    return f"{path}?{request.url.query}" if request.url.query else path
