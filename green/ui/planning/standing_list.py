"""The communities behind a cell: opened by pressing its number, named in the address, as a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from green.exchange.standing_sheet import standing_sheet
from green.people.model import Action
from green.planning import matrix_records
from green.planning.likeness import NOT_RECORDED
from green.planning.likeness_words import described, kind_name
from green.planning.matrix import STANDINGS, Matrix, Standing
from green.planning.matrix_records import Behind
from green.planning.standing_words import standing_name
from green.registry.model import short_name
from green.registry.records import division
from green.standard.model import Item
from green.standard.programme import Programme
from green.texts import _
from green.ui import scope, show
from green.ui.bureau import way
from green.ui.bureau.lists import community_address

_MOST = 2000
_NO_ITEM = "-"
_SEPARATOR = "."


@dataclass(frozen=True)
class Asked:
    """Which list: of a place, at an item (None: whether anything is handed in), of a standing."""

    place: str
    item: Item | None
    standing: Standing | None

    @property
    def name(self) -> str:
        """As the address names it."""
        # The whole country has an empty code, and is named by it.
        parts = [self.place, self.item.id if self.item else _NO_ITEM]
        return _SEPARATOR.join([*parts, self.standing] if self.standing else parts)


def name_of(place: str, item: Item | None, standing: Standing | None = None) -> str:
    """The list of a place at an item, for a link."""
    return Asked(place, item, standing).name


def asked_for(found: Matrix) -> Asked | None:
    """The list that the address asks for; what there is not is left out."""
    place, *rest = st.query_params.get(way.LIST, "").split(_SEPARATOR)
    if not 1 <= len(rest) <= 2 or not place.startswith(found.total.code):
        return None
    item = next((one for one in found.items if one.id == rest[0]), None)
    standing = next((one for one in STANDINGS if one == rest[-1]), None)
    if item is None and (rest[0], standing) != (_NO_ITEM, "missing"):
        return None
    return Asked(place, item, standing)


def open_list(found: Matrix, programme: Programme) -> None:
    """The list that is asked for, with the way back and its file; nothing if none is."""
    asked = asked_for(found)
    if asked is None:
        return
    with scope.looking(Action.SEE_FIGURES, asked.place) as query:
        name = division(query, asked.place).name
        everybody = matrix_records.behind(
            query,
            programme,
            asked.place,
            asked.item.id if asked.item else "",
            found.as_of,
            found.known_at,
            found.like,
        )
    rows = [one for one in everybody if asked.standing in (None, one.standing)]
    item = f"{asked.item.ref} {asked.item.title}" if asked.item else _("Not handed in")
    title = _("{place}: {item}", place=name, item=item)
    with st.container(border=True, key="list"):
        st.subheader(show.plain(title), anchor=False)
        close = _("Close the list")
        st.markdown(f"[{show.plain(close)}]({way.address(found.total.code, stays=True)})")
        if asked.item:
            _standings(asked, everybody, found.total.code)
        _show(rows, title)
        if rows:
            _file(found, asked, rows, title)


def _standings(asked: Asked, everybody: Sequence[Behind], place: str) -> None:
    """How many stand how; each number narrows the list to them."""
    counts = Counter(one.standing for one in everybody)
    choices: list[tuple[Standing | None, str]] = [
        (None, _("All {n}", n=show.number(len(everybody))))
    ]
    choices += [
        (one, f"{standing_name(one)} {show.number(counts[one])}")
        for one in STANDINGS
        if counts[one] or one == asked.standing
    ]
    said = []
    for standing, words in choices:
        if standing == asked.standing:
            said.append(f"**{show.plain(words)}**")
        else:
            listed = name_of(asked.place, asked.item, standing)
            said.append(f"[{show.plain(words)}]({way.address(place, listed, stays=True)})")
    st.markdown(show.dotted(*said))


def _show(rows: Sequence[Behind], title: str) -> None:
    if not rows:
        st.caption(_("None on this day."))
        return
    if len(rows) > _MOST:
        st.caption(_("The first {n} of {all}.", n=_MOST, all=show.number(len(rows))))
    shown = rows[:_MOST]
    st.dataframe(
        pd.DataFrame(
            {
                _("Community"): [short_name(one.name) for one in shown],
                _("Street"): [one.street for one in shown],
                _("Status"): [standing_name(one.standing) for one in shown],
                _("Handed in on"): [one.handed_in for one in shown],
                _("Households"): [one.profile.households for one in shown],
                _("Oldest building"): [one.profile.built_from for one in shown],
                _("Kind of community"): [
                    kind_name(one.profile.kind or NOT_RECORDED) for one in shown
                ],
                _("Code"): [one.code for one in shown],
                _("Open"): [community_address(one.code) for one in shown],
            }
        ),
        hide_index=True,
        placeholder="–",
        column_config={
            _("Open"): st.column_config.LinkColumn(
                _("Open"), display_text=_("Open"), width="small"
            ),
            _("Oldest building"): st.column_config.NumberColumn(format="%d"),
        },
        alt=title,
    )


def _file(found: Matrix, asked: Asked, rows: Sequence[Behind], title: str) -> None:
    """The same list as a spreadsheet, made as it is pressed."""
    about = [
        title,
        _("As of {day}, by what was recorded until {time}.", day=show.day(found.as_of),
          time=show.moment(found.known_at)),
        described(found.like),
    ]  # fmt: skip
    if found.simulated:
        about.append(_("Simulated data: everything you see here is invented."))
    st.download_button(
        _("Download this list (Excel)"),
        show.in_this_language(lambda: standing_sheet(rows, [one for one in about if one])),
        file_name=_file_name(found, asked),
        key="list.download",
        icon=":material/download:",
        on_click="ignore",
    )


def _file_name(found: Matrix, asked: Asked) -> str:
    parts = (asked.name.replace(_SEPARATOR, "-"), found.as_of.isoformat())
    simulated = (_("Simulated data"),) if found.simulated else ()
    return "-".join((*parts, *simulated)) + ".xlsx"
