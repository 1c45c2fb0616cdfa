"""The measures of the page What if: set row by row, and kept in the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from green.errors import Problem, Refused
from green.planning import measures
from green.planning.whatif import Measure, Taken
from green.registry.model import CODE_LENGTH
from green.registry.records import divisions_within
from green.texts import _, n_
from green.ui import show
from green.ui.planning.what_if_reading import Here
from green.ui.session import store

FIX = "fix"
# In the session: by place its measures by row; the line they came from, and its problems.
_KEPT, _LINE, _PROBLEMS, _NEXT = (f"what_if.{name}" for name in ("kept", "line", "wrong", "next"))
Rows = dict[int, Measure]


def current(here: Here) -> Rows:
    """The measures as the widgets have them now, by row; the address says them too from here on.

    For a place's first time in a session, and with another line in the address, they are read
    from the address.
    """
    rows, line = _kept().get(here.place.code), st.query_params.get(FIX, "")
    if rows is None or (line and line != st.session_state.get(_LINE)):
        rows = _from_address(here, line)
    else:
        now = {row: _from_widgets(row, measure) for row, measure in rows.items()}
        if now != rows:
            st.session_state.pop(_PROBLEMS, None)
        rows = now
    _keep(here.place.code, rows)
    _to_address(measures.written(here.standard, rows.values()))
    return rows


def _kept() -> dict[str, Rows]:
    found: dict[str, Rows] = st.session_state.get(_KEPT, {})
    return found


def _keep(place: str, rows: Rows) -> None:
    st.session_state[_KEPT] = _kept() | {place: rows}


def _from_address(here: Here, line: str) -> Rows:
    known = set(here.names)

    def is_place(code: str) -> bool:
        return code.startswith(here.place.code) and (code in known or _is_street(code))

    found, problems = measures.read(here.standard, line, is_place)
    st.session_state[_PROBLEMS] = tuple(problems)
    return {_new_row(): measure for measure in found}


def _is_street(code: str) -> bool:
    """Whether a code is a street's: those of a whole province are not read for the page."""
    if len(code) != CODE_LENGTH["street"]:
        return False
    with store().read() as query:
        return any(one.code == code for one in divisions_within(query, code, "street"))


def _from_widgets(row: int, measure: Measure) -> Measure:
    state = st.session_state
    return Measure(
        state.get(_key(row, "item"), measure.item),
        state.get(_key(row, "number"), measure.number),
        tuple(state.get(_key(row, "places"), measure.places)),
    )


def _to_address(line: str) -> None:
    st.session_state[_LINE] = line
    if line:
        st.query_params[FIX] = line
    else:
        st.query_params.pop(FIX, None)


def section(here: Here, rows: Rows, taken: Sequence[Taken]) -> None:
    """A row for each measure with what became of it, and a press for another one."""
    st.subheader(_("Measures"), anchor=False)
    problems: tuple[Problem, ...] = st.session_state.get(_PROBLEMS, ())
    if problems:
        show.error(Refused(*problems), _("Not everything of the link could be read"))
    st.caption(
        _(
            "They are applied one after the other. Each takes first whom it brings to meeting the "
            "standard, then who has fewest items left, then by code; nobody is counted twice."
        )
    )
    names = _streets(here, rows) | dict(here.names)
    for (row, measure), found in zip(rows.items(), taken, strict=True):
        with st.container(border=True):
            with st.container(horizontal=True, vertical_alignment="bottom"):
                _widgets(here, row, measure, names)
            st.caption(_became(found))
    st.button(
        _("Add a measure"),
        key="what_if.add",
        icon=":material/add:",
        disabled=len(rows) >= measures.MOST,
        on_click=_add,
        args=(here.place.code, _suggestion(here, rows)),
    )


def _widgets(here: Here, row: int, measure: Measure, names: Mapping[str, str]) -> None:
    item, number, places = (_key(row, part) for part in ("item", "number", "places"))
    for key, value in ((item, measure.item), (number, measure.number)):
        st.session_state.setdefault(key, value)
    st.session_state.setdefault(places, list(measure.places))
    titles = {one.id: f"{one.ref} {one.title}" for one in here.standard.items}
    st.selectbox(_("Fix item"), list(titles), format_func=titles.__getitem__, key=item, width=240)
    st.number_input(
        _("In how many communities"),
        min_value=1,
        max_value=measures.MOST_COMMUNITIES,
        step=1,
        value=None,
        placeholder=_("in all"),
        key=number,
        width=150,
    )
    if here.is_divided:
        st.multiselect(
            _("Where"),
            list(names),
            format_func=lambda code: names.get(code, code),
            placeholder=_("everywhere in {place}", place=here.place.name),
            key=places,
            width=250,
        )
    st.button(
        _("Remove"),
        key=_key(row, "remove"),
        icon=":material/close:",
        type="tertiary",
        on_click=_remove,
        args=(here.place.code, row),
    )


def _became(found: Taken) -> str:
    possible = n_(
        "{n} community lacks it and could be taken",
        "{n} communities lack it and could be taken",
        found.possible,
    )
    fixed = n_("fixed in {n}", "fixed in {n}", found.fixed)
    meeting = n_(
        "{n} is brought to meeting the standard by it",
        "{n} are brought to meeting the standard by it",
        found.meeting,
    )
    asked = found.measure.number
    short = asked is not None and asked > found.possible
    return show.dotted(
        possible, fixed, meeting, *([_("there are no more than that")] if short else [])
    )


def _streets(here: Here, rows: Rows) -> dict[str, str]:
    """Names of the streets that a link brought, where the page itself does not offer them."""
    found = {}
    with store().read() as query:
        for code in {code for one in rows.values() for code in one.places} - set(here.names):
            above = here.names.get(code[: CODE_LENGTH["district"]], "")
            for street in divisions_within(query, code, "street"):
                found[street.code] = above + street.name
    return found


def _suggestion(here: Here, rows: Rows) -> str:
    """The item that most communities still lack and no measure names, else the first."""
    named = {one.item for one in rows.values()}
    counts = here.standings.lacking.sum(axis=0)
    left = [
        (-int(count), place)
        for place, count in enumerate(counts)
        if here.standings.items[place] not in named
    ]
    return here.standings.items[min(left)[1] if left else 0]


def _add(place: str, item: str) -> None:
    _keep(place, _kept().get(place, {}) | {_new_row(): Measure(item)})
    st.session_state.pop(_PROBLEMS, None)


def _remove(place: str, row: int) -> None:
    rows = _kept().get(place, {})
    _keep(place, {other: measure for other, measure in rows.items() if other != row})
    st.session_state.pop(_PROBLEMS, None)


def _new_row() -> int:
    row: int = st.session_state.get(_NEXT, 0)
    st.session_state[_NEXT] = row + 1
    return row


def _key(row: int, part: str) -> str:
    return f"what_if.{row}.{part}"
