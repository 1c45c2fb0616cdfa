"""Whose answers these are, when somebody else types them: a property manager's, a grid worker's."""

from __future__ import annotations

import streamlit as st

from green.texts import _
from green.ui import show
from green.ui.session import ON_BEHALF


def on_behalf_field() -> None:
    """For whom the answers of this session are given; blank is for oneself."""
    behalf = st.session_state.get(ON_BEHALF)
    title = (
        _("Answering for {name}", name=show.plain(behalf))
        if behalf
        else _("Answering for somebody else?")
    )
    with st.popover(title, type="tertiary", key="behalf"):
        st.selectbox(
            _("Who gave you the answers"),
            [_("property manager"), _("grid worker")],
            index=None,
            accept_new_options=True,
            placeholder=_("nobody else: these are mine"),
            help=_("It is stored with each answer from now on, beside your own name."),
            key=ON_BEHALF,
            persist_state="session",
        )
