"""The yearly re-check: which community, what was found before, and the form."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import streamlit as st

from green import clock
from green.assessment.model import open_case
from green.errors import GreenError
from green.people import records as people
from green.people.log_sentences import named
from green.registry.model import CODE_LENGTH
from green.registry.records import community_by_code
from green.review import recheck, recheck_records
from green.review.recheck import NewRecheck, attaining
from green.review.recognised_records import Standing, standing
from green.standard.validator import LONGEST_NOTE
from green.texts import Text, _, lazy, n_
from green.ui import address, show
from green.ui.session import actor, programme, store

_MOST = 20
_OUTCOMES: dict[str, Text] = {
    "pass": lazy("Passed"),
    "rectify": lazy("To be rectified"),
    "revoke": lazy("Revoked"),
}
_YEAR, _OUTCOME, _REASON = "recheck.year", "recheck.outcome", "recheck.reason"
_BY, _DOCUMENT = "recheck.by", "recheck.document"
_TROUBLE, _DONE = "recheck.trouble", "recheck.done"


def communities(scopes: list[str]) -> Standing | None:
    """The recognised communities of the scopes, and the one chosen."""
    try:
        attaining(programme())
    except GreenError as error:
        show.error(error)
        st.stop()
    text = st.text_input(
        _("Name or code"),
        key="recheck.find",
        type="search",
        live=True,
        placeholder=_("part of the name or code"),
    )
    with store().read() as query:
        found = standing(query, programme(), scopes, clock.today(), text or "")
    if not found:
        st.info(
            _("Nothing found. Try fewer letters.")
            if text
            else _("No community is recognised here yet.")
        )
        return None
    st.caption(n_("{n} recognised community", "{n} recognised communities", len(found)))
    shown = {one.code: one for one in found[:_MOST]}
    st.table(
        pd.DataFrame(
            {
                _("Community"): [show.plain(one.name) for one in shown.values()],
                _("Street"): [show.plain(one.street or "") for one in shown.values()],
                _("Last re-check"): [_last(one) for one in shown.values()],
            }
        ),
        hide_index=True,
        border="horizontal",
    )
    if len(found) > _MOST:
        st.caption(_("Only the first {n} are shown; search for others.", n=show.number(_MOST)))
    names = {code: show.dotted(one.name, one.street or "", code) for code, one in shown.items()}
    address.bring("community", names, next(iter(names)))
    st.selectbox(
        _("Community to re-check"), list(names), format_func=names.__getitem__, key="community"
    )
    address.keep("community", next(iter(names)))
    return shown[st.session_state["community"]]


def _last(one: Standing) -> str:
    if one.outcome is None:
        return _("none yet")
    text = f"{one.year} {_OUTCOMES[one.outcome]}"
    if one.rectify_by is None:
        return text
    return _("{text}, by {day}", text=text, day=one.rectify_by.isoformat())


def history(one: Standing) -> None:
    """What re-checks of the community came to, the newest first."""
    with store().read() as query:
        found = recheck_records.rechecks(query, programme().id, one.community)
        names = people.names(query, sorted({row.person for row in found}))
    for row in reversed(found):
        parts = [str(row.year), str(_OUTCOMES[row.outcome])]
        if row.rectify_by:
            parts.append(_("by {day}", day=show.day(row.rectify_by)))
        parts += [show.plain(part) for part in (row.reason, row.document) if part]
        st.markdown(show.dotted(*parts))
        st.caption(show.dotted(show.day(row.effective_on), show.plain(named(row.person, names))))


def form(one: Standing, scopes: list[str]) -> None:
    """What this year's re-check came to; counts from today on. Others are told whose it is."""
    step = attaining(programme())
    own = [scope for scope in scopes if len(scope) == CODE_LENGTH[step.level]]
    if not any(one.code.startswith(scope) for scope in own):
        st.info(
            _(
                "Re-checks are recorded by the level that decides “{step}”; here you see them.",
                step=step.title,
            )
        )
        return
    st.subheader(_("Record the re-check of {name}", name=show.plain(one.name)), anchor=False)
    trouble = st.session_state.pop(_TROUBLE, None)
    if isinstance(trouble, GreenError):
        show.error(trouble, _("Not recorded"))
    done = st.session_state.pop(_DONE, None)
    if done:
        st.success(str(done), icon=":material/check:")
    today = clock.today()
    with st.form("recheck", border=True):
        st.number_input(_("Year"), value=today.year, step=1, key=_YEAR)
        st.segmented_control(
            _("Result"),
            list(_OUTCOMES),
            format_func=lambda key: str(_OUTCOMES[key]),
            key=_OUTCOME,
            default="pass",
            required=True,
        )
        st.text_input(_("Reason, unless it passed"), max_chars=LONGEST_NOTE, key=_REASON)
        st.date_input(
            _("Rectify by"),
            value=None,
            min_value=today + timedelta(days=1),
            format="YYYY-MM-DD",
            key=_BY,
        )
        st.text_input(_("Document (optional)"), max_chars=LONGEST_NOTE, key=_DOCUMENT)
        st.form_submit_button(
            _("Record"), key="record", type="primary", on_click=_record, args=(one.code,)
        )


def _record(code: str) -> None:
    state = st.session_state
    by, outcome = state.get(_BY), state.get(_OUTCOME)
    new = NewRecheck(
        int(state.get(_YEAR) or 0),
        outcome if outcome in ("rectify", "revoke") else "pass",
        str(state.get(_REASON) or ""),
        by if isinstance(by, date) else None,
        str(state.get(_DOCUMENT) or ""),
    )
    try:
        today = clock.today()
        with store().read() as query:
            community = community_by_code(query, code, today)
        recheck.record(store(), actor(), open_case(programme(), community, today), new)
    except GreenError as error:
        state[_TROUBLE] = error
        return
    for key in (_REASON, _BY, _DOCUMENT):
        state.pop(key, None)
    state[_DONE] = lazy("The re-check is recorded.")
