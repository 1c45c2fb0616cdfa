"""The sentence that "not applicable" asks for."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from green.standard.validator import LONGEST_NOTE
from green.texts import _
from green.ui import show

REASON = ".reason"


def reason_field(key: str, suggestion: str, save: Callable[..., None], closed: bool) -> None:
    """The field beside the answer with this key, with a usual sentence at hand.

    `save` stores answer and reason; `save(usual=…)` stores that sentence instead of the field's.
    """
    st.text_input(
        _("Why it does not apply (required)"),
        key=key + REASON,
        max_chars=LONGEST_NOTE,
        live=True,
        on_change=save,
        disabled=closed,
    )
    if not st.session_state.get(key + REASON) and not closed:
        st.button(
            _("Use: {text}", text=show.plain(suggestion)),
            key=f"{key}{REASON}.usual",
            on_click=partial(save, usual=suggestion),
            wrap=True,
        )
