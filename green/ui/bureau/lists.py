"""The communities behind a figure: opened by pressing the number, and named in the address."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from green.people.model import Action
from green.progress import holding_records
from green.progress.figure_words import metric_name
from green.progress.holding import Lacking
from green.progress.model import Progress
from green.progress.records import Listed, listed
from green.standard.model import Standard
from green.standard.programme import METRICS, Programme
from green.texts import _, status_name
from green.ui import session, show
from green.ui.bureau import questions, way
from green.ui.scope import looking

NEAR, ITEM = "near", "item-"
_MOST = 2000


def open_list(found: Progress, programme: Programme, standard: Standard) -> None:
    """The list that the address asks for, with the way back; nothing if it asks for none."""
    asked = st.query_params.get(way.LIST, "")
    place, rule = found.total, ""
    if asked in METRICS:
        title = _("{place}: {state}", place=place.name, state=metric_name(asked))
        with looking(Action.SEE_FIGURES, place.code) as query:
            rows = listed(query, programme, place.code, found.as_of, found.known_at)
        rows = [one for one in rows if getattr(one.state, asked)]
        frame = _listed(rows)
    elif asked == NEAR:
        title = _("{place}: lacks one or two items", place=place.name)
        with looking(Action.SEE_FIGURES, place.code) as query:
            near = holding_records.near_misses(
                query, programme, place.code, found.as_of, found.known_at
            )
        frame = lacking_frame(near, standard)
    elif (item := standard.item(asked.removeprefix(ITEM))) and asked.startswith(ITEM):
        name = f"{item.ref} {item.title}"
        title = _("{place}: lacks item {item}", place=place.name, item=name)
        with looking(Action.SEE_FIGURES, place.code) as query:
            gaps = holding_records.lacking(
                query, programme, place.code, item.id, found.as_of, found.known_at
            )
        frame = lacking_frame(gaps, standard)
    elif kind := questions.asked_for(asked):
        sentence, rule, frame = questions.behind(found, programme, kind)
        title = _("{place}: {question}", place=place.name, question=sentence)
        frame[_("Open")] = [community_address(code) for code in frame[_("Code")]]
    else:
        return
    show_list(title, place.code, frame, rule)


def show_list(
    title: str, place: str, frame: pd.DataFrame, rule: str = "", *, stays: bool = False
) -> None:
    """A list in its box, with the way back to the place without it (`stays` as in `way`)."""
    with st.container(border=True, key="list"):
        st.subheader(show.plain(title), anchor=False)
        st.markdown(way.link(_("Close the list"), place, stays=stays))
        if rule:
            st.caption(rule)
        _show(frame, title)


def _show(frame: pd.DataFrame, title: str) -> None:
    if frame.empty:
        st.caption(_("None on this day."))
        return
    if len(frame) > _MOST:
        st.caption(_("The first {n} of {all}.", n=_MOST, all=show.number(len(frame))))
    st.dataframe(
        frame.head(_MOST),
        hide_index=True,
        column_config={
            _("Open"): st.column_config.LinkColumn(_("Open"), display_text=_("Open"), width="small")
        },
        alt=title,
    )


def _listed(rows: Sequence[Listed]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            _("Community"): [one.name for one in rows],
            _("Street"): [one.street for one in rows],
            _("State"): [metric_name(one.state.highest) for one in rows],
            _("Since"): [one.since for one in rows],
            _("Code"): [one.code for one in rows],
            _("Open"): [community_address(one.code) for one in rows],
        }
    )


def lacking_frame(rows: Sequence[Lacking], standard: Standard) -> pd.DataFrame:
    """Communities, and what each of them lacks in words."""
    return pd.DataFrame(
        {
            _("Community"): [one.name for one in rows],
            _("Lacks"): [_in_words(one, standard) for one in rows],
            _("Code"): [one.code for one in rows],
            _("Open"): [community_address(one.code) for one in rows],
        }
    )


def _in_words(one: Lacking, standard: Standard) -> str:
    known = dict(one.items)
    return "; ".join(
        _("{item} ({status})", item=f"{item.ref} {item.title}", status=status_name(known[item.id]))
        for item in standard.items
        if item.id in known
    )


def community_address(code: str) -> str:
    """Where the page of a community is."""
    simulated = "&data=simulated" if session.data() == "simulated" else ""
    return f"/my-community?community={code}{simulated}"
