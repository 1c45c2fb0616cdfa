"""The sentence that "not applicable" asks for."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from green.standard.validator import LONGEST_NOTE
from green.texts import _
from green.ui import show


def reason_field(key: str, suggestion: str, save: Callable[[], None], closed: bool) -> None:
    """The sentence that "not applicable" asks for, with a usual one at hand."""
    st.text_input(
        _("Why it does not apply (required)"),
        key=key,
        max_chars=LONGEST_NOTE,
        live=True,
        on_change=save,
        disabled=closed,
    )
    if not st.session_state.get(key) and not closed:
        st.button(
            _("Use: {text}", text=show.plain(suggestion)),
            key=f"{key}.usual",
            on_click=_use_reason,
            args=(key, suggestion, save),
            wrap=True,
        )


def _use_reason(key: str, suggestion: str, save: Callable[[], None]) -> None:
    st.session_state[key] = suggestion
    save()
