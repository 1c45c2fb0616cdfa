"""Lists on public notice as their office sees them: days, communities, withdrawal, publication."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import streamlit as st

from green import clock
from green.errors import GreenError
from green.paper.delivery import file_name
from green.people.model import Action
from green.registry.model import CODE_LENGTH
from green.review import notice_records, noticing, objection_records
from green.review.notice_records import Notice
from green.standard.validator import LONGEST_NOTE
from green.store import Query
from green.texts import _, lazy, n_
from green.ui import scope, show
from green.ui.admin.people_invite import address as reached_at
from green.ui.community.print_card import KINDS, maker
from green.ui.review import notice_objections
from green.ui.review.notice_office import TROUBLE, Office, done
from green.ui.session import actor, data, programme, store


def every(scopes: list[str], own: Office | None) -> None:
    """The notices of these places: those that run with all that belongs to them, then the rest."""
    wider = [scope[:length] for scope in scopes for length in CODE_LENGTH.values()]
    with store().read() as query:
        found = notice_records.notices(query, programme().id, [*scopes, *wider])
    if own is not None:
        found = [one for one in found if (one.step, one.scope) == (own.step.id, own.scope)]
    # Of a wider office its lists are everybody's to see, what was said against them is not.
    found = [one for one in found if _is_inside(one, scopes) or one.scope in wider]
    running = [one for one in found if one.published_on is None and one.withdrawn_on is None]
    st.subheader(_("Running notices"), anchor=False)
    if not running:
        st.caption(_("No list is on public notice at present."))
    for one in running:
        with st.container(border=True):
            if _is_inside(one, scopes):
                _running(one, is_own=own is not None)
            else:
                st.markdown(f"**{show.plain(one.title)}**")
                st.caption(show.dotted(_days(one), _size(one)))
                if one.starts_on <= clock.today():
                    show.link(_("Open the public page"), _path(one))
    over = [one for one in found if one not in running]
    if over:
        st.subheader(_("Earlier notices"), anchor=False)
    for one in over:
        st.markdown(f"**{show.plain(one.title)}**")
        st.caption(show.dotted(*_over(one)))
        if one.withdrawn_on is None:
            _files(one)


def _is_inside(one: Notice, scopes: list[str]) -> bool:
    return any(one.scope.startswith(scope) for scope in scopes)


def _path(one: Notice) -> str:
    simulated = "?data=simulated" if data() == "simulated" else ""
    return f"/public-notice/{one.id}{simulated}"


def _over(one: Notice) -> list[str]:
    parts = [_days(one), _size(one)]
    if one.withdrawn_on:
        return [*parts, _("withdrawn on {day}", day=show.day(one.withdrawn_on))]
    assert one.published_on is not None, "what is over is withdrawn or published"
    parts.append(_("published on {day}", day=show.day(one.published_on)))
    return [*parts, *(show.plain(part) for part in (one.document, one.batch) if part)]


def _days(one: Notice) -> str:
    return _("{first} to {last}", first=show.day(one.starts_on), last=show.day(one.ends_on))


def _size(one: Notice) -> str:
    return n_("{n} community", "{n} communities", one.communities)


def _running(one: Notice, *, is_own: bool) -> None:
    with scope.looking(Action.REVIEW, one.scope) as query:
        objections = objection_records.objections(query, one.id)
        frame = _list(query, one)
    st.markdown(f"**{show.plain(one.title)}**")
    said = n_("{n} objection", "{n} objections", len(objections))
    st.caption(show.dotted(_days(one), _size(one), said))
    with st.expander(_("Communities on the list")):
        st.table(frame, hide_index=True, border="horizontal")
    has_begun = one.starts_on <= clock.today()
    if has_begun:
        st.caption(_("The page for the public, which everybody can open without signing in:"))
        st.code(reached_at() + _path(one), language=None, wrap_lines=True)
    else:
        st.caption(_("The public sees it from {day} on.", day=show.day(one.starts_on)))
    with st.container(horizontal=True, vertical_alignment="center"):
        if has_begun:
            show.link(_("Open the public page"), _path(one))
        if is_own:
            _withdrawal(one)
    _files(one)
    notice_objections.every(objections, is_own=is_own)
    if is_own:
        _publication(one, any(objection.answer is None for objection in objections))


def _list(query: Query, one: Notice) -> pd.DataFrame:
    rows = notice_records.listed(query, one.id)
    return pd.DataFrame(
        {
            _("Community"): [show.plain(row.name) for row in rows],
            _("Place"): [show.plain(f"{row.district or ''}{row.street or ''}") for row in rows],
            _("State"): [
                _("on the list") if row.is_agreed else _("taken off: decided anew") for row in rows
            ],
        }
    )


def _files(one: Notice) -> None:
    """The list as an office hangs it out."""
    with st.container(horizontal=True):
        for kind, label in KINDS.items():
            st.download_button(
                label,
                maker(programme().id, "public-notice", one.scope, kind, one.id),
                file_name=file_name(
                    "public-notice", kind, one.title, simulated=data() == "simulated"
                ),
                key=f"notice.{one.id}.{kind}",
                type="tertiary",
                icon=":material/print:",
                on_click="ignore",
            )


def _withdrawal(one: Notice) -> None:
    with st.popover(_("Withdraw…"), key=f"withdrawal.{one.id}", type="tertiary"):
        st.markdown(
            _(
                "The list is no longer shown to the public, and its communities wait for another "
                "notice. This cannot be undone."
            )
        )
        st.button(
            _("Withdraw this notice"),
            key=f"withdraw.{one.id}",
            on_click=_withdraw,
            args=(one.id,),
        )


def _withdraw(notice_id: int) -> None:
    try:
        noticing.withdraw(store(), actor(), programme(), notice_id)
    except GreenError as error:
        st.session_state[TROUBLE] = (lazy("Not withdrawn"), error)
        return
    done(lambda: _("The notice is withdrawn."))


def _publication(one: Notice, is_waiting: bool) -> None:
    today, earliest = clock.today(), one.ends_on + timedelta(days=1)
    if today < earliest:
        st.caption(_("It can be published from {day} on.", day=show.day(earliest)))
        return
    if is_waiting:
        st.warning(_("Answer the objections, then the list can be published."))
        return
    with st.form(f"publication.{one.id}", border=False):
        st.markdown(_("**Publish the list**"))
        st.text_input(
            _("Document"),
            key=f"publish.{one.id}.document",
            max_chars=LONGEST_NOTE,
            help=_("The number of the document that publishes it."),
        )
        with st.grid(2, min_column_width=160):
            st.text_input(
                _("Batch (optional)"), key=f"publish.{one.id}.batch", max_chars=LONGEST_NOTE
            )
            st.date_input(
                _("Day of publication"),
                value=today,
                min_value=earliest,
                max_value=today,
                format="YYYY-MM-DD",
                key=f"publish.{one.id}.day",
            )
        st.form_submit_button(
            _("Publish"),
            key=f"publish.{one.id}",
            type="primary",
            on_click=_publish,
            args=(one.id,),
        )


def _publish(notice_id: int) -> None:
    document, batch, day = (
        st.session_state.get(f"publish.{notice_id}.{field}")
        for field in ("document", "batch", "day")
    )
    try:
        number = noticing.publish(
            store(),
            actor(),
            programme(),
            notice_id,
            str(document or ""),
            str(batch or ""),
            day if isinstance(day, date) else None,
        )
    except GreenError as error:
        st.session_state[TROUBLE] = (lazy("Not published"), error)
        return
    done(lambda: n_("{n} community is recognised.", "{n} communities are recognised.", number))
