"""The page Official figures: beside the list, their history, and the form for a new one."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from green import clock
from green.errors import GreenError, Problem, Refused
from green.people import records as people
from green.people.log_sentences import named
from green.progress import denominating
from green.progress.denominating import Compared
from green.standard.validator import LONGEST_NOTE
from green.texts import _, lazy
from green.ui import show
from green.ui.admin import roles
from green.ui.place_field import Place, place_field
from green.ui.session import actor, store

_COUNT, _DAY, _SOURCE = "official.count", "official.day", "official.source"
_TROUBLE, _DONE = "official.trouble", "official.done"


def place(scopes: list[str]) -> Place | None:
    """Which division it is about: from the beginning the person's own."""
    own = [scope for scope in scopes if 2 <= len(scope) <= 9]
    return place_field(
        "official.place",
        _("Place"),
        scopes,
        communities=False,
        start=own[0] if len(own) == len(scopes) == 1 else None,
    )


def side_by_side(where: Place) -> None:
    """The official figures of the place and its parts, the list's counts, the difference."""
    with store().read() as query:
        found = denominating.compared(query, where.code, clock.today())
    whole = found[0]
    with st.grid(3, min_column_width=104):
        st.metric(
            _("Official"),
            show.number(whole.official.count) if whole.official else "–",
            border=True,
        )
        st.metric(_("List"), show.number(whole.listed), border=True)
        st.metric(_("Difference"), _signed(whole.difference), border=True)
    if whole.official:
        st.caption(
            _(
                "As of {day}, document: {source}",
                day=show.day(whole.official.counted_on),
                source=show.plain(whole.official.source),
            )
        )
        if whole.changed_since:
            st.caption(
                _(
                    "Since that day the list changed by {n}: new, merged, split and dissolved "
                    "communities.",
                    n=_signed(whole.changed_since),
                )
            )
    else:
        st.caption(
            _("No official figure yet: rates count by the list, or by the parts' own figures.")
        )
    if len(found) > 1:
        st.subheader(_("Parts"), anchor=False)
        _table([*found[1:], whole])


def _table(found: list[Compared]) -> None:
    with st.container(key="figures"):
        st.table(
            pd.DataFrame(
                {
                    _("Place"): [show.plain(one.place.name) for one in found],
                    _("Official"): [
                        show.number(one.official.count) if one.official else "–" for one in found
                    ],
                    _("As of"): [
                        one.official.counted_on.isoformat() if one.official else "–"
                        for one in found
                    ],
                    _("List"): [show.number(one.listed) for one in found],
                    _("Difference"): [_signed(one.difference) for one in found],
                    _("List since then"): [_signed(one.changed_since) for one in found],
                }
            ),
            hide_index=True,
            border="horizontal",
            alt=_("Official figures beside the counts of the list"),
        )


def _signed(difference: int | None) -> str:
    if difference is None:
        return "–"
    return f"+{show.number(difference)}" if difference > 0 else show.number(difference)


def history(where: Place) -> None:
    """All figures ever recorded for the place; a correction stands above what it corrects."""
    with store().read() as query:
        found = denominating.recorded(query, where.code)
        names = people.names(query, sorted({one.person for one in found}))
    if not found:
        return
    st.subheader(_("Recorded so far"), anchor=False)
    for one in found:
        st.markdown(
            _(
                "**{n}** as of {day} · {source}",
                n=show.number(one.communities),
                day=show.day(one.counted_on),
                source=show.plain(one.source),
            )
        )
        st.caption(
            _(
                "Recorded by {person}, {time}",
                person=show.plain(named(one.person, names)),
                time=roles.until(one.recorded_at),
            )
        )


def form(where: Place) -> None:
    """A new figure with its day and document; it is valid from that day on."""
    st.subheader(_("Record a figure"), anchor=False)
    trouble = st.session_state.pop(_TROUBLE, None)
    if isinstance(trouble, GreenError):
        show.error(trouble, _("Not recorded"))
    done = st.session_state.pop(_DONE, None)
    if done:
        st.success(str(done), icon=":material/check:")
    with st.form("official", border=True):
        with st.grid(2, min_column_width=160):
            st.number_input(
                _("Communities"), min_value=1, step=1, value=None, key=_COUNT, placeholder="–"
            )
            st.date_input(
                _("As of"), value=None, max_value=clock.today(), format="YYYY-MM-DD", key=_DAY
            )
        st.text_input(
            _("Document"),
            max_chars=LONGEST_NOTE,
            key=_SOURCE,
            placeholder=_("title and number of the document that gives the figure"),
        )
        st.form_submit_button(
            _("Record"), key="record", type="primary", on_click=_record, args=(where.code,)
        )
    st.caption(_("A second figure for the same day corrects the first; both stay in the history."))


def _record(scope: str) -> None:
    state = st.session_state
    count, day = state.get(_COUNT), state.get(_DAY)
    try:
        if not isinstance(count, int) or not isinstance(day, date):
            raise _incomplete()
        denominating.record(store(), actor(), scope, count, day, str(state.get(_SOURCE) or ""))
    except GreenError as error:
        state[_TROUBLE] = error
        return
    for key in (_COUNT, _DAY, _SOURCE):
        state.pop(key, None)
    state[_DONE] = lazy("The figure is recorded and counts from its day on.")


def _incomplete() -> Refused:
    return Refused(
        Problem(
            lazy("A figure needs a number, a day and a document."),
            mend=lazy("Fill in what is blank."),
        )
    )
