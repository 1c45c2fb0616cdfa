"""A browser that runs no scripts: it keeps cookies, opens pages and posts their forms."""

from __future__ import annotations

import html
import re
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

from httpx import Response
from starlette.testclient import TestClient

from green.people import records
from green.people.model import Role
from green.store import Store
from tests.database import quick_hash

HERE = "http://127.0.0.1:8501"
PASSWORD = "sixteen green petals"  # noqa: S105 a test's
INVENTED = "seven blue horses"
_HASH = quick_hash(PASSWORD)


class Visitor:
    """One browser with cookies of its own."""

    def __init__(self, app: Any, address: str = HERE) -> None:
        self.client = TestClient(
            app, base_url=address, follow_redirects=False, raise_server_exceptions=False
        )

    def open(self, path: str, **headers: str) -> Response:
        """Open an address as a browser does."""
        return self.client.get(path, headers={"accept": "text/html,*/*"} | headers)

    def post(self, path: str, headers: dict[str, str] | None = None, **fields: str) -> Response:
        """Fill in the form at an address and send it, with the form's token."""
        token = re.search(r'name="form_token" value="([^"]+)"', self.open(path).text)
        assert token, "there is no form"
        return self.client.post(path, data={"form_token": token[1]} | fields, headers=headers)

    def sign_in(self, name: str, password: str = PASSWORD, path: str = "/sign-in") -> Response:
        return self.post(path, name=name, password=password)

    @property
    def cookie(self) -> str | None:
        return self.client.cookies.get("green_session")

    def is_in(self) -> bool:
        """Whether a page opens, rather than the way to it."""
        return self.open("/my-community").status_code == 200


def add_account(store: Store, person_id: str, role: Role | None = None, scope: str = "") -> str:
    """Somebody with the tests' password; returns the sign-in name."""
    with store.write() as query:
        records.add_person(query, person_id, person_id, "data")
        records.set_credential(query, person_id, _HASH, "data")
        if role:
            records.add_grant(query, person_id, role, scope, date(2020, 1, 1), "data")
    return person_id


def leads_to(response: Response) -> tuple[str, dict[str, str]]:
    """Where a response sends the browser: the path and its query."""
    assert response.status_code == 303, response.text
    parts = urlsplit(response.headers["location"])
    return parts.path, {name: value[0] for name, value in parse_qs(parts.query).items()}


def words(response: Response) -> str:
    """What a reader sees of a page."""
    body = response.text.partition("<body>")[2]
    text = re.sub(r"<(script|style).*?</\1>", "", body, flags=re.S)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text)))
