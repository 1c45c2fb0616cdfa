"""One place, item by item: how many of its communities stand how, each number with its list."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from green.planning.matrix import STANDINGS, PlaceItems, Standing
from green.planning.standing_words import standing_name
from green.standard.model import Item
from green.texts import _
from green.ui import address, show
from green.ui.bureau import way
from green.ui.planning.items_choice import Choice
from green.ui.planning.standing_list import name_of

_ONE = "one"


def item_table(choice: Choice) -> None:
    """The place of the page or one of its parts, in exact counts."""
    found = choice.found
    names = {row.code: choice.name_of(row) for row in found.rows}
    st.subheader(_("One place, item by item"), anchor=False)
    place = found.total
    if names:
        address.bring(_ONE, names, None)
        chosen: str | None = st.selectbox(
            _("Place"),
            list(names),
            index=None,
            format_func=names.__getitem__,
            placeholder=found.total.name,
            key=_ONE,
        )
        address.keep(_ONE, None)
        place = (found.row(chosen) if chosen else None) or found.total
    if not place.handed_in:
        st.info(_("Nothing is handed in here on this day."))
        return
    st.caption(
        _(
            "{place}: {n} of {all} communities have handed in, {missing} have not.",
            place=show.plain(place.name),
            n=show.number(place.handed_in),
            all=show.number(place.listed),
            missing=show.number(place.missing),
        )
    )
    rows = [(found.items[at], place.cells[at]) for at in choice.columns]
    columns: dict[str, list[str]] = {
        _("Item"): [f"{item.ref} {show.plain(item.title)}" for item, _cell in rows],
        _("Pass rate"): [
            _("no base") if cell.rate is None else show.percent(cell.rate) for _item, cell in rows
        ],
        _("Base"): [show.number(cell.base) for _item, cell in rows],
    }
    for standing in STANDINGS:
        if standing != "missing":
            columns[standing_name(standing)] = [
                _number(found.total.code, place, item, standing, cell.of(standing))
                for item, cell in rows
            ]
    with st.container(key="item_counts"):
        st.table(
            pd.DataFrame(columns),
            hide_index=True,
            border="horizontal",
            alt=_("{place}: how many communities stand how at each item", place=place.name),
        )


def _number(whole: str, place: PlaceItems, item: Item, standing: Standing, number: int) -> str:
    if not number:
        return show.number(0)
    leads = way.address(whole, name_of(place.code, item, standing), stays=True)
    return f"[{show.number(number)}]({leads})"


def notes(choice: Choice) -> None:
    """What the figures rest on."""
    found = choice.found
    st.caption(
        "  \n".join(
            (
                _(
                    "As of {day}, by what was recorded until {time}.",
                    day=show.day(found.as_of),
                    time=show.moment(found.known_at),
                ),
                _(
                    "Pass rate = met ÷ (met + partly met + not met) in what stands handed in. Not "
                    "applicable, unanswered and not handed in are left out of the base and counted "
                    "apart; without a base there is no rate, which is not 0%. Drafts say nothing."
                ),
                _(
                    "Size, year and kind are those of the profile known that day; what it does "
                    "not say is “not recorded”. Estates finished by the end of 2000 are old by "
                    "国办发〔2020〕23号."
                ),
            )
        )
    )
