"""The evidence under an item: what is attached, what the library has for it, and one more."""

from __future__ import annotations

import streamlit as st

from green.assessment.attaching import detach_evidence, use_for
from green.assessment.freshness import good_until
from green.assessment.model import Case, Evidence
from green.evidence.model import ANNOUNCED_DAYS, suggested
from green.review.snapshot import proof_of
from green.standard.model import Item
from green.texts import _
from green.ui import show
from green.ui.community.desk import Desk
from green.ui.community.evidence_form import attempt, evidence_form, report
from green.ui.proof import proof
from green.ui.session import actor, latest_day, store

_MOST_SUGGESTED = 3


def evidence_list(desk: Desk, item: Item, *, closed: bool) -> None:
    """What is attached, and a form for one more; a photo is never asked for."""
    case = desk.case
    mine = [found for found in desk.evidence if found.item == item.id]
    report(case, item.id)
    with st.expander(_("Evidence ({n})", n=len(mine)), key=f"evidence.{item.id}"):
        for found in mine:
            _attached(case, item, found, closed)
        if not closed:
            _suggested(desk, item)
            evidence_form(case, item)


def how_long(item: Item, found: Evidence) -> str:
    """Until when a piece is good, once that is near or past; in words, empty otherwise."""
    last = good_until(item, found)
    if last is None or (last - latest_day()).days >= ANNOUNCED_DAYS:
        return ""
    day = show.day(last)
    said = (
        _("too old since {day}", day=day) if last < latest_day() else _("good until {day}", day=day)
    )
    return f":orange[:material/schedule: {said}]"


def _attached(case: Case, item: Item, found: Evidence, closed: bool) -> None:
    with st.container(horizontal=True, key=f"piece-{found.id}-{item.ref}"):
        with st.container(width="stretch", gap="xsmall"):
            proof(proof_of(found), note=how_long(item, found))
        if not closed:
            st.button(
                _("Take off"),
                key=f"detach.{found.id}.{found.item}",
                on_click=_detach,
                args=(case, found),
                type="tertiary",
            )


def _suggested(desk: Desk, item: Item) -> None:
    """What the library has of the item's own list: one press instead of a second photo."""
    for piece in suggested(item, desk.library, latest_day())[:_MOST_SUGGESTED]:
        st.button(
            _(
                "Already in the library: {what} ({day}) – use it here",
                what=show.plain(piece.evidence.what),
                day=show.day(piece.evidence.true_as_of),
            ),
            key=f"use.{piece.id}.{item.id}",
            icon=":material/add_link:",
            type="tertiary",
            wrap=True,
            on_click=_use,
            args=(desk.case, piece.id, item.id),
        )


def _use(case: Case, piece: int, item_id: str) -> None:
    attempt(case, item_id, lambda: use_for(store(), case, piece, item_id, actor()))


def _detach(case: Case, found: Evidence) -> None:
    attempt(case, found.item, lambda: detach_evidence(store(), case, found, actor()))
