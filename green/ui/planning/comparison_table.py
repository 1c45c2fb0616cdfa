"""The differences between places, item by item, with exact counts and their intervals."""

from __future__ import annotations

from html import escape

import streamlit as st

from green.planning import comparing_words
from green.planning.comparing import SMALL_BASE, Comparison, Difference
from green.planning.matrix import Cell, PlaceItems
from green.texts import _, written
from green.ui import show
from green.ui.planning.items_choice import Choice
from green.ui.planning.matrix_table import region

_UP, _DOWN = "▲", "▼"


def comparison_table(found: Comparison, choice: Choice) -> None:
    """Items down, places across: rate and counts, and what may be said of the difference."""
    beside = {one.place.code: one.differences for one in found.compared}
    head = "".join(
        f'<th scope="col">{escape(place.name)}<br>'
        f"<small>{escape(_against(found, place))}</small></th>"
        for place in found.places
    )
    rows = []
    for at in choice.columns:
        item = found.items[at]
        cells = "".join(
            _cell(place.cells[at], beside[place.code][at] if place.code in beside else None)
            for place in found.places
        )
        name = escape(f"{item.ref} {item.title}")
        rows.append(f'<tr><th scope="row">{name}</th>{cells}</tr>')
    heading = _("Item")
    name = _("Pass rates side by side and how far they lie apart")
    with st.container(key="compared"):
        table = (
            f"<table><caption>{escape(name)}</caption><thead><tr>"
            f'<th scope="col">{escape(heading)}</th>{head}</tr></thead>'
            f"<tbody>{''.join(rows)}</tbody></table>"
        )
        st.html(region(name, table, dark=show.is_dark()))
    _notes(found)


def _against(found: Comparison, place: PlaceItems) -> str:
    """What a place is compared with."""
    if found.against == "rest":
        return _("against the rest of {place}", place=found.compared[0].other.name)
    if place.code == found.places[0].code:
        return _("the others against this")
    return _("against {place}", place=found.places[0].name)


def _cell(cell: Cell, difference: Difference | None) -> str:
    rate = _("no base") if cell.rate is None else written.percent(cell.rate)
    said = [f"<b>{rate}</b> <small>{show.number(cell.met)}/{show.number(cell.base)}</small>"]
    if difference is not None and difference.number is not None:
        points = comparing_words.points(difference.number)
        interval = comparing_words.interval(difference)
        said.append(f"{escape(points)} <small>({escape(interval)})</small>")
    if difference is not None:
        sign = ""
        if difference.differs and difference.number is not None:
            sign = (_UP if difference.number > 0 else _DOWN) + " "
        said.append(f"<span>{sign}{escape(comparing_words.verdict(difference))}</span>")
    kind = ' class="differs"' if difference is not None and difference.differs else ""
    return f"<td{kind}>{'<br>'.join(said)}</td>"


def _notes(found: Comparison) -> None:
    st.caption(
        _(
            "Differences are in percentage points, in brackets Newcombe's 95% interval. Where it "
            "leaves out zero, a place is called higher or lower; of twenty equal items one is by "
            "chance. Where either base is below {small}, nothing is called a difference.",
            small=SMALL_BASE,
        )
    )
    if found.against == "rest":
        st.caption(_("The rest is all of the region without the place itself."))
