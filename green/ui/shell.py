"""What stands around every page: settings, language, who is here and for where, which pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import streamlit as st
from streamlit.navigation.page import Page

from green import texts
from green.people import accounts
from green.people.model import Action
from green.settings import Settings
from green.texts import LANGUAGES, Language, _
from green.ui import oidc, place, scope, session, show, welcome

_STYLES = [Path(__file__).parent / name for name in ("style.css", "planning.css")]
_ICON = Path(__file__).parent / "icon.svg"
_LOGO: dict[Language, Path] = {
    "zh_CN": Path(__file__).parent / "logo.zh_CN.svg",
    "en": Path(__file__).parent / "logo.en.svg",
}
_TAGS: dict[Language, str] = {"zh_CN": "zh-CN", "en": "en"}
_NAMES: dict[Language, str] = {"zh_CN": "中文", "en": "English"}
_LANGUAGE = "language_at_first"


@dataclass(frozen=True)
class Entry:
    """A page: its script, what it is called, and the permission that lists it.

    One that is not listed is reached from another page.
    """

    script: str
    title: str
    icon: str
    url: str
    action: Action
    is_listed: bool = True


def begin() -> None:
    """Before anything is drawn: data, person, language and place of this run.

    Without a session the page ends here, with the way to one.
    """
    st.set_page_config(page_icon=str(_ICON), layout="wide")
    session.remember()
    _speak()
    for style in _STYLES:
        st.html(style)
    # For the reader's voice, breaks and quotes.
    show.script("language", _TAGS[texts.language()])
    show.script("stay", "")
    st.logo(str(_LOGO[texts.language()]), icon_image=str(_ICON), size="large")
    if session.person() is None:
        _nobody_here()
        st.stop()
    place.remember()


def navigation(sections: Mapping[str, Sequence[Entry]]) -> Page:
    """The page asked for. One that is no business of the person is not listed, but is there: it
    refuses by itself, and says why."""
    pages = {
        section: [
            st.Page(
                entry.script,
                title=entry.title,
                icon=f":material/{entry.icon}:",
                url_path=entry.url,
                default=entry.url == "my-community",
                visibility=(
                    "visible" if entry.is_listed and scope.may_somewhere(entry.action) else "hidden"
                ),
            )
            for entry in entries
        ]
        for section, entries in sections.items()
    }
    return st.navigation(pages, expanded=True)


def banner() -> None:
    """On every page of simulated data: that they are."""
    if session.data() == "simulated":
        st.warning(
            _("Simulated data: everything you see here is invented."),
            icon=":material/science:",
        )


def foot() -> None:
    """At the end of the sidebar: who is here and for where, the own account, and the way out."""
    person = session.person()
    if person is None:
        return
    with st.sidebar, st.container(key="signed_in"):
        st.markdown(f"**{show.person_name(person.id)}**")
        scope.own_places()
        with st.container(horizontal=True, vertical_alignment="center"):
            show.link(_("My account"), _address("/account"))
            st.button(_("Sign out"), key="sign_out", type="tertiary", on_click=_sign_out)


def _speak() -> None:
    """The language of this run: the one in the address, else the one the person chose last."""
    if _LANGUAGE not in st.session_state:
        person = session.person()
        st.session_state[_LANGUAGE] = (person and person.language) or texts.DEFAULT
    with st.sidebar:
        chosen = st.segmented_control(
            "语言 / Language",
            LANGUAGES,
            default=st.session_state[_LANGUAGE],
            format_func=_NAMES.__getitem__,
            key="lang",
            bind="query-params",
            required=True,
            on_change=_remember_language,
        )
    texts.use(chosen if chosen in LANGUAGES else texts.DEFAULT)


def _remember_language() -> None:
    chosen = st.session_state.get("lang")
    if chosen in LANGUAGES and session.person() is not None:
        accounts.choose_language(session.store(), session.actor(), chosen)


def _nobody_here() -> None:
    with st.container(key="page"):
        if welcome.before_anybody():
            welcome.two_ways()
            return
        if Settings.from_environment().sign_in == "oidc" and session.data() == "real":
            oidc.come_in()
            return
        banner()
        st.title(_("Please sign in"))
        st.markdown(_("You have signed out, or your session has ended. What was saved is kept."))
        show.link(_("Sign in"), _address("/sign-in"), primary=True)
        # Whose browser runs no scripts of ours presses the link.
        show.script("go", _address("/sign-in"))


def _address(path: str) -> str:
    """A page outside the shell, that leads back here afterwards."""
    asked = urlencode(list(st.query_params.items()))
    back = (urlsplit(st.context.url or "").path or "/") + (f"?{asked}" if asked else "")
    simulated = "&data=simulated" if session.data() == "simulated" else ""
    return f"{path}?next={quote(back, safe='')}{simulated}"


def _sign_out() -> None:
    token = session.token()
    if token:
        accounts.sign_out(session.store(), token)
    if st.user.get("is_logged_in"):
        st.logout()
