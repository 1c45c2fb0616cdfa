"""Items and places as one table: in each cell the pass rate, its counts, and a bar of all."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

import streamlit as st

from green.charts import item_cells
from green.charts.item_cells import Shade
from green.charts.palette import palette
from green.charts.rate_wheel import explained
from green.planning.matrix import Cell, PlaceItems
from green.planning.standing_words import standing_name
from green.standard.model import Item, Standard
from green.texts import _, written
from green.ui import show
from green.ui.bureau import way
from green.ui.planning.items_choice import Choice, level_name
from green.ui.planning.standing_list import name_of

_LISTED = "LISTED"


def matrix_table(choice: Choice, standard: Standard) -> None:
    """The table with its key; a sentence where nothing lies below the place."""
    found = choice.found
    if choice.level is None:
        return
    if not found.rows:
        st.info(_("No division lies below this place."))
        return
    dark = show.is_dark()
    made = _Table(choice, standard, dark)
    hint = escape(_("Choose an area above, or move the table sideways."))
    with st.container(key="items"):
        st.html(
            f'<p class="narrow">{hint}</p>'
            f"{region(made.name, made.html(), dark=dark)}{item_cells.key(dark=dark)}"
        )


def region(name: str, table: str, *, dark: bool) -> str:
    """A table that is moved sideways in its own place, by keyboard too."""
    paper = palette(dark).background
    return (
        f'<div class="items" role="region" tabindex="0" aria-label="{escape(name)}" '
        f'style="--items-paper:{paper}">{table}</div>'
    )


class _Table:
    """The parts of the table, line by line."""

    def __init__(self, choice: Choice, standard: Standard, dark: bool) -> None:
        self._choice = choice
        self._standard = standard
        self._shades: tuple[Shade, ...] = item_cells.shades(dark=dark)
        self._dark = dark
        # Asked once: the address is the same for thousands of cells, but for the list it names.
        self._address = escape(way.address(choice.found.total.code, _LISTED, stays=True))

    @property
    def name(self) -> str:
        found = self._choice.found
        return _(
            "Pass rates in percent of {place}: items across, places down, as of {day}",
            place=found.total.name,
            day=show.day(found.as_of),
        )

    def html(self) -> str:
        found = self._choice.found
        rows = "".join(self._row(row, leads_down=True) for row in found.rows)
        how = _("Press a number for the communities behind it.")
        return (
            f"<table><caption>{escape(self.name)}<br>{escape(how)}</caption>"
            f"<thead>{self._areas()}{self._heads()}</thead>"
            f"<tbody>{rows}{self._row(found.total, leads_down=False)}</tbody></table>"
        )

    def _areas(self) -> str:
        """A line above the items that says which area they belong to, in its colour."""
        colours = palette(self._dark)
        cells = []
        for at, area in enumerate(self._standard.areas):
            wide = sum(item in self._choice.items for item in area.items)
            if wide:
                cells.append(
                    f'<th scope="colgroup" colspan="{wide}" '
                    f'style="border-bottom:3px solid {colours.area(at)}">'
                    f"{escape(str(area.short))}</th>"
                )
        return f'<tr class="areas"><td colspan="2"></td>{"".join(cells)}</tr>'

    def _heads(self) -> str:
        level = self._choice.level
        assert level is not None, "a table has a level"
        items = "".join(
            f'<th scope="col" title="{escape(str(item.title))}">{escape(item.ref)}'
            f"{self._item_name(item)}</th>"
            for item in self._choice.items
        )
        place, handed_in = escape(level_name(level)), escape(_("Handed in"))
        return f'<tr><th scope="col">{place}</th><th scope="col">{handed_in}</th>{items}</tr>'

    def _item_name(self, item: Item) -> str:
        """Where few items are shown there is room for their names."""
        if len(self._choice.items) == len(self._standard.items):
            return ""
        return f"<br><small>{escape(str(item.title))}</small>"

    def _row(self, row: PlaceItems, *, leads_down: bool) -> str:
        name = escape(self._choice.name_of(row))
        if leads_down:
            name = f'<a href="{escape(way.address(row.code))}" target="_self">{name}</a>'
        cells = "".join(self._cells(row))
        return f'<tr><th scope="row">{name}</th>{self._handed_in(row)}{cells}</tr>'

    def _handed_in(self, row: PlaceItems) -> str:
        counts = f"{show.number(row.handed_in)}/{show.number(row.listed)}"
        if not row.missing:
            return f"<td>{counts}</td>"
        said = f"{self._choice.name_of(row)}: {standing_name('missing')} {show.number(row.missing)}"
        listed = name_of(row.code, None, "missing")
        return f"<td>{self._link(listed, said, counts)}</td>"

    def _cells(self, row: PlaceItems) -> Iterator[str]:
        for at in self._choice.columns:
            item, cell = self._choice.found.items[at], row.cells[at]
            yield self._cell(row, item, cell)

    def _cell(self, row: PlaceItems, item: Item, cell: Cell) -> str:
        if not row.listed:
            nobody = escape(_("no communities"))
            return f'<td class="nobase" title="{nobody}">–</td>'
        said = f"{self._choice.name_of(row)}, {item.ref} {item.title}: {explained(cell)}"
        picture = item_cells.bar(cell)
        if cell.rate is None:
            style = ' class="nobase"'
            number = f"<b>{self._without_base(cell)}</b>{picture}"
        else:
            shade = item_cells.shade(cell.rate, self._shades)
            style = f' style="background:{shade.fill};color:{shade.ink}"'
            # Exactly all of them: 99.96% is rounded to 100.0, never to 100.
            percent = "100" if cell.rate == 1 else written.percent(cell.rate).removesuffix("%")
            number = f"<b>{percent}</b>{picture}<small>{cell.met}/{cell.base}</small>"
        return f"<td{style}>{self._link(name_of(row.code, item), said, number)}</td>"

    @staticmethod
    def _without_base(cell: Cell) -> str:
        """Why there is no rate, as a sign."""
        if cell.not_applicable:
            return _("n/a")
        return "?" if cell.unanswered else "–"

    def _link(self, listed: str, said: str, content: str) -> str:
        href = self._address.replace(_LISTED, listed)
        return f'<a href="{href}" target="_self" title="{escape(said)}">{content}</a>'
