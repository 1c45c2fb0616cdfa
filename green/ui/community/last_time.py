"""Last time's answers beside the new cycle's: seen, said again with one press, or changed."""

from __future__ import annotations

import streamlit as st

from green import clock
from green.assessment.carry_over import (
    LastTime,
    StaleField,
    all_still_true,
    has_changed,
    still_true,
    to_confirm,
)
from green.assessment.model import Evidence
from green.errors import GreenError
from green.standard.model import Area, Item
from green.texts import _, n_
from green.ui import show
from green.ui.community.autosave import conflict, spoken
from green.ui.community.desk import Desk
from green.ui.session import actor, store

_TROUBLE = "trouble.last_time"


def waiting(desk: Desk) -> None:
    """As the next step: how many of last time's answers are still to be confirmed."""
    left = to_confirm(desk.draft, desk.case.standard.items, desk.last_time)
    if not left or not desk.is_officer or desk.is_closed:
        return
    st.info(
        n_(
            "Last time's answers are ready: go through them area by area. "
            "{n} is still to be confirmed.",
            "Last time's answers are ready: go through them area by area. "
            "{n} are still to be confirmed.",
            len(left),
        ),
        icon=":material/history:",
    )


def of_area(desk: Desk, area: Area) -> None:
    """One press for everything in the area that is blank and was answered last time."""
    trouble = st.session_state.pop(_TROUBLE, None)
    if isinstance(trouble, GreenError):
        show.error(trouble, _("Not saved"))
    last = desk.last_time
    left = to_confirm(desk.draft, area.items, last)
    if last is None or not left or desk.is_closed:
        return
    whole = len(left) == len(area.items)
    st.button(
        _("All of this area still true")
        if whole
        else _("The rest of this area still true ({n})", n=len(left)),
        key=f"still_true.area.{area.id}",
        icon=":material/done_all:",
        on_click=_all,
        args=(desk, last, left),
    )


def of_item(desk: Desk, item: Item) -> None:
    """What was said of the item last time: greyed with a press while blank, or as changed."""
    last = desk.last_time
    if last is None or not last.fields(item):
        return
    blank = bool(to_confirm(desk.draft, [item], last))
    changed = has_changed(desk.draft, item, last)
    if not blank and not changed:
        return
    if changed:
        st.badge(_("Changed since last time"), icon=":material/difference:", color="orange")
    lines = [_("Last time ({cycle}): {answer}", cycle=last.cycle.title, answer=_answer(last, item))]
    if blank:
        fresh, stale = last.evidence_of(item, clock.today())
        if fresh:
            lines.append(_("Evidence that still counts: {list}", list=_list(fresh)))
        if stale:
            lines.append(_("No longer fresh, not taken along: {list}", list=_list(stale)))
    st.caption("  \n".join(lines))
    if blank and not desk.is_closed:
        st.button(
            _("Still true"),
            key=f"still_true.{item.id}",
            icon=":material/done:",
            on_click=_one,
            args=(desk, last, item),
        )


def _answer(last: LastTime, item: Item) -> str:
    fields = last.fields(item)
    parts = [
        f"{check.title} {show.plain(spoken(fields[check.id]))}"
        for check in item.checks
        if check.id in fields
    ]
    if "status" in fields:
        parts.append(show.plain(spoken(fields["status"])))
    if "note" in fields:
        parts.append(_("note: {note}", note=show.plain(fields["note"])))
    return show.dotted(*parts)


def _list(evidence: list[Evidence]) -> str:
    return show.dotted(
        *(
            _("{what} ({day})", what=show.plain(one.what), day=show.day(one.true_as_of))
            for one in evidence
        )
    )


def _one(desk: Desk, last: LastTime, item: Item) -> None:
    try:
        still_true(store(), desk.case, last.submission, item, actor())
    except StaleField as error:
        conflict(desk.case, item, error.field, error)
    except GreenError as error:
        st.session_state[_TROUBLE] = error


def _all(desk: Desk, last: LastTime, items: list[Item]) -> None:
    try:
        all_still_true(store(), desk.case, last.submission, items, actor())
    except GreenError as error:
        st.session_state[_TROUBLE] = error
