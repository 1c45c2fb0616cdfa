"""Styles, pictures and the few scripts; the page for old browsers; health."""

from __future__ import annotations

from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response

from green.api.page import show
from green.api.visit import Visit

_HERE = Path(__file__).parent / "assets"
# The application's own pictures are taken from where it keeps them.
_PICTURES = _HERE.parents[1] / "ui"
_FILES = {
    "style.css": (_HERE / "style.css", "text/css"),
    "browser.js": (_HERE / "browser.js", "text/javascript"),
    "go.js": (_HERE / "go.js", "text/javascript"),
    "jump.js": (_HERE / "jump.js", "text/javascript"),
    "stay.js": (_HERE / "stay.js", "text/javascript"),
    "language.js": (_HERE / "language.js", "text/javascript"),
    "icon.svg": (_PICTURES / "icon.svg", "image/svg+xml"),
    "logo.zh_CN.svg": (_PICTURES / "logo.zh_CN.svg", "image/svg+xml"),
    "logo.en.svg": (_PICTURES / "logo.en.svg", "image/svg+xml"),
}


async def asset(request: Request) -> Response:
    """A file of this list and no other; browsers ask each time whether it has changed."""
    found = _FILES.get(request.path_params["name"])
    if found is None:
        raise HTTPException(404)
    path, kind = found
    return FileResponse(path, media_type=kind, headers={"cache-control": "no-cache"})


def plain(visit: Visit) -> Response:
    """For browsers that cannot run the application: which ones can."""
    return show(visit, "plain.html")


async def health(_request: Request) -> JSONResponse:
    """The process is up and its database open."""
    return JSONResponse({"status": "ok"})
