"""What stands around every page: settings of the page, language, whose machine this is."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from green import texts
from green.settings import Settings
from green.texts import LANGUAGES, Language, _
from green.ui import oidc, place, session

_STYLE = Path(__file__).parent / "style.css"
_ICON = Path(__file__).parent / "icon.svg"
_LOGO: dict[Language, Path] = {
    "zh_CN": Path(__file__).parent / "logo.zh_CN.svg",
    "en": Path(__file__).parent / "logo.en.svg",
}
_NAMES: dict[Language, str] = {"zh_CN": "中文", "en": "English"}


def begin() -> None:
    """Before anything is drawn: the language of this run and the chosen community."""
    st.set_page_config(page_icon=str(_ICON), layout="wide")
    with st.sidebar:
        chosen = st.segmented_control(
            "语言 / Language",
            LANGUAGES,
            default=texts.DEFAULT,
            format_func=_NAMES.__getitem__,
            key="lang",
            bind="query-params",
            required=True,
        )
    texts.use(chosen if chosen in LANGUAGES else texts.DEFAULT)
    st.html(_STYLE)
    st.logo(str(_LOGO[texts.language()]), icon_image=str(_ICON), size="large")
    session.remember()
    if session.person() is None:
        if Settings.from_environment().sign_in == "oidc" and session.data() == "real":
            oidc.come_in()
        st.stop()
    place.remember()


def banner() -> None:
    """On every page of simulated data: that they are."""
    if session.data() == "simulated":
        st.warning(
            _("Simulated data: everything you see here is invented."),
            icon=":material/science:",
        )


def foot() -> None:
    """At the end of the sidebar: that there are no accounts yet, and what that means."""
    with st.sidebar:
        st.caption(
            _(
                "There are no accounts yet: the app answers on this machine only, and "
                "everything is recorded as “local”."
            )
        )
