"""Two to six places side by side: a wheel each, and how far their pass rates lie apart."""

from __future__ import annotations

import streamlit as st

from green.charts import rate_wheel
from green.errors import GreenError
from green.people.model import Action
from green.planning.comparing import FEWEST, MOST, Against, Comparison
from green.planning.reading import comparison
from green.registry.records import division
from green.standard.model import Standard
from green.standard.programme import Programme
from green.texts import _
from green.ui import address, scope, show
from green.ui.bureau import way
from green.ui.planning.comparison_table import comparison_table
from green.ui.planning.items_choice import Choice
from green.ui.session import store

_CODES, _CHOSEN = "codes", "side_by_side"


def section(choice: Choice, programme: Programme, standard: Standard) -> None:
    """The choice of places, kept in the address, and what they look like beside each other."""
    st.subheader(_("Side by side"), anchor=False)
    codes = _codes(choice)
    if len(codes) < FEWEST:
        st.caption(_("Choose two to six places to see their wheels and differences."))
        return
    against = _against(programme)
    try:
        found = _read(choice, programme, codes, against)
    except GreenError as error:
        show.error(error)
        return
    _wheels(found, standard)
    comparison_table(found, choice)


def _codes(choice: Choice) -> list[str]:
    """The places that are chosen; at first those of the address, each of which is asked for."""
    rows = choice.found.rows or (choice.found.total,)
    names = {row.code: choice.name_of(row) for row in rows}
    if _CHOSEN not in st.session_state:
        asked = st.query_params.get(_CODES, "").split(",")
        st.session_state[_CHOSEN] = list(dict.fromkeys(code for code in asked if code))
    wanted: list[str] = st.session_state[_CHOSEN]
    if len(wanted) > MOST:
        st.warning(_("At most six places stand side by side; the others were left out."))
    known = []
    for code in wanted[:MOST]:
        try:
            names |= {} if code in names else {code: _name(code)}
        except GreenError as error:
            show.error(error)
        else:
            known.append(code)
    if known != wanted:
        st.session_state[_CHOSEN] = known
    chosen: list[str] = st.multiselect(
        _("Places"),
        list(names),
        format_func=names.__getitem__,
        placeholder=_("two to six places"),
        max_selections=MOST,
        key=_CHOSEN,
    )
    if chosen:
        st.query_params[_CODES] = ",".join(chosen)
    else:
        st.query_params.pop(_CODES, None)
    return chosen


def _name(code: str) -> str:
    """Of a place that lies elsewhere; raises `NotFound`, and `NotAllowed`, which is logged."""
    with scope.looking(Action.SEE_FIGURES, code) as query:
        return division(query, code).name


def _against(programme: Programme) -> Against:
    """Against the first of them; who sees all of the region may ask for the rest of it."""
    if not scope.may(Action.SEE_FIGURES, programme.region):
        return "first"
    names: dict[Against, str] = {
        "first": _("the first place"),
        "rest": _("the rest of {place}", place=way.here(programme.region).name),
    }
    address.bring("against", names, "first")
    chosen: Against | None = st.segmented_control(
        _("Compared with"), list(names), format_func=names.__getitem__, key="against", required=True
    )
    address.keep("against", "first")
    return chosen or "first"


def _read(choice: Choice, programme: Programme, codes: list[str], against: Against) -> Comparison:
    """The same as `compare` prints; every place was asked for before. Raises `Refused`."""
    seen = choice.found
    with store().read() as query:
        return comparison(
            query,
            programme,
            codes,
            against=against,
            like=seen.like,
            as_of=seen.as_of,
            known_at=seen.known_at,
        )


def _wheels(found: Comparison, standard: Standard) -> None:
    """One wheel a place, all to the same scale."""
    dark = show.is_dark()
    key = rate_wheel.legend(dark=dark)
    st.image(key, width=rate_wheel.KEY_WIDTH, alt=_("Key to the wheels of pass rates"))
    with st.container(key="wheels"), st.grid("auto", min_column_width=165, gap="small"):
        for place in found.places:
            with st.container():
                st.markdown(f"**{way.link(place.name, place.code)}**")
                picture = rate_wheel.rate_wheel(place, standard, dark=dark)
                st.image(picture, width="stretch", alt=rate_wheel.alt(place, standard))
