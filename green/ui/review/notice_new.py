"""The form that puts on public notice what a step has agreed to."""

from __future__ import annotations

from datetime import date

import streamlit as st

from green import clock
from green.errors import GreenError
from green.people.model import Action
from green.people.records import place_name
from green.review import notice_records, noticing
from green.review.calendar import last_day
from green.review.notice_records import NoticeRow
from green.review.noticing import NewNotice
from green.standard.validator import LONGEST_NOTE
from green.texts import _, lazy, n_
from green.ui import scope, show
from green.ui.review.notice_office import TROUBLE, Office, done
from green.ui.session import actor, programme, store

_CHOSEN, _TITLE, _CONTACT, _FIRST = "notice.chosen", "notice.title", "notice.contact", "notice.day"


def form(office: Office) -> None:
    """The communities that wait for a notice of this office, and what the notice says."""
    with scope.looking(Action.REVIEW, office.scope) as query:
        waiting = notice_records.noticeable(query, programme(), office.step.id, office.scope)
        place = place_name(query, office.scope)
    st.subheader(_("Put on public notice in {place}", place=show.plain(place)), anchor=False)
    if not waiting:
        st.info(
            _(
                "No community waits for a public notice. Those that you agree to in “{step}” will "
                "stand here.",
                step=show.plain(office.step.title),
            )
        )
        return
    with st.container(border=True):
        _fields(office, waiting)


def _fields(office: Office, waiting: list[NoticeRow]) -> None:
    st.markdown(
        n_(
            "{n} community waits for a public notice.",
            "{n} communities wait for a public notice.",
            len(waiting),
        )
    )
    names = {row.submission: show.dotted(row.name, row.street or "", row.code) for row in waiting}
    # What somebody else has put on notice meanwhile is no longer among the options.
    before = st.session_state.get(_CHOSEN, list(names))
    st.session_state[_CHOSEN] = [one for one in before if one in names]
    st.multiselect(
        _("Communities for this list"), list(names), format_func=names.__getitem__, key=_CHOSEN
    )
    st.text_input(_("Title"), key=_TITLE, max_chars=LONGEST_NOTE, live=True)
    st.text_input(
        _("Contact"),
        key=_CONTACT,
        max_chars=LONGEST_NOTE,
        live=True,
        help=_("Where and how to object: the office, its telephone number, its address."),
    )
    today = clock.today()
    st.date_input(_("First day"), value=today, min_value=today, format="YYYY-MM-DD", key=_FIRST)
    first, period = st.session_state.get(_FIRST), office.step.notice
    if isinstance(first, date) and period is not None:
        kind = (
            n_("{n} working day", "{n} working days", period.days)
            if period.count == "working"
            else n_("{n} day", "{n} days", period.days)
        )
        until = show.day(last_day(period, first))
        st.caption(_("It lasts {days}: the last day is {day}.", days=kind, day=until))
    st.button(
        _("Put on public notice"),
        key="notice_open",
        type="primary",
        disabled=not isinstance(first, date),
        on_click=_open,
        args=(office,),
    )


def _open(office: Office) -> None:
    state = st.session_state
    first, chosen = state.get(_FIRST), list(state.get(_CHOSEN) or ())
    if not isinstance(first, date):
        return
    new = NewNotice(str(state.get(_TITLE) or ""), str(state.get(_CONTACT) or ""), first)
    try:
        noticing.open_notice(
            store(), actor(), programme(), office.step.id, office.scope, chosen, new
        )
    except GreenError as error:
        state[TROUBLE] = (lazy("Not put on public notice"), error)
        return
    for key in (_CHOSEN, _TITLE, _CONTACT, _FIRST):
        state.pop(key, None)
    done(
        lambda: n_(
            "{n} community is on public notice.",
            "{n} communities are on public notice.",
            len(chosen),
        )
    )
