"""Signing in by an OpenID provider, by Streamlit's own means: the button, and who it is then."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from green import clock
from green.errors import GreenError
from green.people import invitations, provider, records
from green.people.model import Person, Session
from green.people.provider import Vouched
from green.settings import PROVIDER_INVITATION_COOKIE, Settings
from green.store import Store, shared
from green.texts import _, listing
from green.ui import show
from green.ui.identity import Cookie


class Provider:
    """An `Identity`: the account of whom the provider vouches for, else that of the cookie.

    Accounts with a password come in beside: the first administrator is one, and is needed when
    the provider fails.
    """

    def current(self, store: Store, *, simulated: bool) -> tuple[Person, Session | None] | None:
        found = None if simulated else vouched()
        if found is not None and (person := provider.who(store, found)) is not None:
            return person, None
        return Cookie().current(store, simulated=simulated)


def vouched() -> Vouched | None:
    """What the provider said as this browser came back from it."""
    if not st.user.get("is_logged_in"):
        return None
    said = st.user.to_dict()
    issuer, subject, at = said.get("iss"), said.get("sub"), said.get("iat")
    if not (isinstance(issuer, str) and isinstance(subject, str) and isinstance(at, int | float)):
        return None
    since = datetime.fromtimestamp(at, UTC).replace(tzinfo=None)
    return Vouched(issuer, subject, str(said.get("name") or ""), since)


def come_in() -> None:
    """Instead of a page where nobody is signed in: the button, or what is missing after it."""
    store = shared(Settings.from_environment().database)
    found = vouched()
    with st.container(key="come_in", width=440):
        if found is None:
            st.title(_("Sign in"), anchor=False)
            st.markdown(_("You sign in with the account of your office."))
            st.button(
                _("Sign in with the account of your office"), type="primary", on_click=st.login
            )
            return
        if provider.is_known(store, found):
            # Signed out everywhere, too long ago, or the account is closed.
            st.title(_("Sign in again"), anchor=False)
            st.markdown(_("Your session is over, or your account was closed."))
        elif token := st.context.cookies.get(PROVIDER_INVITATION_COOKIE):
            _accept(store, found, token)
        else:
            _ask(store)
        st.button(_("Sign in with another account"), key="leave_provider", on_click=st.logout)


def _accept(store: Store, found: Vouched, token: str) -> None:
    """The first time, led here by an invitation: the name that stands in the rows."""
    st.title(_("You are invited"), anchor=False)
    with st.form("accept", border=False):
        person_id = st.text_input(_("Sign-in name"), max_chars=32)
        st.caption(_("2 to 32 Latin letters and digits; between them also . _ and -."))
        name = st.text_input(_("Your name"), found.name, max_chars=200)
        pressed = st.form_submit_button(_("Accept and make my account"), type="primary")
    if not pressed:
        return
    try:
        invitations.accept_externally(store, token, person_id, name, found.issuer, found.subject)
    except GreenError as error:
        show.error(error)
        return
    st.rerun()


def _ask(store: Store) -> None:
    """The provider knows them and we do not: whom to ask."""
    with store.read() as query:
        names = records.administrators(query, "", clock.today())
    st.title(_("No account here yet"), anchor=False)
    st.markdown(_("The provider knows you, but you have no account in this application."))
    if names:
        st.markdown(
            show.plain(_("Ask {names} for an invitation, and open its link.", names=listing(names)))
        )
    else:
        st.markdown(_("Ask an administrator for an invitation, and open its link."))
