"""What the link of an invitation opens: who invites to what, and two ways to accept."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from green.api.account import need_same
from green.api.page import again, go, show
from green.api.visit import Visit
from green.errors import GreenError
from green.people import accounts, invitations, records
from green.people.model import Actor, role_name
from green.settings import PROVIDER_INVITATION_COOKIE

_WAITS = 3600


def invitation(visit: Visit) -> Response:
    """The invitation, and its acceptance; what is void is refused on a page of its own."""
    token = visit.request.path_params["token"]
    # A mistaken address ends here, not in an error of the form.
    shown = _shown(visit, token)
    try:
        if visit.is_post:
            return _accepted(visit, token)
        response = show(visit, "invitation.html", **shown)
    except GreenError as error:
        response = again(visit, "invitation.html", error, **shown)
    # The address is as good as a password: it is told to nobody.
    response.headers["referrer-policy"] = "no-referrer"
    return response


def _accepted(visit: Visit, token: str) -> Response:
    response = go(visit.after)
    match visit.form.get("do"):
        case "accept_as":
            found = visit.who()
            if found is None:
                return go(visit.address(visit.request.url.path))
            invitations.accept_as(visit.store, token, Actor(found[0].id))
        case "to_provider":
            response.set_cookie(
                PROVIDER_INVITATION_COOKIE,
                token,
                max_age=_WAITS,
                path="/",
                secure=visit.settings.is_secure,
                httponly=True,
                samesite="lax",
            )
        case _new:
            need_same(visit)
            typed = visit.form.get
            person_id, name = typed("person_id", ""), typed("name", "")
            session = invitations.accept(visit.store, token, person_id, name, typed("password", ""))
            if visit.token:
                # Somebody else was signed in here: the cookie passes to the new person.
                accounts.sign_out(visit.store, visit.token)
            visit.remember(response, session)
    return response


def _shown(visit: Visit, token: str) -> dict[str, Any]:
    with visit.store.read() as query:
        found = invitations.find(query, token)
        sender = records.names(query, [found.person]).get(found.person)
        place = records.place_name(query, found.scope)
    signed_in = visit.who()
    return {
        "invitation": found,
        "sender": sender,
        "place": place,
        "role": role_name(found.role),
        "person": signed_in[0] if signed_in else None,
        "by_provider": visit.settings.sign_in == "oidc" and not visit.is_simulated,
    }
