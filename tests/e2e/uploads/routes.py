"""The server's side of handing in files, as far as a browser can tell; it remembers what came.

A test asks for what it has seen and tells it how to behave at `/stub/…`.
"""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import asdict, dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from green.api import form_token
from green.settings import Settings


@dataclass
class _Upload:
    about: dict[str, Any]
    content: bytearray = field(default_factory=bytearray)
    # Where each part began, also of those that were not taken.
    parts: list[int] = field(default_factory=list)
    evidence: int | None = None
    is_cancelled: bool = False


@dataclass
class _Behaviour:
    signed_out: bool = False
    refuses: str = ""
    # Seconds that each part takes.
    slow: float = 0


class _Stub:
    def __init__(self) -> None:
        self.uploads: dict[str, _Upload] = {}
        self.behaviour = _Behaviour()


_stub = _Stub()


def stored_files() -> list[int]:
    """The evidence that has arrived, for the page."""
    return [one.evidence for one in _stub.uploads.values() if one.evidence is not None]


def routes() -> list[Route]:
    return [
        Route("/evidence/token", _token),
        Route("/evidence/uploads", _begin, methods=["POST"]),
        Route("/evidence/uploads/{id}", _known),
        Route("/evidence/uploads/{id}", _cancel, methods=["DELETE"]),
        Route("/evidence/uploads/{id}/part", _part, methods=["POST"]),
        Route("/evidence/uploads/{id}/done", _done, methods=["POST"]),
        Route("/stub/seen", _seen),
        Route("/stub/content/{id}", _content),
        Route("/stub/behave", _behave),
        Route("/stub/empty", _empty),
    ]


def _token(request: Request) -> Response:
    settings = Settings.from_environment()
    token = form_token.known(request, settings) or form_token.new()
    response = JSONResponse({"token": token})
    form_token.give(response, token, settings)
    return response


async def _begin(request: Request) -> Response:
    if _stub.behaviour.signed_out:
        return Response(status_code=401)
    about = await request.json()
    if _stub.behaviour.refuses:
        refusal = {"what": _stub.behaviour.refuses, "where": about["name"], "mend": ""}
        return JSONResponse(refusal, 422)
    name = secrets.token_urlsafe(32)
    _stub.uploads[name] = _Upload({**about, "query": dict(request.query_params)})
    return JSONResponse({"id": name, "offset": 0}, 201)


def _known(request: Request) -> Response:
    upload = _stub.uploads.get(request.path_params["id"])
    if _stub.behaviour.signed_out or upload is None:
        return Response(status_code=401 if _stub.behaviour.signed_out else 404)
    return JSONResponse({"offset": len(upload.content), "size": upload.about["size"]})


def _cancel(request: Request) -> Response:
    _stub.uploads[request.path_params["id"]].is_cancelled = True
    return JSONResponse({})


async def _part(request: Request) -> Response:
    body = await request.body()
    await asyncio.sleep(_stub.behaviour.slow)
    upload = _stub.uploads.get(request.path_params["id"])
    if _stub.behaviour.signed_out or upload is None:
        return Response(status_code=401 if _stub.behaviour.signed_out else 404)
    offset = int(request.query_params["offset"])
    upload.parts.append(offset)
    if len(body) > 1024 * 1024:
        return Response(status_code=413)
    if offset != len(upload.content):
        return JSONResponse({"offset": len(upload.content)}, 409)
    upload.content += body
    return JSONResponse({"offset": len(upload.content)})


def _done(request: Request) -> Response:
    upload = _stub.uploads.get(request.path_params["id"])
    if _stub.behaviour.signed_out or upload is None:
        return Response(status_code=401 if _stub.behaviour.signed_out else 404)
    if len(upload.content) != upload.about["size"]:
        return JSONResponse({"offset": len(upload.content)}, 409)
    if upload.evidence is None:
        upload.evidence = 1 + len(stored_files())
    return JSONResponse({"evidence": upload.evidence})


def _seen(_request: Request) -> Response:
    return JSONResponse(
        [
            {
                "id": name,
                "about": one.about,
                "bytes": len(one.content),
                "parts": one.parts,
                "evidence": one.evidence,
                "is_cancelled": one.is_cancelled,
            }
            for name, one in _stub.uploads.items()
        ]
    )


def _content(request: Request) -> Response:
    return Response(bytes(_stub.uploads[request.path_params["id"]].content))


def _behave(request: Request) -> Response:
    asked = request.query_params
    _stub.behaviour = _Behaviour(
        "signed_out" in asked, asked.get("refuses", ""), float(asked.get("slow", 0))
    )
    return JSONResponse(asdict(_stub.behaviour))


def _empty(_request: Request) -> Response:
    _stub.__init__()  # type: ignore[misc]
    return Response()
