"""The first minute: explore simulated data, or set up for real."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from green.charts.wheel import example
from green.log import records as log
from green.people.model import Action
from green.people.records import nobody_yet
from green.registry.records import is_used
from green.settings import DATA, DEFAULT_PROVINCE, DEFAULT_SEED, Settings
from green.setup import start_over
from green.simulation.build import simulate
from green.texts import _
from green.ui import jobs, scope, show
from green.ui.session import actor, data, look_at, programme, real_path, simulated_path, store

_SIMULATE, _SET_UP = "simulate", "set_up"
_ALL = "all"


def before_anybody() -> bool:
    """Right after the first start, on this machine: there is no account yet to sign in with."""
    if data() == "simulated" or not Settings.from_environment().is_local:
        return False
    with store().read() as query:
        return nobody_yet(query)


def is_first_start() -> bool:
    """Nothing was entered yet, so both ways are still open."""
    if data() == "simulated":
        return False
    with store().read() as query:
        return not is_used(query)


def two_ways() -> None:
    """What this is, in a sentence, and the two ways to begin."""
    left, right = st.columns([4, 1], vertical_alignment="center")
    with left:
        st.title(_("Green community creation"))
        st.markdown(
            _(
                "Walk your community through the sixteen items, keep every answer, hand in, and "
                "see how far each city has come."
            )
        )
    with right, st.container(key="welcome_wheel"):
        st.image(example(dark=show.is_dark()), width=120, alt="")
    with st.grid(2, min_column_width=280):
        with st.container(border=True, height="stretch"):
            _explore()
        with st.container(border=True, height="stretch"):
            _for_real()


def watch_set_up() -> None:
    """An exchange under way or refused, where the two ways are no longer shown."""
    if jobs.current(_SET_UP):
        _watch(_SET_UP, _("Reading the list of communities"))


def _explore() -> None:
    st.subheader(_("Explore a simulated Shandong"), anchor=False)
    simulated()


def simulated() -> None:
    """What the simulated data are, and the way to them from where one is."""
    st.markdown(
        _(
            "Sixteen cities from 2020 to 2022 with invented answers, to look around in and try "
            "things out. It never mixes with real data and can be thrown away."
        )
    )
    if data() == "simulated":
        return
    if jobs.current(_SIMULATE):
        _watch(_SIMULATE, _("Building the simulated province"))
    elif simulated_path().exists():
        st.button(
            _("Open the simulated data"),
            key="open_simulated",
            type="primary",
            on_click=look_at,
            args=("simulated",),
        )
    else:
        st.button(
            _("Build and open"),
            key="build_simulated",
            type="primary",
            icon=":material/travel_explore:",
            on_click=_build,
        )


def _for_real() -> None:
    st.subheader(_("Start with real data"), anchor=False)
    if before_anybody():
        st.markdown(
            _(
                "The list of communities is ready. The first account is an administrator's: make "
                "it with the one-time code in the window in which the app was started."
            )
        )
        show.link(_("Make the first account"), "/first-administrator")
    else:
        st.markdown(_("The list of communities is ready: find your community below."))
    other_province()


def other_province() -> None:
    """The choice of another list, as long as nothing was entered."""
    if jobs.current(_SET_UP):
        _watch(_SET_UP, _("Reading the list of communities"))
        return
    names = _provinces()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            _("Another province, or all of China"),
            list(names),
            index=None,
            format_func=names.__getitem__,
            placeholder=_("choose"),
            key="province",
        )
        st.button(
            _("Set up"),
            key="set_up",
            disabled=chosen is None,
            on_click=_set_up,
            args=(chosen,),
        )


@st.cache_data(max_entries=2)
def _provinces_of(all_of_china: str) -> dict[str, str]:
    divisions = pd.read_parquet(DATA / "registry" / "divisions.parquet")
    provinces = divisions[divisions["level"] == "province"]
    names = dict(zip(provinces["code"], provinces["name"], strict=True))
    return {_ALL: all_of_china, **names}


def _provinces() -> dict[str, str]:
    return _provinces_of(_("All of China"))


def _may_manage() -> bool:
    """Right after the first start whoever sits at this machine may; later an administrator."""
    return before_anybody() or scope.still_may(Action.MANAGE_DATA, programme().region)


def _build() -> None:
    if not _may_manage():
        return
    path = simulated_path()
    jobs.start(_SIMULATE, lambda tell: simulate(path, DEFAULT_PROVINCE, DEFAULT_SEED, tell))


def _set_up(province: str) -> None:
    if not _may_manage():
        return
    if not before_anybody():
        with store().write() as query:
            log.add(query, actor().person, "set_up", "", province=province)
    path = real_path()
    jobs.start(_SET_UP, lambda _tell: start_over(path, province))


@st.fragment(run_every="0.5s")
def _watch(name: str, doing: str) -> None:
    """How far the work is; the page goes on by itself when it is done."""
    job = jobs.current(name)
    if job is None:
        # Another window has led on already.
        st.rerun()
    if not job.done:
        st.progress(job.share, doing)
        st.caption(_("You may leave this page; the work goes on."))
        return
    if job.error is not None:
        show.error(job.error)
        st.button(_("Close"), key=f"close_{name}", on_click=partial(jobs.forget, name))
        return
    jobs.forget(name)
    if name == _SIMULATE:
        look_at("simulated")
    st.rerun()
