"""For which place a person acts, where they have more than one, and the question before a page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from green.errors import GreenError
from green.people import guard, policy
from green.people.model import ROLES, Action, Grant, role_name
from green.people.records import place_name
from green.store import Query
from green.texts import _, listing
from green.ui import address, show
from green.ui.session import actor, grants, programme, store

_PARAMETER = "scope"


def need(action: Action, place: str) -> None:
    """The first line of a page: raises `NotAllowed` if the person may not, and logs it."""
    with looking(action, place):
        pass


@contextmanager
def looking(action: Action, place: str) -> Iterator[Query]:
    """A unit of work that reads for the person here; raises `NotAllowed`, and logs it."""
    with guard.looking(store(), actor(), action, place, grants()) as query:
        yield query


def may(action: Action, place: str) -> bool:
    """Whether the person may, for what a page offers; what is stored is asked for again."""
    return policy.may(grants(), action, place)


def somewhere(action: Action) -> list[str]:
    """Where the person may do this, for a page that is about all of it.

    Raises `NotAllowed` if that is nowhere, and logs it.
    """
    return guard.somewhere(store(), actor(), action)


def still_may(action: Action, place: str) -> bool:
    """Ask again as something is pressed (for callbacks); a refusal is logged."""
    try:
        need(action, place)
    except GreenError:
        return False
    return True


def may_somewhere(action: Action) -> bool:
    """Whether there is any place for which the person may do this."""
    return bool(policy.scopes(grants(), action))


def where(action: Action) -> list[str]:
    """The places for which the person may do this, for the condition of a query."""
    return policy.scopes(grants(), action)


def chosen(action: Action) -> str:
    """The place that a page with figures or lists is about; raises `NotAllowed`, and logs it.

    It is the one in the address or chosen beside the name, else the widest that the person has.
    """
    own = where(action)
    asked = st.query_params.get(_PARAMETER) or st.session_state.get(_PARAMETER)
    place = str(asked) if asked is not None else own[0] if own else ""
    need(action, place)
    return place or programme().region


def own_places() -> None:
    """In the sidebar: the roles that the person has, and a choice among several places."""
    held = grants()
    with store().read() as query:
        names = {grant.scope: _name(place_name(query, grant.scope)) for grant in held}
    for scope in sorted(names):
        roles = [role for role in ROLES if any(_is(grant, role, scope) for grant in held)]
        st.caption(
            f"{show.plain(names[scope])} · {listing(str(role_name(role)) for role in roles)}"
        )
    if len(names) > 1:
        address.bring(_PARAMETER, names, None)
        st.selectbox(
            _("Show figures for"),
            sorted(names),
            index=None,
            format_func=names.__getitem__,
            placeholder=_("all of them"),
            key=_PARAMETER,
        )
        address.keep(_PARAMETER, None)
    if not held:
        st.caption(_("Your account has no role at present. Ask an administrator."))


def _is(grant: Grant, role: str, scope: str) -> bool:
    return grant.role == role and grant.scope == scope


def _name(name: str) -> str:
    return name or _("everywhere")
