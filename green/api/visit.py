"""One request, with what every page asks of it: which data, who is there, what was typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.requests import HTTPConnection
from starlette.responses import Response

from green.errors import NotFound, Problem
from green.people import accounts, sessions
from green.people.model import Person, Session
from green.settings import Settings
from green.store import Store, shared
from green.texts import LANGUAGES, NAMES, Language, lazy

LANGUAGE_COOKIE = "lang"
_YEAR = 365 * 24 * 3600


@dataclass(frozen=True)
class Visit:
    """A request to one of our pages; `form` is what a post brings, empty otherwise."""

    request: HTTPConnection
    settings: Settings
    form: Mapping[str, str]

    @property
    def is_post(self) -> bool:
        return str(self.request.scope.get("method")) == "POST"

    @property
    def is_simulated(self) -> bool:
        """Whether the simulated data are asked for, by the address or by the page it leads to."""
        return asks_for_simulated(self.request.url.query) or asks_for_simulated(
            urlsplit(self.next).query
        )

    @property
    def next(self) -> str:
        """Where to go afterwards: a path of ours, with what belongs to it."""
        return local_path(self.request.query_params.get("next", ""))

    @property
    def after(self) -> str:
        """`next`, on the data signed in to and in the language chosen here."""
        added = {}
        if self.is_simulated:
            added["data"] = "simulated"
        if (chosen := self.chosen_language) is not None:
            # The pages' switch writes a choice into the address by its label.
            added["lang"] = NAMES[chosen]
        return with_query(self.next, **added)

    @property
    def chosen_language(self) -> Language | None:
        """What was chosen in the address or, earlier, with the switch."""
        asked = self.request.query_params.get(LANGUAGE_COOKIE)
        return _language(asked) or _language(self.request.cookies.get(LANGUAGE_COOKIE))

    @property
    def store(self) -> Store:
        """The database asked for; raises `NotFound` where there are no simulated data to see."""
        if not self.is_simulated:
            return shared(self.settings.database)
        if not self.settings.is_local:
            raise NotFound(
                Problem(
                    lazy("Simulated data are not shown over the network."),
                    mend=lazy("Start the app on your own machine to look at them."),
                )
            )
        if not self.settings.simulated.exists():
            raise NotFound(
                Problem(
                    lazy("There are no simulated data here."),
                    mend=lazy("They can be built on the first page or on the page Data."),
                )
            )
        return shared(self.settings.simulated)

    @property
    def cookie(self) -> str:
        return self.settings.cookie(simulated=self.is_simulated)

    @property
    def token(self) -> str:
        """What the session's cookie holds, empty without one."""
        return self.request.cookies.get(self.cookie, "")

    def who(self) -> tuple[Person, Session] | None:
        """Who is signed in on the data asked for."""
        if not self.token:
            return None
        with self.store.read() as query:
            return accounts.who(query, self.token)

    def address(self, path: str, **query: str) -> str:
        """Another page of ours, on the same data."""
        if self.is_simulated:
            query.setdefault("data", "simulated")
        return with_query(path, **query)

    def remember(self, response: Response, token: str) -> None:
        """Give the browser the session's cookie, which no script can read."""
        response.set_cookie(
            self.cookie,
            token,
            max_age=int(sessions.LASTS.total_seconds()),
            path="/",
            secure=self.settings.is_secure,
            httponly=True,
            samesite="lax",
        )

    def forget(self, response: Response) -> None:
        response.delete_cookie(
            self.cookie, path="/", secure=self.settings.is_secure, httponly=True, samesite="lax"
        )

    def remember_language(self, response: Response, chosen: Language) -> None:
        response.set_cookie(
            LANGUAGE_COOKIE,
            chosen,
            max_age=_YEAR,
            path="/",
            secure=self.settings.is_secure,
            httponly=True,
            samesite="lax",
        )


def local_path(text: str) -> str:
    """A path on this server, the front page for anything else.

    Browsers drop tabs and line breaks in an address and read a backslash as a slash, so `/\\t/host`
    would lead away as `//host` does.
    """
    is_path = text.startswith("/") and not text.startswith("//") and "\\" not in text
    has_controls = any(ord(letter) < 33 or ord(letter) == 127 for letter in text)
    if not is_path or has_controls or len(text) > 2000:
        return "/"
    try:
        parts = urlsplit(text)
    except ValueError:
        return "/"
    if parts.scheme or parts.netloc or parts.path.startswith("//"):
        return "/"
    return "/" if parts.path in {"/sign-in", "/sign-out"} else text


def asks_for_simulated(query: str) -> bool:
    """Whether an address's query asks for the simulated data, as the pages read it."""
    return dict(parse_qsl(query)).get("data") == "simulated"


def with_query(path: str, **values: str) -> str:
    """The address with these values in its query, in place of those it had."""
    parts = urlsplit(path)
    before = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(name, value) for name, value in before if name not in values]
    return parts._replace(query=urlencode([*kept, *values.items()])).geturl()


def _language(text: str | None) -> Language | None:
    for language in LANGUAGES:
        if text in {language, NAMES[language]}:
            return language
    return None
