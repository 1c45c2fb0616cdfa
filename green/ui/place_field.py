"""Choosing a scope as one types: a division, or a community."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from green import clock
from green.registry.division_search import find_divisions
from green.registry.search import find
from green.store import Query
from green.texts import _
from green.ui import show
from green.ui.admin import roles
from green.ui.session import store

_MOST_DIVISIONS, _MOST = 6, 12


@dataclass(frozen=True)
class Place:
    """A scope with the name that people know it by."""

    code: str
    name: str


def place_field(
    key: str, label: str, scopes: list[str], *, communities: bool = True, start: str | None = None
) -> Place | None:
    """A search in the scopes and what it found, or the place once it is chosen.

    The code stands in the session under `key`. It is a proposal: whoever writes asks whether the
    person may. `start` is chosen from the beginning.
    """
    if start is not None:
        st.session_state.setdefault(key, start)
    chosen = st.session_state.get(key)
    if chosen is not None:
        with store().read() as query:
            place = Place(str(chosen), roles.place(query, str(chosen)))
        _chosen(key, label, place)
        return place
    text = st.text_input(
        label,
        placeholder=_("for example 历下区, 解放桥, jfq or 370102"),
        key=f"{key}.text",
        type="search",
        live=True,
    )
    with store().read() as query:
        found = _found(query, text or "", scopes, communities)
    if text and text.strip() and not found:
        st.caption(_("Nothing found in your scope. Try fewer letters or the code."))
    with st.container(gap="xsmall", key="found"):
        for place in found:
            st.button(
                f"{show.plain(place.name)} · {place.code}" if place.code else place.name,
                key=f"{key}.choose.{place.code or 'all'}",
                on_click=choose,
                args=(key, place.code),
                width="stretch",
                wrap=True,
            )
    return None


def choose(key: str, code: str) -> None:
    """Make this the place of the field (for callbacks)."""
    st.session_state[key] = code


def clear(key: str) -> None:
    """Nothing is chosen any more, and nothing searched for (for callbacks)."""
    st.session_state.pop(key, None)
    st.session_state.pop(f"{key}.text", None)


def _chosen(key: str, label: str, place: Place) -> None:
    st.caption(label)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{show.plain(place.name)}** {place.code}", width="content")
        st.button(
            _("Another place"),
            key=f"{key}.clear",
            icon=":material/search:",
            type="tertiary",
            on_click=clear,
            args=(key,),
        )


def _found(query: Query, text: str, scopes: list[str], communities: bool) -> list[Place]:
    """The person's own scopes before anything is typed."""
    if not text.strip():
        codes = [scope for scope in scopes if communities or len(scope) < 12][:_MOST_DIVISIONS]
        return [Place(code, roles.place(query, code)) for code in codes]
    divisions = find_divisions(query, text, scopes, _MOST_DIVISIONS)
    places = {one.code: Place(one.code, roles.place(query, one.code)) for one in divisions}
    if communities:
        for one in find(query, text, scopes, clock.today(), _MOST - len(places)):
            # Of the same name there are several: said with city and district.
            places.setdefault(one.code, Place(one.code, f"{one.where}{one.short_name}"))
    return list(places.values())
