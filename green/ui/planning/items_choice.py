"""What the page Items and districts is about: place, level, day, likeness, in the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from green.charts.place_words import short_name
from green.people.model import Action
from green.planning.likeness import BUILT, KINDS, SIZES, Likeness
from green.planning.likeness_words import built_name, described, kind_name, size_name
from green.planning.matrix import Matrix, PlaceItems
from green.planning.reading import matrix
from green.registry.model import Level
from green.registry.records import divisions_within
from green.standard.model import Item, Standard
from green.standard.programme import Programme
from green.texts import _
from green.ui import address, show
from green.ui.bureau import way
from green.ui.bureau.as_of import as_of_control
from green.ui.bureau.levels import parts as words_of
from green.ui.scope import looking

# A province is not shown by its streets: they are too many for one table.
_BELOW: dict[Level, tuple[Level, ...]] = {
    "country": ("province", "city"),
    "province": ("city", "district"),
    "city": ("district", "street"),
    "district": ("street",),
    "street": (),
}
_ALL = "all"


@dataclass(frozen=True)
class Choice:
    """The figures of the page, and which of the items it shows."""

    found: Matrix
    level: Level | None
    items: tuple[Item, ...]
    # What lies between the place and its rows, by code: districts of several cities share names.
    between: Mapping[str, str]

    def name_of(self, row: PlaceItems) -> str:
        """A row's name, with what it lies in where that is not the place itself."""
        above = [name for code, name in self.between.items() if row.code.startswith(code)]
        names = [*above, row.name] if row is not self.found.total else [row.name]
        return " ".join(short_name(name) for name in names)

    @property
    def columns(self) -> list[int]:
        """The places of the items shown among all of them."""
        return [at for at, item in enumerate(self.found.items) if item in self.items]


def choose(programme: Programme, standard: Standard, place: str) -> Choice:
    """What is asked for above the figures, and the figures."""
    own = way.here(place).level
    as_of = as_of_control(programme)
    level = _level(_BELOW[own])
    like = _like()
    shown = _items(standard)
    with looking(Action.SEE_FIGURES, place) as query:
        found = matrix(query, programme, scope=place, by=level or own, like=like, as_of=as_of)
        between: dict[str, str] = {}
        if level is not None and level != _BELOW[own][0]:
            parts = divisions_within(query, place, _BELOW[own][0])
            between = {part.code: part.name for part in parts}
    if not like.is_all:
        _like_with_like(found)
    return Choice(found, level, shown, between)


def level_name(level: Level) -> str:
    """What one of the rows is."""
    return _("Province") if level == "province" else words_of(level).one


def _level(below: tuple[Level, ...]) -> Level | None:
    """By which divisions: the ones next below unless others are asked for."""
    if len(below) < 2:
        return below[0] if below else None
    address.bring("by", below, below[0])
    chosen: Level | None = st.segmented_control(
        _("Divided by"),
        below,
        format_func=level_name,
        key="by",
        required=True,
    )
    address.keep("by", below[0])
    return chosen or below[0]


def _like() -> Likeness:
    """Like with like: classes that the profiles say, at first none."""
    with st.grid(3, min_column_width=200):
        size = _one_of("size", _("Size"), {one: size_name(one) for one in SIZES})
        built = _one_of("built", _("Oldest building"), {one: built_name(one) for one in BUILT})
        kind = _one_of("kind", _("Kind of community"), {one: kind_name(one) for one in KINDS})
    return Likeness(
        next((one for one in SIZES if one == size), None),
        next((one for one in BUILT if one == built), None),
        next((one for one in KINDS if one == kind), None),
    )


def _one_of(name: str, label: str, names: dict[str, str]) -> str | None:
    address.bring(name, names, None)
    chosen: str | None = st.selectbox(
        label,
        list(names),
        index=None,
        format_func=names.__getitem__,
        placeholder=_("all of them"),
        key=name,
    )
    address.keep(name, None)
    return chosen


def _items(standard: Standard) -> tuple[Item, ...]:
    """All items, or those of one area."""
    names: dict[str, object] = {_ALL: _("All items")}
    names |= {area.id: area.short for area in standard.areas}
    chosen = address.part(_("Items"), names)
    areas = [area for area in standard.areas if chosen in (_ALL, area.id)]
    return tuple(item for area in areas for item in area.items)


def _like_with_like(found: Matrix) -> None:
    st.caption(
        _(
            "Only communities alike: {which}. {n} of them are on the list.",
            which=show.plain(described(found.like)),
            n=show.number(found.total.listed),
        )
    )
