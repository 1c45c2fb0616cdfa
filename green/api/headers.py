"""What every response tells the browser to forbid."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from green.settings import Settings

# The one inline script of Streamlit's page, by its hash (a test compares them).
STREAMLITS_SCRIPT = "sha256-THxz9J9+wf7rhwR2YkXJoSZ13UCmYyC+3lNDv2+8ugA="
# Streamlit sets its styles from scripts, and Plotly writes style attributes; protobuf counts in
# WebAssembly, which this allows without allowing scripts from strings. A component of ours whose
# script is given as a string would need blob: among the scripts.
_APPLICATION = {
    "default-src": "'none'",
    "script-src": f"'self' 'wasm-unsafe-eval' '{STREAMLITS_SCRIPT}'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "media-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "worker-src": "'self' blob:",
    "manifest-src": "'self'",
    "frame-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
# Pages of ours have no scripts but the one that knows old browsers, and no inline styles.
OURS = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
_ALWAYS = {
    "x-content-type-options": "nosniff",
    # For browsers that do not know frame-ancestors.
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


class Headers:
    """Adds the headers; what a page of ours has set already stays."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def complete(message: Message) -> None:
            if message["type"] == "http.response.start":
                _complete(MutableHeaders(scope=message))
            await send(message)

        await self._app(scope, receive, complete)


def _complete(headers: MutableHeaders) -> None:
    settings = Settings.from_environment()
    for name, value in _ALWAYS.items():
        headers.setdefault(name, value)
    headers.setdefault("content-security-policy", policy())
    if settings.is_secure:
        headers.setdefault("strict-transport-security", "max-age=31536000")
        _only_over_tls(headers)
    if headers.get("content-type", "").startswith("text/html"):
        # After signing out, the back button finds nothing that was kept.
        headers["cache-control"] = "no-store"


def _only_over_tls(headers: MutableHeaders) -> None:
    """Streamlit sets cookies of its own, also with who somebody is, and not for TLS alone."""
    cookies = headers.getlist("set-cookie")
    if all("; secure" in cookie.lower() for cookie in cookies):
        return
    del headers["set-cookie"]
    for cookie in cookies:
        is_secure = "; secure" in cookie.lower()
        headers.append("set-cookie", cookie if is_secure else f"{cookie}; Secure")


def policy() -> str:
    """The Content-Security-Policy under which the application runs."""
    return "; ".join(f"{name} {value}" for name, value in _APPLICATION.items())
