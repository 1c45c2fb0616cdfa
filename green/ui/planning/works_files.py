"""The renovation list to take away: a spreadsheet, and points for a map."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from green import texts
from green.planning.choice import Choice
from green.planning.renovation import Renovation
from green.renovation import export
from green.renovation.model import FileKind
from green.standard.programme import Programme
from green.texts import _, language
from green.ui.session import actor, store

_KINDS: dict[FileKind, tuple[str, str]] = {
    "xlsx": ("Excel", ":material/table_view:"),
    "geojson": ("GeoJSON", ":material/location_on:"),
}


def files(found: Renovation, programme: Programme, choice: Choice) -> None:
    """The two files of all that is chosen, not only of the page."""
    with st.container(horizontal=True, vertical_alignment="center", key="works_files"):
        for kind, (label, icon) in _KINDS.items():
            st.download_button(
                label,
                maker(programme, found.scope, kind, choice),
                file_name=export.file_name(
                    found.name, found.as_of, kind, simulated=found.simulated
                ),
                key=f"works.{kind}",
                icon=icon,
                on_click="ignore",
            )
        st.caption(
            _(
                "Both hold the whole choice. Points are the communities' own where one is "
                "recorded, else the label point of their county; each says which."
            )
        )


def maker(programme: Programme, scope: str, kind: FileKind, choice: Choice) -> Callable[[], bytes]:
    """What makes the file once it is pressed: outside of a page's run, so all is held ready."""
    here, who, spoken = store(), actor(), language()

    def make() -> bytes:
        texts.use(spoken)
        return export.made(here, who, programme, scope, kind, choice).data

    return make
