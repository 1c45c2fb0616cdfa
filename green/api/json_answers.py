"""Routes for a script of ours: who asks, off the event loop, and refusals as JSON."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from anyio import CapacityLimiter, to_thread
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from green.api import page
from green.api.bodies import TooLong
from green.api.visit import Visit
from green.errors import GreenError, NotFound, Problem, StoreFailed
from green.evidence.spool import OutOfStep, TooMany
from green.evidence.uploading import TooLarge
from green.people import tickets, tokens
from green.people.guard import NotAllowed
from green.people.model import Person
from green.settings import Settings
from green.texts import _, join, lazy

# The header, or the word in an address, with the ticket of who comes from a provider.
TICKET, TICKET_IN_ADDRESS = "x-ticket", "ticket"
# Whose files a window sends, as the page that was drawn in it says.
OWNER = "x-owner"
# First parts of paths that a script asks and not a reader.
_FOR_SCRIPTS = ("/evidence/",)
_MOST_WAITING = 100
_WAIT = "5"
_LOOKING = CapacityLimiter(4)

Handler = Callable[[Visit, Person], Awaitable[Response]]
P = ParamSpec("P")
T = TypeVar("T")


def is_for_script(path: str) -> bool:
    """Whether a guard should answer as this module does."""
    return path.startswith(_FOR_SCRIPTS)


def for_who_is_in(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """A route for who is signed in here, by our cookie or by a ticket; all refusals as JSON.

    Somebody who opens the address in a window is led to sign in, and reads a page.
    """

    @wraps(handler)
    async def endpoint(request: Request) -> Response:
        visit = Visit(request, Settings.from_environment(), {})
        page.speak(visit)
        is_read = "text/html" in request.headers.get("accept", "")
        try:
            person = await off_the_loop(_LOOKING, _who, visit)
            if person is None or _is_somebody_elses(request, person):
                return _to_sign_in(visit) if is_read else _not_signed_in()
            return await handler(visit, person)
        except OutOfStep as out:
            return answer({"offset": out.offset}, 409)
        except GreenError as error:
            answered = refused(error)
            if is_read and request.method == "GET":
                return page.refused(visit, error, answered.status_code)
            return answered

    return endpoint


async def off_the_loop(
    limiter: CapacityLimiter, work: Callable[P, T], *given: P.args, **named: P.kwargs
) -> T:
    """Do something that waits in a thread; raises `TooMany` if too much waits for one already."""
    if limiter.statistics().tasks_waiting >= _MOST_WAITING:
        raise TooMany(
            Problem(
                lazy("Too many files are arriving at this moment."),
                mend=lazy("Wait a minute, then do it again."),
            )
        )
    return await to_thread.run_sync(lambda: work(*given, **named), limiter=limiter)


def answer(values: dict[str, object], status: int = 200) -> JSONResponse:
    """What nobody keeps: it is of this moment and of who asked."""
    return JSONResponse(values, status, {"cache-control": "no-store"})


def refused(error: GreenError, status: int | None = None) -> JSONResponse:
    """`{"what", "where", "mend"}` in the language spoken now."""
    first, *others = error.problems
    mend = join(*(text for text in (first.mend, *others) if text))
    status = status or _status(error)
    response = answer({"what": str(first.what), "where": str(first.where), "mend": mend}, status)
    if status in {429, 503}:
        response.headers["retry-after"] = _WAIT
    if isinstance(error, TooLong):
        # What is still on its way is not waited for.
        response.headers["connection"] = "close"
    return response


def refusal(request: HTTPConnection, error: GreenError, status: int) -> JSONResponse:
    """As `refused`, for guards that stand before the routes."""
    page.speak(Visit(request, Settings.from_environment(), {}))
    return refused(error, status)


def incident(request: HTTPConnection, number: str) -> JSONResponse:
    """What a script gets of an unforeseen error, for its reader: the number, none of its words."""
    page.speak(Visit(request, Settings.from_environment(), {}))
    mend = f"{_('If it happens again, tell your administrator this number:')} {number}"
    return answer({"what": _("Something went wrong"), "where": "", "mend": mend}, 500)


def _who(visit: Visit) -> Person | None:
    found = visit.who()
    if found is not None:
        return found[0]
    request = visit.request
    ticket = request.headers.get(TICKET) or request.query_params.get(TICKET_IN_ADDRESS)
    if not ticket or visit.is_simulated or visit.settings.sign_in != "oidc":
        return None
    with visit.store.read() as query:
        return tickets.who(query, ticket)


def _is_somebody_elses(request: Request, person: Person) -> bool:
    """Whether a window still open of who was here before sends what is not this person's."""
    owner = request.headers.get(OWNER)
    return owner is not None and owner != tokens.mark_of(person.id)


def _to_sign_in(visit: Visit) -> Response:
    if visit.settings.sign_in == "oidc" and not visit.is_simulated:
        return RedirectResponse("/", 303)
    url = visit.request.url
    here = f"{url.path}?{url.query}" if url.query else url.path
    return RedirectResponse(visit.address("/sign-in", next=here), 303)


def _not_signed_in() -> JSONResponse:
    problem = Problem(
        lazy("You are not signed in any more."),
        mend=lazy("Sign in again in another window; the file is not lost meanwhile."),
    )
    return refused(GreenError(problem), 401)


def _status(error: GreenError) -> int:
    match error:
        case NotAllowed():
            return 403
        case NotFound():
            return 404
        case TooLong() | TooLarge():
            return 413
        case TooMany():
            return 429
        case StoreFailed():
            return 503
        case _other:
            return 422
