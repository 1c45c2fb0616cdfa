"""One's own account: password, open sessions, and signing out of all of them."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from green.api.page import again, go, show
from green.api.visit import Visit, with_query
from green.errors import GreenError, Problem, Refused
from green.people import accounts, records, sessions
from green.people.model import Actor, Person, Session
from green.texts import lazy


def account(visit: Visit) -> Response:
    """The page, and what is pressed on it."""
    found = visit.who()
    if found is None:
        return go(visit.address("/sign-in", next=visit.address("/account")))
    person, session = found
    actor = Actor(person.id)
    match visit.form.get("do"):
        case "change_password":
            try:
                _change_password(visit, actor, session)
            except GreenError as error:
                return again(visit, "account.html", error, **_shown(visit, person, session))
            return go(visit.address("/account", done="password"))
        case "sign_out_elsewhere":
            accounts.sign_out_everywhere(visit.store, actor, but=session.id)
            return go(visit.address("/account", done="elsewhere"))
        case "sign_out_everywhere":
            accounts.sign_out_everywhere(visit.store, actor)
            response = go(visit.address("/sign-in"))
            visit.forget(response)
            return response
        case _other:
            done = visit.request.query_params.get("done")
            shown = _shown(visit, person, session) | {"done": done}
            return show(visit, "account.html", **shown)


def _change_password(visit: Visit, actor: Actor, session: Session) -> None:
    need_same(visit)
    accounts.change_password(
        visit.store,
        actor,
        visit.form.get("present_password", ""),
        visit.form.get("password", ""),
        session=session.id,
    )


def need_same(visit: Visit) -> None:
    """Raises `Refused` unless a new password was typed the same way twice."""
    if visit.form.get("password", "") != visit.form.get("password_again", ""):
        raise Refused(
            Problem(
                lazy("The two passwords differ."),
                lazy("Password"),
                lazy("Type the same one twice."),
            )
        )


def _shown(visit: Visit, person: Person, session: Session) -> dict[str, Any]:
    with visit.store.read() as query:
        has_password = records.credential(query, person.id) is not None
        return {
            "person": person,
            "this": session.id,
            "sessions": sessions.of_person(query, person.id),
            "has_password": has_password,
            "done": None,
            "back": with_query("/", data="simulated") if visit.is_simulated else "/",
        }
