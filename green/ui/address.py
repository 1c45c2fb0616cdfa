"""Choices kept in the page's address by their own names, so that links mean the same in every
language (a widget bound by Streamlit writes its label)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

import streamlit as st


def bring(name: str, options: Collection[str], default: str | None) -> None:
    """Before the widget with key `name` is drawn: start from the address if it says so."""
    held = st.session_state.get(name)
    # Nothing is a choice too, where it is the default: else a field could not be emptied.
    if held in options or (name in st.session_state and held is None and default is None):
        return
    asked = st.query_params.get(name)
    st.session_state[name] = asked if asked in options else default


def keep(name: str, default: str | None) -> None:
    """After it is drawn: the address says what was chosen, unless that is the default."""
    chosen = st.session_state.get(name)
    if chosen is None or chosen == default:
        st.query_params.pop(name, None)
    elif st.query_params.get(name) != chosen:
        st.query_params[name] = chosen


def part(
    label: str,
    parts: Mapping[str, object],
    key: str = "part",
    on_change: Callable[[], None] | None = None,
) -> str:
    """Which part of a page is shown, of `parts` by their names; the first unless asked for."""
    first = next(iter(parts))
    bring(key, parts, first)
    chosen = st.segmented_control(
        label,
        list(parts),
        format_func=lambda one: str(parts[one]),
        key=key,
        required=True,
        label_visibility="collapsed",
        on_change=on_change,
    )
    keep(key, first)
    return chosen or first
