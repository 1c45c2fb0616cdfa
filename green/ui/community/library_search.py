"""Finding a piece in the library: by words, item, kind and age."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from green.evidence.model import Piece, soon_too_old
from green.standard.model import Item
from green.texts import _, lazy
from green.ui.community.desk import Desk
from green.ui.session import latest_day

_KINDS = {
    "picture": lazy("Photos"),
    "document": lazy("Documents"),
    "reference": lazy("Without a file"),
}
_AGES = {
    "soon": lazy("Too old, or soon"),
    "unused": lazy("At no item this time"),
    "older": lazy("Replaced by a newer one"),
}


def search(desk: Desk) -> None:
    """By words, item, kind and age; kept while one goes to other pages."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="library_search"):
        st.text_input(
            _("What it is"),
            placeholder=_("for example 议事会"),
            key="library.text",
            type="search",
            live=True,
            persist_state="session",
        )
        items = {item.id: item_name(desk, item.id) for item in desk.case.standard.items}
        _choice(_("Item"), items, _("all items"), "library.item")
        _choice(_("Kind"), _KINDS, _("all kinds"), "library.kind")
        _choice(_("Age and use"), _AGES, _("all"), "library.age")


def _choice(label: str, options: Mapping[str, object], all_of_them: str, key: str) -> None:
    st.selectbox(
        label,
        list(options),
        index=None,
        format_func=lambda one: str(options[one]),
        placeholder=all_of_them,
        key=key,
        persist_state="session",
    )


def is_asked_for(desk: Desk, piece: Piece) -> bool:
    """Whether a piece is what the search asks for."""
    held = st.session_state.get
    text, found = str(held("library.text") or "").strip().casefold(), piece.evidence
    name = found.file.name if found.file else ""
    if text and not any(
        text in one.casefold() for one in (found.what, found.kept_at, found.kept_by, name)
    ):
        return False
    item = held("library.item")
    if item and item not in (*piece.items, *piece.earlier):
        return False
    if (kind := held("library.kind")) and kind != kind_of(piece):
        return False
    match held("library.age"):
        case "soon":
            return piece in soon_too_old(desk.case.standard, [piece], latest_day())
        case "unused":
            return not piece.items and piece.newer is None
        case "older":
            return piece.newer is not None
        case _any:
            return True


def kind_of(piece: Piece) -> str:
    """Photo, document, or a reference without a file."""
    if piece.evidence.file is None:
        return "reference"
    return "picture" if piece.evidence.file.is_picture else "document"


def item_name(desk: Desk, item_id: str) -> str:
    """An item with its number, for choosing one."""
    item = desk.case.standard.item(item_id)
    assert isinstance(item, Item)
    return f"{item.ref} {item.title}"
