"""Before handing in: what a reviewer will look at, item by item. It advises and never blocks."""

from __future__ import annotations

import streamlit as st

from green import clock
from green.review.flags import Flag, draft_flags
from green.standard.model import Item
from green.texts import _, n_
from green.ui import show
from green.ui.community import returned, walk
from green.ui.community.desk import Desk


def outlook(desk: Desk) -> None:
    """The items with something to look at, each with the way to it; only under a chain."""
    if desk.course is None or desk.is_closed or not desk.state.participating:
        return
    found = looked_at(desk)
    if not found:
        if not desk.verdict.unanswered:
            st.success(_("A reviewer will find nothing that usually comes back."))
        return
    same = [item for item, flags in found if any(one.kind == "not_changed" for one in flags)]
    if same:
        st.warning(
            _(
                "Returned and not changed yet: {items}. As it stands it is likely to come back.",
                items=desk.verdict.named(
                    tuple(one for one in desk.verdict.items if one.item in same)
                ),
            ),
            icon=":material/undo:",
        )
    # What came back stands above, each with the way to it.
    found = [
        (item, rest)
        for item, flags in found
        if (rest := [one for one in flags if one.kind != "not_changed"])
    ]
    if not found:
        return
    title = n_(
        "What a reviewer will look at: {n} item",
        "What a reviewer will look at: {n} items",
        len(found),
    )
    with st.expander(title, expanded=not desk.verdict.unanswered, key="outlook"):
        st.caption(_("It can be handed in all the same."))
        for item, flags in found:
            texts = " ".join(show.plain(one.text) for one in flags)
            walk.way_to(
                desk.case, item, f"{item.ref} **{item.title}**  \n{texts}", f"look_at_{item.ref}"
            )


def looked_at(desk: Desk) -> list[tuple[Item, list[Flag]]]:
    """The open items that are answered and have a flag, in the order of the standard."""
    found = draft_flags(
        [(judged.item, judged.status) for judged in desk.verdict.items],
        desk.draft.answers(desk.case),
        dict(returned.proofs(desk)),
        desk.course.before if desk.course else None,
        clock.today(),
    )
    return [
        (judged.item, found[judged.item.id])
        for judged in desk.verdict.items
        if judged.status != "unanswered" and desk.is_open(judged.item) and found[judged.item.id]
    ]
