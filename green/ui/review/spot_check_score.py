"""Spot checks: scoring a drawn community, item by item, without what it stated."""

from __future__ import annotations

from functools import partial

import streamlit as st

from green.errors import GreenError
from green.people.model import Action
from green.review import spot_check, spot_check_records
from green.review.spot_check_records import Drawn, SpotCheck
from green.standard.model import Item
from green.texts import _, n_, status_name
from green.ui import address, scope, show
from green.ui.session import actor, store

_FOUND = ("met", "partly", "unmet", "not_applicable")


def communities(chosen: SpotCheck) -> None:
    """The communities drawn; one of them is open for scoring."""
    with store().read() as query:
        drawn = [
            one
            for one in spot_check_records.drawn(query, chosen.id)
            if scope.may(Action.REVIEW, one.code)
        ]
    if not drawn:
        st.info(_("None of the communities drawn lies in your scope."))
        return
    names = {one.code: _label(one) for one in drawn}
    address.bring("community", names, drawn[0].code)
    st.selectbox(_("Community"), list(names), format_func=names.__getitem__, key="community")
    address.keep("community", drawn[0].code)
    one = next(one for one in drawn if one.code == st.session_state["community"])
    with scope.looking(Action.REVIEW, one.code) as query:
        standard = spot_check.standard_of(query, one.submission)
        scores = spot_check_records.scores(query, chosen.id, one.submission)
    st.caption(_("Score what you see on site. What the community stated is shown afterwards."))
    for item in standard.items:
        _item(chosen, one, item, scores.get(item.id))


def _label(one: Drawn) -> str:
    scored = n_("{n} item scored", "{n} items scored", one.scored)
    return show.dotted(one.name, one.street, scored)


def _item(chosen: SpotCheck, one: Drawn, item: Item, found: tuple[str, str | None] | None) -> None:
    key = f"score.{chosen.id}.{one.submission}.{item.id}"
    if found is not None:
        st.session_state.setdefault(key, found[0])
        st.session_state.setdefault(f"{key}.note", found[1] or "")
    with st.container(border=True, key=f"item.{item.ref}"):
        st.markdown(f"**{item.ref} {item.title}**")
        st.markdown(str(item.requirement))
        keep = partial(_keep, chosen.id, one.submission, item.id, key)
        st.segmented_control(
            _("Found on site"),
            _FOUND if item.checks or item.not_applicable else _FOUND[:3],
            format_func=lambda status: str(status_name(status)),
            key=key,
            on_change=keep,
            label_visibility="collapsed",
        )
        st.text_input(_("Note"), key=f"{key}.note", on_change=keep)
        trouble = st.session_state.pop(f"{key}.trouble", None)
        if isinstance(trouble, GreenError):
            show.error(trouble, _("Not saved"))


def _keep(spot: int, submission: int, item: str, key: str) -> None:
    status = st.session_state.get(key)
    if status not in _FOUND:
        return
    note = str(st.session_state.get(f"{key}.note") or "")
    try:
        spot_check.score(store(), actor(), spot, submission, item, status, note)
    except GreenError as error:
        st.session_state[f"{key}.trouble"] = error
