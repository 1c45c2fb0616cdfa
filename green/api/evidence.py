"""Files of evidence to and from the browser: sent in pieces, taken away as attachments."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import BinaryIO

from anyio import CapacityLimiter, to_thread
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse

from green.api import bodies, form_token
from green.api.json_answers import answer, for_who_is_in, off_the_loop
from green.api.visit import Visit
from green.assessment.model import EvidenceFile, FileKind
from green.errors import NotFound, Problem
from green.evidence import announcing, fetching, names, uploading
from green.evidence.uploading import Files
from green.people.model import Actor, Person
from green.settings import Settings
from green.texts import lazy

MOST_OF_A_PART = 1024 * 1024
_MOST_ANNOUNCED = 64 * 1024
_PIECE = 128 * 1024
# Threads of our own: who sends files holds up nobody's pages, and who waits for what was sent to
# be looked at holds up nobody who is sending.
_ARRIVING, _FINISHING, _LEAVING = CapacityLimiter(4), CapacityLimiter(2), CapacityLimiter(4)
_NUMBER = re.compile(r"[0-9]{1,18}")

TYPES: dict[FileKind, str] = {
    "jpeg": "image/jpeg",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
}
# Whatever is in a file, it runs nothing and loads nothing, and nobody on the way keeps it.
_SAFE = {
    "content-security-policy": "default-src 'none'; sandbox",
    "x-content-type-options": "nosniff",
    "cache-control": "private, no-store",
    # Pictures and documents are packed already; what stands here keeps Streamlit from packing.
    "content-encoding": "identity",
}


async def token(request: Request) -> Response:
    """The token that every post repeats, with its cookie."""
    settings = Settings.from_environment()
    known = form_token.known(request, settings)
    given = known or form_token.new()
    response = answer({"token": given})
    if known is None:
        form_token.give(response, given, settings)
    return response


@for_who_is_in
async def begin(visit: Visit, person: Person) -> Response:
    """Announce a file: where it belongs, what it is, how large."""
    body = await bodies.whole(_request(visit), _MOST_ANNOUNCED)
    upload = await off_the_loop(_ARRIVING, _begin, visit, person, body)
    return answer({"id": upload, "offset": 0}, 201)


@for_who_is_in
async def progress(visit: Visit, person: Person) -> Response:
    """How far a file has come."""
    return await off_the_loop(_ARRIVING, _progress, visit, person)


@for_who_is_in
async def cancel(visit: Visit, person: Person) -> Response:
    """A file is not wanted any more; what has come of it goes."""
    upload = _request(visit).path_params["id"]
    await off_the_loop(_FINISHING, uploading.cancel, _files(visit), upload, person.id)
    return answer({})


@for_who_is_in
async def part(visit: Visit, person: Person) -> Response:
    """What follows of a file; it goes to the disk as it comes, so a broken line loses little."""
    request = _request(visit)
    upload, spool = request.path_params["id"], _files(visit).spool
    asked = request.query_params.get("offset", "")
    here = int(asked) if _NUMBER.fullmatch(asked) else -1
    await off_the_loop(_ARRIVING, spool.find, upload, person.id)
    # Out of step, it is refused before anything is read.
    await off_the_loop(_ARRIVING, spool.append, upload, here, b"")
    try:
        async for piece in bodies.pieces(request, MOST_OF_A_PART):
            here = await off_the_loop(_ARRIVING, spool.append, upload, here, piece)
    except ClientDisconnect:
        # Nobody reads the answer; the next request asks how far it got.
        pass
    return answer({"offset": here})


@for_who_is_in
async def done(visit: Visit, person: Person) -> Response:
    """All has been sent: look at it, keep it, attach it."""
    upload = _request(visit).path_params["id"]
    store = await off_the_loop(_ARRIVING, lambda: visit.store)
    evidence = await off_the_loop(
        _FINISHING, uploading.finish, store, _files(visit), upload, person.id
    )
    return answer({"evidence": evidence})


@for_who_is_in
async def file(visit: Visit, person: Person) -> Response:
    """A file to take away; with `?show=1` a picture to be shown in a page."""
    found, opened, size = await off_the_loop(_LEAVING, _open, visit, person)
    inline = found.is_picture and visit.request.query_params.get("show") == "1"
    headers = _SAFE | {
        "content-disposition": names.disposition(found.name, inline=inline),
        "content-length": str(size),
    }
    return StreamingResponse(_pieces_of(opened), 200, headers, TYPES[found.kind])


def _begin(visit: Visit, person: Person, body: bytes) -> str:
    return uploading.begin(visit.store, _files(visit), announcing.read(body, person.id))


def _progress(visit: Visit, person: Person) -> Response:
    spool, upload = _files(visit).spool, _request(visit).path_params["id"]
    arrival = spool.find(upload, person.id)
    return answer({"offset": spool.offset(upload), "size": arrival.size})


def _open(visit: Visit, person: Person) -> tuple[EvidenceFile, BinaryIO, int]:
    asked = _request(visit).path_params["id"]
    if not _NUMBER.fullmatch(asked):
        raise NotFound(Problem(lazy("There is no such file.")))
    found = fetching.file_of(visit.store, int(asked), Actor(person.id))
    opened = _files(visit).storage.open(found.sha256)
    size = opened.seek(0, 2)
    opened.seek(0)
    return found, opened, size


async def _pieces_of(opened: BinaryIO) -> AsyncIterator[bytes]:
    try:
        while piece := await to_thread.run_sync(opened.read, _PIECE, limiter=_LEAVING):
            yield piece
    finally:
        opened.close()


def _request(visit: Visit) -> Request:
    assert isinstance(visit.request, Request), "routes have requests"
    return visit.request


def _files(visit: Visit) -> Files:
    settings = visit.settings
    database = settings.simulated if visit.is_simulated else settings.database
    return Files.of(settings.evidence_of(database))
