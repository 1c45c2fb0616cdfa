"""The queue: submissions that wait at the steps this person decides, and the others in sight."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from green import clock
from green.registry.model import CODE_LENGTH
from green.review.model import Phase
from green.review.queue_records import Waiting
from green.review.queue_records import queue as waiting
from green.standard.programme import Programme
from green.texts import Text, _, lazy, n_
from green.ui import address, show
from green.ui.session import programme, store

_SHOWN = 50
_WHOSE: dict[str, Text] = {"mine": lazy("My turn"), "all": lazy("All in my scope")}
_PHASES: dict[str, Text] = {
    "waiting": lazy("not begun"),
    "begun": lazy("begun"),
    "noticeable": lazy("waits for a public notice"),
    "on_notice": lazy("on public notice"),
}


_EVERYWHERE: tuple[Phase, ...] = ("waiting", "begun", "noticeable", "on_notice")


def queue(scopes: Sequence[str]) -> None:
    """Draw the queue, or say why there is none."""
    here = programme()
    if not here.chain:
        st.info(
            _(
                "In this programme communities declare themselves: what is handed in counts at "
                "once, and nothing waits for review."
            )
        )
        return
    found = _read(here, scopes, _whose())
    text = st.text_input(
        _("Name, street or code"),
        key="review.find",
        type="search",
        live=True,
        placeholder=_("part of the name or code"),
    )
    wanted = (text or "").strip()
    found = [one for one in found if wanted in one.name + (one.street or "") + one.code]
    if not found:
        st.success(_("Nothing waits here."), icon=":material/done_all:")
        return
    st.caption(
        n_(
            "{n} submission, the longest waiting first",
            "{n} submissions, the longest waiting first",
            len(found),
        )
    )
    for one in found[:_SHOWN]:
        _row(here, one)
    if len(found) > _SHOWN:
        st.caption(_("Only the first {n} are shown; search for others.", n=show.number(_SHOWN)))


def _whose() -> str:
    address.bring("whose", _WHOSE, "mine")
    st.segmented_control(
        _("Whose turn"),
        list(_WHOSE),
        format_func=lambda key: str(_WHOSE[key]),
        key="whose",
        required=True,
        label_visibility="collapsed",
    )
    address.keep("whose", "mine")
    return str(st.session_state["whose"])


def _read(here: Programme, scopes: Sequence[str], whose: str) -> list[Waiting]:
    with store().read() as query:
        if whose == "all":
            every = [step.id for step in here.chain]
            return waiting(query, here, list(scopes), every, _EVERYWHERE)
        found: list[Waiting] = []
        for step in here.chain:
            own = [scope for scope in scopes if len(scope) == CODE_LENGTH[step.level]]
            if own:
                found += waiting(query, here, own, [step.id])
    return sorted(found, key=lambda one: (one.since, one.code))


def _row(here: Programme, one: Waiting) -> None:
    step = here.step(one.step)
    days = (clock.today() - one.since).days
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        with st.container(gap="xsmall", width="stretch"):
            st.markdown(f"**{show.plain(one.name)}**")
            parts = [show.plain(one.district or ""), show.plain(one.street or "")]
            st.caption(show.dotted(*(part for part in parts if part)))
            state = [str(step.title) if step else one.step, str(_PHASES[one.phase])]
            state.append(n_("{n} day", "{n} days", days))
            if one.not_met:
                state.append(n_("{n} item not met", "{n} items not met", one.not_met))
            st.caption(show.dotted(*state))
        st.page_link(
            "review/submission.py",
            label=_("Open"),
            icon=":material/arrow_forward:",
            query_params={"submission": str(one.submission)},
        )
