"""The bulletin on the page Progress: up to the day of the page, taken away with one press."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import streamlit as st

from green import texts
from green.bulletin import export, word
from green.bulletin.gathering import check, quarter
from green.bulletin.model import PARTS, Period
from green.errors import GreenError
from green.paper.model import FileKind
from green.progress.model import Progress
from green.registry.records import division
from green.standard.programme import Programme
from green.texts import _, language
from green.ui import show
from green.ui.session import actor, store

_KINDS: dict[FileKind, tuple[str, str]] = {
    "docx": ("Word", ":material/description:"),
    "xlsx": ("Excel", ":material/table_view:"),
}


def bulletin(found: Progress, programme: Programme) -> None:
    """From which day on, who gives it out, and the two files; nothing for a street."""
    scope, last = found.total.code, found.as_of
    with store().read() as query:
        place = division(query, scope)
    if place.level not in PARTS:
        return
    st.subheader(_("Bulletin"), anchor=False)
    st.caption(
        _(
            "The figures of this page, what the period changed, and why places stand where they "
            "stand, up to {day}.",
            day=show.day(last),
        )
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen: date | None = st.date_input(
            _("First day"),
            quarter(last, programme).first,
            min_value=programme.opens,
            max_value=last,
            format="YYYY-MM-DD",
            key=f"bulletin.first.{last.isoformat()}",
            width=160,
        )
        office = st.text_input(
            _("Issued by"),
            key="bulletin.office",
            placeholder=_("left to a pen"),
            max_chars=100,
            width=260,
            persist_state="session",
        )
        period = Period(chosen or quarter(last, programme).first, last)
        try:
            check(programme, place, period)
            word.usable()
        except GreenError as error:
            show.error(error)
            return
        for kind, (label, icon) in _KINDS.items():
            st.download_button(
                label,
                maker(programme, scope, period, kind, (office or "").strip()),
                file_name=export.file_name(
                    found.total.name, period, kind, simulated=found.simulated
                ),
                key=f"bulletin.{kind}",
                icon=icon,
                type="primary" if kind == "docx" else "secondary",
                on_click="ignore",
            )


def maker(
    programme: Programme, scope: str, period: Period, kind: FileKind, office: str
) -> Callable[[], bytes]:
    """What makes the file once it is pressed: outside of a page's run, so all is held ready."""
    here, who, spoken = store(), actor(), language()

    def make() -> bytes:
        texts.use(spoken)
        return export.made(here, who, programme, scope, period, kind, office=office).data

    return make
