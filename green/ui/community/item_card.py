"""One item of the walk as a card: requirement, help, answer, note, evidence."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from green.assessment.model import Case, Draft
from green.standard.model import Item
from green.standard.validator import LONGEST_NOTE
from green.standard.verdict import ItemVerdict
from green.texts import _, status_name
from green.ui import show
from green.ui.community import last_time, returned
from green.ui.community.autosave import Field, bring, catch_up, report, store_field
from green.ui.community.check_fields import check_field, field_of
from green.ui.community.desk import Desk
from green.ui.community.evidence_list import evidence_list
from green.ui.community.reason import REASON, reason_field
from green.ui.planning import plan_note


def item_card(desk: Desk, judged: ItemVerdict) -> None:
    """Draw the card; what is handed in can be read and not changed."""
    case, draft, item, closed = desk.case, desk.draft, judged.item, not desk.is_open(judged.item)
    with st.container(border=True, key=f"item-{item.ref}"):
        st.subheader(f"{item.ref} {item.title}", anchor=f"item-{item.ref}")
        returned.on_card(desk, item)
        plan_note.on_card(desk, item)
        st.markdown(str(item.requirement))
        _marks(item)
        last_time.of_item(desk, item)
        if item.checks:
            for check in item.checks:
                check_field(case, draft, item, check, desk.profile, closed=closed)
        else:
            _status_field(case, draft, item, closed)
        _note_field(case, draft, item, closed)
        _help(item)
        evidence_list(desk, item, closed=closed)
        _footer(draft, judged)


def catch_up_all(desk: Desk) -> None:
    """Before the page is drawn: store what a press was too quick for, in whichever area it was."""
    for item in filter(desk.is_open, desk.case.standard.items):
        answer = [field_of(check, desk.profile) for check in item.checks] or [_STATUS]
        for field in (*answer, _NOTE):
            catch_up(desk.case, desk.draft, item, field)


def _marks(item: Item) -> None:
    if not (item.safety or item.recurring):
        return
    with st.container(horizontal=True, gap="xsmall"):
        if item.safety:
            st.badge(_("Safety: one failing place fails it"), color="red")
        if item.recurring:
            st.badge(_("To be done every year"), color="blue")


def _status_field(case: Case, draft: Draft, item: Item, closed: bool) -> None:
    key = bring(case, draft, item, _STATUS)
    save = partial(store_field, case, item, _STATUS, key)
    options = ["met", "partly", "unmet"] + (["not_applicable"] if item.not_applicable else [])
    st.segmented_control(
        _("Answer for item {ref}", ref=item.ref),
        options,
        format_func=status_name,
        key=key,
        on_change=save,
        disabled=closed,
        label_visibility="collapsed",
    )
    if item.not_applicable and st.session_state.get(key) == "not_applicable":
        usual = str(item.not_applicable.when)
        reason_field(key, usual, {"status": "not_applicable", "reason": usual}, save, closed)
    report(case, item, "status")


def _show_status(value: Any) -> dict[str, Any]:
    held = value or {}
    return {"": held.get("status"), REASON: held.get("reason", "")}


def _read_status(key: str, _stored: Any) -> Any:
    status = st.session_state.get(key)
    if status == "not_applicable":
        return {"status": status, "reason": st.session_state.get(key + REASON) or ""}
    return status


_STATUS = Field("status", _show_status, _read_status)
_NOTE = Field(
    "note",
    lambda value: {"": value or ""},
    lambda key, _stored: st.session_state.get(key) or None,
)


def _note_field(case: Case, draft: Draft, item: Item, closed: bool) -> None:
    key = bring(case, draft, item, _NOTE)
    st.text_input(
        _("Note, one sentence (optional)"),
        key=key,
        max_chars=LONGEST_NOTE,
        live=True,
        on_change=store_field,
        args=(case, item, _NOTE, key),
        disabled=closed,
    )
    report(case, item, "note")


def _help(item: Item) -> None:
    with st.expander(_("What this means and what counts")):
        st.markdown(str(item.guidance))
        st.markdown(_("**What counts:** {text}", text=item.counts))
        st.markdown(_("**Example:** {text}", text=item.example))
        source = item.source
        place = f" {source.place}" if source.place else ""
        st.caption(f"{source.document}{place}")
        if not source.verified:
            st.caption(_("The wording has not yet been compared with the original."))


def _footer(draft: Draft, judged: ItemVerdict) -> None:
    stored = [found for (item, _field), found in draft.fields.items() if item == judged.item.id]
    parts = [show.plain(judged.explanation)]
    if stored:
        last = max(stored, key=lambda found: found.event)
        parts.append(
            _(
                "Saved {time} by {person}",
                time=show.moment(last.recorded_at),
                person=show.by(last.person, last.on_behalf_of),
            )
        )
    else:
        # The line is there from the beginning, with a character that shows nothing: what is below
        # must not move away from under a finger when the answer above it is saved.
        parts.append("\u200b")
    st.caption("  \n".join(parts))
