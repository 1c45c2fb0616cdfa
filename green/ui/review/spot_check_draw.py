"""Spot checks: which draw is looked at, and the form for a new one."""

from __future__ import annotations

import streamlit as st

from green.errors import GreenError
from green.people.records import place_name
from green.registry.model import CODE_LENGTH
from green.review import spot_check, spot_check_records
from green.review.recheck import attaining
from green.review.spot_check import NewDraw
from green.review.spot_check_records import SpotCheck
from green.standard.validator import LONGEST_NOTE
from green.texts import _, lazy
from green.ui import address, show
from green.ui.session import actor, programme, store

_TITLE, _SEED, _RANDOM, _WEIGHTED = "draw.title", "draw.seed", "draw.random", "draw.weighted"
_TROUBLE = "draw.trouble"
_PARTS = {"score": lazy("Score"), "result": lazy("Agreement"), "how": lazy("How it was drawn")}


def office(scopes: list[str]) -> str | None:
    """The scope in which the person may draw; says why if there is none."""
    try:
        step = attaining(programme())
    except GreenError as error:
        show.error(error)
        st.stop()
    own = [scope for scope in scopes if len(scope) == CODE_LENGTH[step.level]]
    if not own:
        st.caption(
            _(
                "Spot checks are drawn by the level that decides “{step}”; here you see them.",
                step=step.title,
            )
        )
        return None
    return own[0]


def choose(scopes: list[str]) -> SpotCheck | None:
    """The draw that is looked at, the newest at first."""
    with store().read() as query:
        wider = [scope[:length] for scope in scopes for length in CODE_LENGTH.values()]
        found = spot_check_records.spot_checks(query, programme().id, [*scopes, *wider])
    own = [one for one in found if any(one.scope.startswith(scope) for scope in scopes)]
    if not own:
        st.info(_("No spot check has been drawn yet."))
        return None
    names = {str(one.id): show.dotted(one.title, show.day(one.effective_on)) for one in own}
    address.bring("draw", names, next(iter(names)))
    st.selectbox(_("Spot check"), list(names), format_func=names.__getitem__, key="draw")
    address.keep("draw", next(iter(names)))
    return next(one for one in own if str(one.id) == st.session_state["draw"])


def part() -> str:
    """Scoring, the result, or how the draw was made."""
    return address.part(_("Show"), _PARTS)


def form(scope: str) -> None:
    """A new draw from what is recognised in a scope today."""
    with store().read() as query:
        name = place_name(query, scope)
    st.subheader(_("Draw a spot check in {place}", place=name), anchor=False)
    trouble = st.session_state.pop(_TROUBLE, None)
    if isinstance(trouble, GreenError):
        show.error(trouble, _("Not drawn"))
    with st.form("draw_form", border=True):
        st.text_input(_("Title"), key=_TITLE, max_chars=LONGEST_NOTE)
        st.text_input(
            _("Seed"),
            key=_SEED,
            max_chars=LONGEST_NOTE,
            help=_(
                "Best something public that nobody knows beforehand, such as the number of a "
                "lottery. Whoever has it can make the draw again."
            ),
        )
        with st.grid(2, min_column_width=160):
            st.number_input(_("At random"), min_value=0, value=10, step=1, key=_RANDOM)
            st.number_input(_("By risk"), min_value=0, value=10, step=1, key=_WEIGHTED)
        st.form_submit_button(
            _("Draw"), key="draw_now", type="primary", on_click=_draw, args=(scope,)
        )


def _draw(scope: str) -> None:
    state = st.session_state
    new = NewDraw(
        str(state.get(_TITLE) or ""),
        str(state.get(_SEED) or ""),
        int(state.get(_RANDOM) or 0),
        int(state.get(_WEIGHTED) or 0),
    )
    try:
        identity = spot_check.draw_sample(store(), actor(), programme(), scope, new)
    except GreenError as error:
        state[_TROUBLE] = error
        return
    state["draw"] = str(identity)
    for key in (_TITLE, _SEED):
        state.pop(key, None)
