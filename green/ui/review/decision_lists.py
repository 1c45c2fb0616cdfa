"""Lists recorded so far, and one community: what was decided about it, and revoking it."""

from __future__ import annotations

from datetime import date

import streamlit as st

from green import clock
from green.assessment.recognition_records import Recognition, recognitions
from green.errors import GreenError, Problem, Refused
from green.people import records as people
from green.people.log_sentences import named
from green.people.model import Action
from green.registry.records import community_by_code
from green.review import decision_list_records as records
from green.review.matching import Row
from green.review.paper import Paper
from green.review.recording import apply
from green.standard.validator import LONGEST_NOTE
from green.texts import _, lazy, n_
from green.ui import show
from green.ui.admin import roles
from green.ui.place_field import place_field
from green.ui.review.decision_form import effective_date, kind_name
from green.ui.scope import looking
from green.ui.session import actor, programme, store

_MOST = 50
_PLACE = "revoke.place"
_DOCUMENT, _DAY, _REASON = "revoke.document", "revoke.day", "revoke.reason"
_TROUBLE, _DONE = "revoke.trouble", "revoke.done"


def recorded(scopes: list[str]) -> None:
    """By document and date, the latest first."""
    with store().read() as query:
        found = records.recorded_lists(query, programme().id, scopes)
        names = people.names(query, sorted({one.person for one in found}))
    if not found:
        st.caption(_("No list is recorded yet."))
    for one in found[:_MOST]:
        with st.container(border=True, gap="xsmall"):
            st.markdown(f"**{show.plain(one.document or '–')}**")
            st.markdown(
                show.dotted(
                    kind_name(one.kind),
                    _("from {day}", day=show.day(one.effective_on)),
                    n_("{n} community", "{n} communities", one.communities),
                    *([show.plain(one.batch)] if one.batch else []),
                )
            )
            st.caption(
                _(
                    "Recorded by {person}, {time}",
                    person=show.plain(named(one.person, names)),
                    time=roles.until(one.recorded_at),
                )
            )
    if len(found) > _MOST:
        st.caption(_("and {n} more", n=len(found) - _MOST))


def one_community(scope: str) -> None:
    """Choose one, see what was decided about it, and revoke."""
    trouble = st.session_state.pop(_TROUBLE, None)
    if isinstance(trouble, GreenError):
        show.error(trouble, _("Not recorded"))
    done = st.session_state.pop(_DONE, None)
    if done:
        st.success(done, icon=":material/check:")
    where = place_field(_PLACE, _("Community"), [scope])
    if where is None:
        return
    if len(where.code) != 12:
        st.caption(_("Choose a community, not a division."))
        return
    with looking(Action.RECORD_DECISIONS, where.code) as query:
        community = community_by_code(query, where.code, clock.today())
        found = recognitions(query, programme().id, community.id)
    if not found:
        st.caption(_("Nothing is decided about this community yet."))
        return
    for one in found:
        _show(one)
    if found[-1].kind != "revoke":
        _revoke_form(where.code)


def _show(one: Recognition) -> None:
    document = show.plain(one.document) if one.document else _("in this system")
    line = show.dotted(f"**{kind_name(one.kind)}**", show.day(one.effective_on), document)
    st.markdown(line)
    if one.reason:
        st.caption(show.plain(one.reason))


def _revoke_form(code: str) -> None:
    st.subheader(_("Revoke"), anchor=False)
    with st.form("revoke.form", border=True):
        st.text_input(_("Document"), max_chars=LONGEST_NOTE, key=_DOCUMENT)
        effective_date(_DAY)
        st.text_input(_("Reason"), max_chars=LONGEST_NOTE, key=_REASON)
        st.form_submit_button(_("Revoke"), key="revoke", on_click=_revoke, args=(code,))
    st.caption(_("Attained and named both end on that day; what was before stays in the figures."))


def _revoke(code: str) -> None:
    state = st.session_state
    day = state.get(_DAY)
    try:
        if not isinstance(day, date):
            raise Refused(
                Problem(
                    lazy("The effective date is missing."),
                    mend=lazy("A revocation needs a document, a date and a reason."),
                )
            )
        paper = Paper(
            str(state.get(_DOCUMENT) or ""),
            day,
            "revoke",
            reason=str(state.get(_REASON) or ""),
        )
        apply(store(), actor(), programme(), code, paper, [Row(1, code)])
    except GreenError as error:
        state[_TROUBLE] = error
        return
    for key in (_DOCUMENT, _DAY, _REASON):
        state.pop(key, None)
    state[_DONE] = _("The revocation is recorded.")
