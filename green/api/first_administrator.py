"""The first account of a database, made by whoever can read the server's console."""

from __future__ import annotations

from starlette.responses import Response

from green.api.account import need_same
from green.api.page import again, go, show
from green.api.visit import Visit
from green.errors import GreenError
from green.people import accounts, first, records
from green.store import shared


def first_administrator(visit: Visit) -> Response:
    """The form; once there is an account it leads to signing in."""
    # Simulated data bring their people along.
    store = shared(visit.settings.database)
    if not visit.is_post:
        with store.read() as query:
            if not records.nobody_yet(query):
                return go("/sign-in")
        return show(visit, "first_administrator.html")
    typed = visit.form.get
    try:
        need_same(visit)
        token = accounts.first_administrator(
            store,
            typed("code", ""),
            first.code(),
            typed("person_id", ""),
            typed("name", ""),
            typed("password", ""),
            is_officer=typed("is_officer") == "yes",
        )
    except GreenError as error:
        return again(visit, "first_administrator.html", error)
    response = go(visit.after)
    visit.remember(response, token)
    return response
