"""Widgets that show what is stored, without taking away what somebody is just typing."""

from __future__ import annotations

from typing import Any

import streamlit as st


def show_stored(key: str, value: Any) -> None:
    """Before the widget with this key is drawn: put the stored value in if it is another one.

    Setting a widget's value in every run would overwrite what is typed while the run goes on.
    """
    shown = f"shown.{key}"
    if key not in st.session_state or st.session_state.get(shown) != value:
        st.session_state[key] = value
    st.session_state[shown] = value


def is_stored(key: str) -> None:
    """After the widget's value was stored (in a callback): it shows what is stored."""
    st.session_state[f"shown.{key}"] = st.session_state.get(key)
