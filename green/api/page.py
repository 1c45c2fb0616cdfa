"""From a request to a page: the language, the template, the form's token, errors in a sentence."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import wraps
from pathlib import Path
from typing import Any

from anyio import CapacityLimiter, to_thread
from babel.dates import format_date, format_datetime
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from green import clock, texts
from green.api import form_token, headers
from green.api.visit import Visit, with_query
from green.errors import GreenError, NotFound, NotPossible, Problem
from green.people.attempts import TooManyAttempts
from green.people.model import role_name
from green.settings import Settings
from green.texts import LANGUAGES, NAMES, _, lazy

Handler = Callable[[Visit], Response]

# Threads of our own: a crowd whose passwords are checked does not hold up everybody's pages.
_LOOKING, _POSTING = CapacityLimiter(8), CapacityLimiter(4)
# Some seconds of checking passwords; who comes later is better told than kept.
_MOST_WAITING = 100

_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.globals.update(_=_, role_name=role_name)
_templates.filters["day"] = lambda value: format_date(
    clock.in_china(value), "long", locale=texts.language()
)
_templates.filters["date"] = lambda value: format_date(value, "long", locale=texts.language())
_templates.filters["moment"] = lambda value: format_datetime(
    clock.in_china(value), "yyyy-MM-dd HH:mm", locale=texts.language()
)


def answers(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """A route out of a function that may wait for the database; what it refuses becomes a page."""

    @wraps(handler)
    async def endpoint(request: Request) -> Response:
        form: dict[str, str] = {}
        if request.method == "POST":
            async with request.form(max_files=0, max_fields=20) as typed:
                form = {name: value for name, value in typed.items() if isinstance(value, str)}
        limiter = _POSTING if form else _LOOKING
        if limiter.statistics().tasks_waiting >= _MOST_WAITING:
            return refusal(request, _busy(), 503)
        visit = Visit(request, Settings.from_environment(), form)
        return await to_thread.run_sync(_answer, handler, visit, limiter=limiter)

    return endpoint


def _busy() -> GreenError:
    return NotPossible(
        Problem(
            lazy("Too many people are signing in at this moment."),
            mend=lazy("Wait a minute, then do it again."),
        )
    )


def _answer(handler: Handler, visit: Visit) -> Response:
    speak(visit)
    try:
        response = handler(visit)
    except GreenError as error:
        status = 404 if isinstance(error, NotFound) else 409
        response = refused(visit, error, status)
    if "lang" in visit.request.query_params and visit.chosen_language is not None:
        visit.remember_language(response, visit.chosen_language)
    return response


def speak(visit: Visit) -> None:
    """Speak the language chosen here, Chinese until one was."""
    texts.use(visit.chosen_language or texts.DEFAULT)


def show(visit: Visit, template: str, status: int = 200, **values: Any) -> Response:
    """A page; `error` among the values stands above its form."""
    known = form_token.known(visit.request, visit.settings)
    token = known or form_token.new()
    language = texts.language()
    here = visit.request.url
    address = f"{here.path}?{here.query}" if here.query else here.path
    switches = [(name, NAMES[name], with_query(address, lang=name)) for name in LANGUAGES]
    page = _templates.get_template(template).render(
        {"error": None, "form": {}}
        | values
        | {
            "visit": visit,
            "token": token,
            "token_field": form_token.FIELD,
            "language": language,
            "html_language": language.replace("_CN", "-Hans"),
            "switches": switches,
        }
    )
    response = HTMLResponse(page, status, {"content-security-policy": headers.OURS})
    if known is None:
        form_token.give(response, token, visit.settings)
    return response


def again(visit: Visit, template: str, error: GreenError, **values: Any) -> Response:
    """The same form with what was refused, and with what was typed but for passwords."""
    status = 403
    if isinstance(error, TooManyAttempts):
        status = 429
    typed = {name: text for name, text in visit.form.items() if "password" not in name}
    response = show(visit, template, status, error=error, form=typed, **values)
    if isinstance(error, TooManyAttempts):
        response.headers["retry-after"] = str(error.seconds)
    return response


def refused(visit: Visit, error: GreenError, status: int) -> Response:
    """A page of its own for what cannot be mended in a form."""
    return show(visit, "refused.html", status, error=error)


def refusal(request: HTTPConnection, error: GreenError, status: int) -> Response:
    """As `refused`, for guards that stand before any page."""
    visit = Visit(request, Settings.from_environment(), {})
    speak(visit)
    return refused(visit, error, status)


def incident(request: HTTPConnection, number: str) -> Response:
    """What the reader of an unforeseen error gets: its number, and none of its words."""
    visit = Visit(request, Settings.from_environment(), {})
    speak(visit)
    return show(visit, "incident.html", 500, number=number)


def go(address: str) -> RedirectResponse:
    """To another address after a form, so that a reload posts nothing again."""
    return RedirectResponse(address, 303)
