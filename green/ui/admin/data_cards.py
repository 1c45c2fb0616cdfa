"""The two databases side by side: which is in use, what is in it, going from one to the other."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from green.errors import GreenError
from green.log import records as log
from green.people.model import Action
from green.progress.records import Contents, contents
from green.setup import throw_away
from green.store import shared
from green.texts import _, n_
from green.ui import scope, show, welcome
from green.ui.session import (
    Data,
    actor,
    data,
    look_at,
    programme,
    real_path,
    simulated_path,
    store,
)


def data_cards() -> None:
    """Both databases, and throwing the simulated one away."""
    with st.grid(2, min_column_width=280):
        with st.container(border=True, height="stretch"):
            _real()
        with st.container(border=True, height="stretch"):
            _simulated()


def _real() -> None:
    _title(_("Real data"), "real")
    _inside(real_path())
    if data() == "simulated":
        st.button(_("Go to the real data"), key="go_real", on_click=look_at, args=("real",))
    elif welcome.is_first_start():
        welcome.other_province()
    else:
        welcome.watch_set_up()


def _simulated() -> None:
    _title(_("Simulated data"), "simulated")
    is_there = simulated_path().exists()
    if is_there:
        _inside(simulated_path())
    welcome.simulated()
    if is_there and _may_manage():
        st.button(
            _("Throw the simulated data away"),
            key="throw_away",
            icon=":material/delete:",
            on_click=_throw_away,
        )


def _title(name: str, which: Data) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(name, anchor=False, width="content")
        if data() == which:
            st.badge(_("In use"), icon=":material/check_circle:", color="green")


def _inside(path: Path) -> None:
    """Where the database lies, and how much is in it."""
    try:
        with shared(path).read() as query:
            found = contents(query)
    except GreenError as error:
        show.error(error)
    else:
        whole = [part.replace(" ", "\u00a0") for part in _counts(found)]
        st.markdown(show.dotted(*whole))
    st.caption(show.plain(path))


def _counts(found: Contents) -> list[str]:
    return [
        n_(
            "{count} community",
            "{count} communities",
            found.communities,
            count=show.number(found.communities),
        ),
        _("{n} ever took part", n=show.number(found.enrolled)),
        _("{n} handed in", n=show.number(found.submissions)),
    ]


def _may_manage() -> bool:
    return scope.may(Action.MANAGE_DATA, programme().region)


def _throw_away() -> None:
    if not scope.still_may(Action.MANAGE_DATA, programme().region):
        return
    if data() == "real":
        with store().write() as query:
            log.add(query, actor().person, "throw_away", "", file=simulated_path().name)
    look_at("real")
    throw_away(simulated_path())
