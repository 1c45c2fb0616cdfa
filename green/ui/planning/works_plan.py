"""Phase and planner for a choice of communities, with one press; asked for as it is stored."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from green.errors import GreenError, Problem, Refused
from green.people.model import Action
from green.planning import keeping
from green.planning.plan import LAST_PHASE, LONGEST_LINE
from green.planning.renovation import Site, Street
from green.registry.records import communities_by_id
from green.renovation.model import phase_name
from green.texts import _, lazy, n_
from green.ui import scope, show
from green.ui.planning.works_list import PICKED
from green.ui.session import actor, programme, store

_ALL, _PHASE, _PLANNER, _SAID = "plan_all", "plan_phase", "plan_planner", "plan_said"
_AS_IT_IS = "as_it_is"


def card(streets: Sequence[Street]) -> None:
    """What is planned for the communities chosen on this page; nothing for who may not plan."""
    sites = [one for street in streets for one in street.sites if _may(one)]
    if not sites:
        return
    with st.container(border=True, key="works_plan"):
        st.subheader(_("Phase and planner"), anchor=False)
        _answer()
        chosen = _chosen(streets)
        lines = sum(len(site.entries) for site in chosen)
        phases = {_AS_IT_IS: _("as it is")} | {
            str(n): str(phase_name(n)) for n in range(LAST_PHASE + 1)
        }
        st.checkbox(_("All communities on this page"), key=_ALL)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.selectbox(
                _("Phase"), list(phases), format_func=phases.__getitem__, key=_PHASE, width=160
            )
            st.text_input(
                _("Planner"),
                key=_PLANNER,
                max_chars=LONGEST_LINE,
                placeholder=_("as it is"),
                width=220,
            )
            st.button(
                _("Set"),
                key="plan_set",
                type="primary",
                icon=":material/event:",
                disabled=not chosen,
                on_click=_set,
                args=(chosen,),
            )
        st.caption(
            show.dotted(
                n_("{n} community chosen", "{n} communities chosen", len(chosen)),
                n_("{n} work as shown", "{n} works as shown", lines),
            )
            if chosen
            else _("Choose communities below, street by street, or all on this page.")
        )


def _may(site: Site) -> bool:
    return scope.may(Action.PLAN, site.code)


def _chosen(streets: Sequence[Street]) -> tuple[Site, ...]:
    state = st.session_state
    return tuple(
        site
        for street in streets
        for site in street.sites
        if _may(site)
        and (state.get(_ALL) or str(site.id) in (state.get(f"{PICKED}.{street.code}") or ()))
    )


def _set(sites: Sequence[Site]) -> None:
    """Store what was given for every work shown of these communities (for callbacks)."""
    changes: dict[str, object] = {}
    phase = st.session_state.get(_PHASE)
    if phase not in (None, _AS_IT_IS):
        changes["phase"] = int(phase) or None
    planner = str(st.session_state.get(_PLANNER) or "").strip()
    if planner:
        changes["planner"] = planner
    if not changes:
        nothing = lazy("There is neither a phase nor a planner to be set.")
        st.session_state[_SAID] = Refused(
            Problem(nothing, mend=lazy("Choose a phase or write a planner first."))
        )
        return
    here, who, about = store(), actor(), programme()
    try:
        with here.read() as query:
            known = {one.id: one for one in communities_by_id(query, [site.id for site in sites])}
        lines = [
            (known[site.id], entry.line.item, entry.work.id)
            for site in sites
            for entry in site.entries
        ]
        keeping.keep_all(here, who, about, lines, changes)
    except GreenError as error:
        st.session_state[_SAID] = error
        return
    st.session_state[_SAID] = len(lines)


def _answer() -> None:
    """What became of the last press."""
    said: int | GreenError | None = st.session_state.pop(_SAID, None)
    if isinstance(said, GreenError):
        show.error(said)
    elif said is not None:
        words = n_("Stored for {n} work.", "Stored for {n} works.", said)
        st.success(words, icon=":material/check:")
