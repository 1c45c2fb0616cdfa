"""As of which day, and which state: the choices above the figures, kept in the address."""

from __future__ import annotations

from datetime import date

import streamlit as st

from green import clock
from green.progress.figure_words import metric_name
from green.progress.figures import month_ends
from green.standard.programme import METRICS, Metric, Programme
from green.texts import _
from green.ui import address
from green.ui.session import latest_day

_DAY, _MONTH = "as_of", "as_of_month"


def as_of_controls(programme: Programme) -> tuple[date, Metric]:
    """As of which day, and which state."""
    _bring_day(programme)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = _day(programme)
        # Nobody is named while communities declare themselves.
        choices = [one for one in METRICS if one != "named" or programme.rule == "decided"]
        address.bring("metric", choices, "attained")
        metric = st.segmented_control(
            _("State"),
            choices,
            format_func=metric_name,
            key="metric",
            required=True,
            wrap=True,
            persist_state="session",
        )
        address.keep("metric", "attained")
    _months(programme)
    return chosen, metric or "attained"


def as_of_control(programme: Programme) -> date:
    """As of which day, where no state is asked for."""
    _bring_day(programme)
    chosen = _day(programme)
    _months(programme)
    return chosen


def _day(programme: Programme) -> date:
    chosen: date | None = st.date_input(
        _("As of"),
        min_value=programme.opens,
        max_value=clock.today(),
        format="YYYY-MM-DD",
        key=_DAY,
        width=160,
    )
    return chosen or latest_day()


def _months(programme: Programme) -> None:
    ends = month_ends(programme.opens, latest_day())
    st.select_slider(
        _("Month by month, from {month}", month=f"{ends[0]:%Y-%m}"),
        ends,
        format_func=lambda day: f"{day:%Y-%m}",
        key=_MONTH,
        on_change=_chosen_month,
    )


def _bring_day(programme: Programme) -> None:
    """The day comes from the address, else it is the latest; the slider shows its month."""
    latest = latest_day()
    if _DAY not in st.session_state:
        try:
            asked = date.fromisoformat(st.query_params.get(_DAY, ""))
        except ValueError:
            asked = latest
        st.session_state[_DAY] = min(max(asked, programme.opens), clock.today())
    day = st.session_state[_DAY] or latest
    ends = month_ends(programme.opens, latest)
    month = next((end for end in ends if end >= day), ends[-1])
    # Set anew, it would jump back under a hand that has moved it further meanwhile.
    if st.session_state.get(_MONTH) != month:
        st.session_state[_MONTH] = month
    _keep_day(day, latest)


def _keep_day(day: date, latest: date) -> None:
    if day == latest:
        st.query_params.pop(_DAY, None)
    else:
        st.query_params[_DAY] = day.isoformat()


def _chosen_month() -> None:
    st.session_state[_DAY] = st.session_state[_MONTH]
