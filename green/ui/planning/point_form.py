"""Where the community lies: its own point for maps of works, if somebody knows it."""

from __future__ import annotations

import streamlit as st

from green.errors import GreenError
from green.planning.keeping import keep_point
from green.planning.plan import LONGEST_LINE, Point
from green.planning.plan_records import point_of
from green.texts import _
from green.ui import show
from green.ui.community.desk import Desk
from green.ui.planning.own_plan import may_plan
from green.ui.session import actor, store


def point_form(desk: Desk) -> None:
    """The point that is kept, and a form to give or take it back; it is optional."""
    community = desk.case.community.id
    with store().read() as query:
        known = point_of(query, community)
    with st.expander(_("Where the community lies (optional)"), key="point"):
        st.caption(
            _(
                "For the map file of the works. Without it the community stands at a point of its "
                "district, and the file says so."
            )
        )
        st.markdown(_known(known))
        trouble = st.session_state.get(_key(desk, "trouble"))
        if isinstance(trouble, GreenError):
            show.error(trouble, _("Not saved"))
        if not may_plan(desk):
            return
        _fields(desk, known)


def _known(known: Point | None) -> str:
    if known is None:
        return _("Nothing is recorded.")
    return _(
        "{longitude}° east, {latitude}° north ({source})",
        longitude=f"{known.longitude:.6g}",
        latitude=f"{known.latitude:.6g}",
        source=show.plain(known.source),
    )


def _fields(desk: Desk, known: Point | None) -> None:
    with st.form(_key(desk, "form"), border=False):
        with st.grid(2, min_column_width=150):
            st.number_input(
                _("Longitude (east)"),
                value=known.longitude if known else None,
                format="%.6f",
                step=None,
                placeholder="117.000000",
                key=_key(desk, "longitude"),
            )
            st.number_input(
                _("Latitude (north)"),
                value=known.latitude if known else None,
                format="%.6f",
                step=None,
                placeholder="36.650000",
                key=_key(desk, "latitude"),
            )
        st.text_input(
            _("How it is known"),
            value=known.source if known else "",
            placeholder=_("for example: read from Tianditu, CGCS2000"),
            max_chars=LONGEST_LINE,
            key=_key(desk, "source"),
        )
        st.form_submit_button(
            _("Save the point"), key=_key(desk, "save"), on_click=_save, args=(desk,)
        )
    if known is not None:
        st.button(
            _("Take the point back"),
            key=_key(desk, "remove"),
            type="tertiary",
            on_click=_keep,
            args=(desk, None),
        )


def _save(desk: Desk) -> None:
    longitude, latitude, source = (
        st.session_state.get(_key(desk, name)) for name in ("longitude", "latitude", "source")
    )
    # One of the two alone is no point; it is refused as one that lies nowhere.
    nowhere = float("nan")
    blank = longitude is None and latitude is None
    point = Point(
        nowhere if longitude is None else longitude,
        nowhere if latitude is None else latitude,
        str(source or ""),
    )
    _keep(desk, None if blank else point)


def _keep(desk: Desk, point: Point | None) -> None:
    """Store it (for callbacks); a refusal is shown above the form."""
    try:
        keep_point(store(), actor(), desk.case.community, point)
    except GreenError as error:
        st.session_state[_key(desk, "trouble")] = error
    else:
        st.session_state.pop(_key(desk, "trouble"), None)


def _key(desk: Desk, name: str) -> str:
    return f"point.{desk.case.community.id}.{name}"
