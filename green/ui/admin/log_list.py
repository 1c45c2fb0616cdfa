"""The page Log: rows as sentences, the proof of the chain, and the log as a file."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby

import streamlit as st
from babel.dates import format_time

from green import clock, texts
from green.exchange.log_file import Kind, log_file
from green.log import records as log
from green.log.model import Entry
from green.people import records
from green.people.log_sentences import people_in, sentence
from green.people.place_names import place_names
from green.texts import _, language, n_
from green.ui import show
from green.ui.admin import log_filter
from green.ui.admin.log_filter import Asked
from green.ui.session import actor, store

_PAGE = 50
# A spreadsheet of more takes its reader's machine too long to open.
_MOST_IN_A_FILE: dict[Kind, int] = {"xlsx": 20_000, "csv": 100_000}


def entries(scopes: list[str], asked: Asked) -> None:
    """The rows of one page, by days."""
    with store().read() as query:
        found = asked.read(query, scopes, _PAGE + 1)
        people = sorted({one for entry in found for one in people_in(entry)})
        names = records.names(query, people)
        places = place_names(query, (entry.subject for entry in found))
    if not found:
        st.caption(_("Nothing in the log for this choice."))
    for day, rows in groupby(found[:_PAGE], lambda entry: clock.in_china(entry.recorded_at).date()):
        st.subheader(show.day(day), anchor=False)
        with st.container(gap="xsmall", key=f"log-{day}"):
            for entry in rows:
                _row(entry, names, places)
    with st.container(horizontal=True):
        if asked.before is not None:
            st.button(
                _("Latest rows"),
                key="latest",
                icon=":material/vertical_align_top:",
                on_click=log_filter.latest,
            )
        if len(found) > _PAGE:
            st.button(
                _("Older rows"),
                key="older",
                icon=":material/history:",
                on_click=log_filter.older,
                args=(found[_PAGE - 1],),
            )


def _row(entry: Entry, names: dict[str, str], places: dict[str, str]) -> None:
    time = format_time(clock.in_china(entry.recorded_at), "HH:mm:ss", locale=language())
    where = places.get(entry.subject, entry.subject)
    parts = [time]
    if entry.subject:
        parts.append(where if where == entry.subject else f"{where} {entry.subject}")
    parts.append(_("no. {n}", n=entry.id))
    small = " · ".join(show.plain(part) for part in parts)
    st.markdown(f"{show.plain(sentence(entry, names))}  \n:small[:gray[{small}]]")


def chain() -> None:
    """Prove that no row was changed or taken out."""
    pressed = st.button(
        _("Check the chain"),
        key="verify",
        icon=":material/link:",
        help=_("Each row carries a fingerprint of the row before it; a changed one shows."),
    )
    if not pressed:
        return
    with st.spinner(_("Reading every row of the log")), store().read() as query:
        found = log.verify(query)
    if found.broken is not None:
        st.error(
            _(
                "Row {n} is not as it was written, or a row before it is missing. The {rows} "
                "rows before it are sound.",
                n=found.broken,
                rows=found.rows,
            ),
            icon=":material/link_off:",
        )
        return
    st.success(
        n_("{n} row, the chain is whole.", "{n} rows, the chain is whole.", found.rows),
        icon=":material/link:",
    )
    st.caption(_("Fingerprint of the last row; kept elsewhere, it proves all of them later:"))
    st.code(found.head, language=None, wrap_lines=True)


def downloads(asked: Asked) -> None:
    """The rows that were asked for as a file; taking it is an export, with a row in the log."""
    st.caption(
        _(
            "Download these rows, of very many the latest {xlsx} or {csv}. That you did stands in "
            "the log.",
            xlsx=show.number(_MOST_IN_A_FILE["xlsx"]),
            csv=show.number(_MOST_IN_A_FILE["csv"]),
        )
    )
    names: dict[Kind, str] = {"xlsx": _("Spreadsheet"), "csv": "CSV"}
    with st.container(horizontal=True):
        for kind, label in names.items():
            st.download_button(
                label,
                _maker(kind, asked.whole()),
                file_name=f"log-{clock.today()}.{kind}",
                key=f"download.{kind}",
                icon=":material/download:",
            )


def _maker(kind: Kind, asked: Asked) -> Callable[[], bytes]:
    """What makes the file once it is pressed: outside of a page's run, so all is held ready."""
    here, who, spoken = store(), actor(), language()

    def make() -> bytes:
        texts.use(spoken)
        return log_file(
            here, who, kind, lambda query, own: asked.read(query, own, _MOST_IN_A_FILE[kind])
        )

    return make
