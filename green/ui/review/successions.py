"""Deciding whether a recognition passes on after a merger or a split (待确认)."""

from __future__ import annotations

from datetime import date

import streamlit as st

from green.errors import GreenError, Problem, Refused
from green.registry.model import short_name
from green.review import succession
from green.review.succession import Pending, pending
from green.standard.validator import LONGEST_NOTE
from green.texts import _, lazy
from green.ui import show
from green.ui.admin import roles
from green.ui.review.decision_form import effective_date
from green.ui.session import actor, programme, store

_TROUBLE, _DONE = "succession.trouble", "succession.done"


def to_confirm(scopes: list[str]) -> None:
    """Each open recognition with the two ways to decide it; who may not reads whose it is."""
    trouble = st.session_state.pop(_TROUBLE, None)
    if isinstance(trouble, GreenError):
        show.error(trouble, _("Not recorded"))
    done = st.session_state.pop(_DONE, None)
    if done:
        st.success(str(done), icon=":material/check:")
    with store().read() as query:
        found = pending(query, programme(), scopes)
        refusals = [succession.why_not(query, actor(), programme(), one) for one in found]
        places = [roles.place(query, one.heir.code[:9]) for one in found]
    if not found:
        st.caption(_("Nothing is to be confirmed."))
    for one, why_not, place in zip(found, refusals, places, strict=True):
        with st.container(border=True, gap="small"):
            _head(one, place)
            if why_not is not None:
                st.caption(show.plain(why_not))
            else:
                _forms(one)


def _head(one: Pending, place: str) -> None:
    old, new = short_name(one.change.community.name), short_name(one.heir.name)
    st.markdown(f"**{show.plain(old)} → {show.plain(new)}**")
    st.markdown(
        show.dotted(
            show.plain(place),
            one.heir.code,
            _("from {day}", day=show.day(one.change.effective_on)),
            show.plain(one.change.document),
        )
    )
    st.caption(
        _("{name} was named.", name=show.plain(old))
        if "name" in one.kinds
        else _("{name} had attained the standard.", name=show.plain(old))
    )


def _forms(one: Pending) -> None:
    key = _key(one)
    with st.form(f"{key}.pass", border=False):
        st.text_input(_("Document"), max_chars=LONGEST_NOTE, key=f"{key}.document")
        effective_date(f"{key}.day")
        if one.kinds == ("attain", "name"):
            st.checkbox(_("The name passes on too"), key=f"{key}.named")
        st.form_submit_button(
            _("It passes on"), key=f"{key}.yes", type="primary", on_click=_pass, args=(one,)
        )
    with st.form(f"{key}.end", border=False):
        st.text_input(_("Reason"), max_chars=LONGEST_NOTE, key=f"{key}.reason")
        st.form_submit_button(_("It does not pass on"), key=f"{key}.no", on_click=_end, args=(one,))


def _key(one: Pending) -> str:
    return f"succession.{one.change.id}.{one.heir.id}"


def _pass(one: Pending) -> None:
    state, key = st.session_state, _key(one)
    day = state.get(f"{key}.day")
    try:
        if not isinstance(day, date):
            raise Refused(
                Problem(
                    lazy("The effective date is missing."),
                    mend=lazy("A decision needs a document and a date."),
                )
            )
        succession.pass_on(
            store(),
            actor(),
            programme(),
            one,
            str(state.get(f"{key}.document") or ""),
            day,
            named=bool(state.get(f"{key}.named")),
        )
    except GreenError as error:
        state[_TROUBLE] = error
        return
    state[_DONE] = lazy("Recorded: the recognition passes on.")


def _end(one: Pending) -> None:
    state = st.session_state
    try:
        succession.end(
            store(), actor(), programme(), one, str(state.get(f"{_key(one)}.reason") or "")
        )
    except GreenError as error:
        state[_TROUBLE] = error
        return
    state[_DONE] = lazy("Recorded: the recognition does not pass on.")
