"""Near misses on the screen: which item alone holds back whom, and the lists behind the numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import streamlit as st

from green.people.model import Action
from green.planning.near import Near, lacking, near, pairs
from green.planning.standing_rows_records import names
from green.planning.whatif import Outcome
from green.standard.model import Item
from green.texts import _, listing, n_
from green.ui import show
from green.ui.bureau import lists, way
from green.ui.bureau.levels import parts
from green.ui.planning.what_if_reading import Here
from green.ui.scope import looking

# Lists of this page: near misses, who lacks one item alone, or with one other, and who would be
# there; behind `@` the part of the place that a number is about.
NEAR, ALONE, PAIRED, NEWLY = "near", "alone-", "paired-", "newly"
_MOST_PAIRS = 3


def open_list(here: Here, outcome: Outcome) -> None:
    """The list that the address asks for, with the way back; nothing if it asks for none."""
    asked, _at, code = st.query_params.get(way.LIST, "").partition("@")
    code = code or here.place.code
    rows, name = here.standings, show.plain(here.name(code))
    item = here.standard.item(asked.removeprefix(ALONE).removeprefix(PAIRED))
    found: Sequence[int]
    if asked == NEAR:
        title = _("{place}: lacks one or two items", place=name)
        found = [int(row) for row in np.flatnonzero(rows.near)]
    elif asked == NEWLY:
        title = _("{place}: would meet the standard with these measures", place=name)
        newly = set(outcome.newly)
        found = [row for row, one in enumerate(rows.codes) if str(one) in newly]
    elif asked.startswith(ALONE) and item is not None:
        words = f"{item.ref} {item.title}"
        title = _("{place}: lacks item {item} and nothing else", place=name, item=words)
        found = lacking(rows, item.id, 1)
    elif asked.startswith(PAIRED) and item is not None:
        words = f"{item.ref} {item.title}"
        title = _("{place}: lacks item {item} and one other", place=name, item=words)
        found = lacking(rows, item.id, 2)
    else:
        return
    _list(here, title, [row for row in found if str(rows.codes[row]).startswith(code)])


def _list(here: Here, title: str, rows: Sequence[int]) -> None:
    scope = here.place.code
    with looking(Action.SEE_FIGURES, scope) as query:
        known = names(query, scope, here.found.as_of, here.found.known_at)
    found = [
        here.standings.lacks(row, known.get(str(here.standings.codes[row]), "")) for row in rows
    ]
    frame = lists.lacking_frame(found, here.standard)
    lists.show_list(title, scope, frame, stays=True)


def link(here: Here, number: int, listed: str, place: str = "") -> str:
    """A number as a link to the list behind it, of the place or of one part of it."""
    if not number:
        return show.number(0)
    at = f"{listed}@{place}" if place and place != here.place.code else listed
    return way.link(show.number(number), here.place.code, at, stays=True)


def section(here: Here) -> None:
    """How many lack one or two items, item by item, and where one item alone holds them back."""
    st.subheader(_("Near misses"), anchor=False)
    count = int(here.standings.near.sum())
    words = n_(
        "{n} community lacks only one or two items",
        "{n} communities lack only one or two items",
        count,
    )
    if not count:
        st.markdown(words)
        return
    st.markdown(way.link(words, here.place.code, NEAR, stays=True))
    found = near(here.standings, here.length)
    shown = [
        (column, item)
        for column, item in enumerate(here.standard.items)
        if found.alone[:, column].any() or found.paired[:, column].any()
    ]
    _by_item(here, found, shown)
    if here.is_divided:
        _by_place(here, found, shown)


def _by_item(here: Here, found: Near, shown: Sequence[tuple[int, Item]]) -> None:
    table = {
        _("Item"): [f"{item.ref} {show.plain(item.title)}" for _column, item in shown],
        _("lacks only this"): [
            link(here, int(found.alone[:, column].sum()), ALONE + item.id) for column, item in shown
        ],
        _("this and one other"): [
            link(here, int(found.paired[:, column].sum()), PAIRED + item.id)
            for column, item in shown
        ],
    }
    with st.container(key="missing"):
        st.table(
            pd.DataFrame(table),
            hide_index=True,
            border="horizontal",
            alt=_("Near misses by the item that they lack"),
        )
    refs = {item.id: item.ref for item in here.standard.items}
    most = [
        _("{one} + {other} in {n}", one=refs[one], other=refs[other], n=show.number(number))
        for (one, other), number in pairs(here.standings, _MOST_PAIRS)
    ]
    if most:
        st.caption(_("Lacking together most often: items {pairs}.", pairs=listing(most)))


def _by_place(here: Here, found: Near, shown: Sequence[tuple[int, Item]]) -> None:
    words = parts(here.level)
    st.markdown(_("**Where one item alone holds communities back** (items by their numbers)"))
    shown = [(column, item) for column, item in shown if found.alone[:, column].any()]
    rows = []
    for row, place in enumerate(found.places):
        most = max(found.alone[row])
        cells = {
            item.ref: _cell(here, int(found.alone[row, column]), int(most), place, item)
            for column, item in shown
        }
        near_here = link(here, int(found.number[row]), NEAR, place)
        rows.append(
            {words.one: way.link(here.name(place), place)} | cells | {_("one or two"): near_here}
        )
    with st.container(key="near_places"):
        st.table(
            pd.DataFrame(rows),
            hide_index=True,
            border="horizontal",
            alt=_("By place and item: how many communities lack this item and nothing else"),
        )
    st.caption(
        _(
            "A number opens its list; the largest of a row is set in bold. A dot: nobody. “One or "
            "two” counts all near misses of the place."
        )
    )


def _cell(here: Here, number: int, most: int, place: str, item: Item) -> str:
    if not number:
        return "·"
    words = link(here, number, ALONE + item.id, place)
    return f"**{words}**" if number == most else words
