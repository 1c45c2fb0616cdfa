"""The places on a map; pressing one goes down to it."""

from __future__ import annotations

import streamlit as st

from green.atlas.model import without_place
from green.atlas.reading import atlas, bundled
from green.charts import map as chart
from green.charts import tiles
from green.errors import GreenError
from green.progress.model import Progress
from green.registry.model import CODE_LENGTH, Level
from green.settings import Settings
from green.standard.programme import Metric, Programme
from green.texts import _, join, listing
from green.ui import address, show
from green.ui.bureau import way

_KEY = "progress_map"


def places(found: Progress, programme: Programme, level: Level, metric: Metric) -> None:
    """The map of a province's cities or a city's districts, and what has no place on it."""
    if level not in ("city", "district") or not found.total.code:
        return
    st.subheader(_("On the map"), anchor=False)
    try:
        drawn = atlas(found.total.code, level, Settings.from_environment().map)
    except GreenError as error:
        show.error(error)
        return
    if not drawn.within(found.total.code, level):
        st.caption(_("There are no boundaries of this place."))
        return
    shapes = {"map": _("As a map"), "squares": _("As squares, for print")}
    if address.part(_("How it is drawn"), shapes, key="drawn") == "squares":
        _squares(found, programme, metric)
        return
    st.plotly_chart(
        chart.rates_map(found, level, drawn, metric, programme.targets, dark=show.is_dark()),
        config={"displayModeBar": False},
        key=_KEY,
        on_select=_go_down,
        selection_mode="points",
        alt=chart.alt(found, metric, drawn),
    )
    lost = without_place(drawn, found.rows)
    notes = [_("Press a place to see what is inside it.")]
    if lost:
        names = listing(show.plain(one.name) for one in lost)
        notes.append(_("Without a place on the map: {names}.", names=names))
    st.caption(join(*notes))


def _squares(found: Progress, programme: Programme, metric: Metric) -> None:
    """All places as equal squares, with all their figures: nothing is too small to be read."""
    province = bundled(found.total.code[: CODE_LENGTH["province"]])
    picture = tiles.tiles(found, province, metric, programme.targets, dark=show.is_dark())
    st.image(picture, alt=tiles.alt(found, metric))


def _go_down() -> None:
    points = st.session_state[_KEY].selection.points
    if points:
        st.query_params[way.PLACE] = points[0]["customdata"][0]
        st.query_params.pop(way.LIST, None)
