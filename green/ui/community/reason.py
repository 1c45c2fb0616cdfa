"""The sentence that "not applicable" asks for."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from green.standard.validator import LONGEST_NOTE
from green.texts import _
from green.ui import show

REASON = ".reason"


def reason_field(
    key: str, usual: str, answer: object, save: Callable[..., None], closed: bool
) -> None:
    """The field beside the answer with this key, with a usual sentence at hand.

    `save` stores answer and reason; `answer` is what it stores when the sentence is pressed.
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
            _("Use: {text}", text=show.plain(usual)),
            key=f"{key}{REASON}.usual",
            on_click=partial(save, filled_in=answer),
            wrap=True,
        )
