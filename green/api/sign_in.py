"""Signing in and out."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from green import clock
from green.api.page import again, go, show
from green.api.public_notice import is_anything_on_notice
from green.api.visit import Visit
from green.errors import GreenError
from green.people import accounts, policy, records
from green.people.model import Action, Role
from green.people.simulated import invented
from green.store import shared
from green.texts import _


def sign_in(visit: Visit) -> Response:
    """The form, and after it the page that was asked for."""
    if visit.is_post:
        name, password = visit.form.get("name", ""), visit.form.get("password", "")
        try:
            token = accounts.sign_in(visit.store, name, password)
        except GreenError as error:
            return again(visit, "sign_in.html", error, **_offers(visit))
        response = go(_landing(visit, token))
        visit.remember(response, token)
        return response
    if visit.who() is not None:
        return go(visit.after)
    if not visit.is_simulated and _is_first_start(visit):
        return go(visit.address("/first-administrator"))
    return show(visit, "sign_in.html", **_offers(visit))


def _landing(visit: Visit, token: str) -> str:
    """Where the link pointed; from the first page, who fills in nothing goes on to the figures."""
    path, _mark, query_string = visit.after.partition("?")
    if path != "/":
        return visit.after
    with visit.store.read() as query:
        found = accounts.who(query, token)
        grants = records.grants_of(query, found[0].id, clock.today()) if found else ()
    if policy.scopes(grants, Action.ANSWER) or not policy.scopes(grants, Action.SEE_FIGURES):
        return visit.after
    return f"/progress?{query_string}" if query_string else "/progress"


def sign_out(visit: Visit) -> Response:
    """End the session that this browser holds, if it holds one."""
    if not visit.is_post:
        return show(visit, "sign_out.html")
    if visit.token:
        accounts.sign_out(visit.store, visit.token)
    response: Response = go(visit.address("/sign-in"))
    if visit.settings.sign_in == "oidc" and not visit.is_simulated:
        # Streamlit ends the provider's session. A redirect would carry the form on to another
        # site, which the Content-Security-Policy forbids; a page of its own leads there.
        response = show(visit, "to_provider.html")
    visit.forget(response)
    return response


def _offers(visit: Visit) -> dict[str, Any]:
    """What stands beside the form: the simulated people or the way to them, public notices."""
    people = []
    if visit.is_simulated:
        with visit.store.read() as query:
            people = invented(query)
    has_simulated = visit.settings.is_local and visit.settings.simulated.exists()
    return {
        "people": people,
        "what_for": _what_for,
        "on_notice": is_anything_on_notice(visit),
        "offers_simulated": has_simulated and not visit.is_simulated,
        "by_provider": visit.settings.sign_in == "oidc" and not visit.is_simulated,
    }


def _what_for(role: Role) -> str:
    """What there is to do as one of the simulated people."""
    match role:
        case "viewer":
            return _("See where every city stands, and every community.")
        case "officer":
            return _("Fill in a community's self-assessment and hand it in.")
        case "reviewer":
            return _(
                "Review what was handed in, show and name lists, and record official denominators."
            )
        case "administrator":
            return _("Manage people and their roles, the log and the data.")


def _is_first_start(visit: Visit) -> bool:
    with shared(visit.settings.database).read() as query:
        return records.nobody_yet(query)
