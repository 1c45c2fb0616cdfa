"""After a return: what came back and why, what is different now, and the way to the next one."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from green.assessment.model import Submission
from green.review.changes import changes
from green.review.snapshot import Proof, proof_of
from green.standard.model import Area, Item
from green.texts import Text, _
from green.ui import show
from green.ui.community.desk import Desk


def on_card(desk: Desk, item: Item) -> None:
    """At the top of an item: why it came back, or that it stays as it was handed in."""
    back = desk.back
    if back is None:
        return
    if item.id not in back.returned:
        st.caption(_("Stays as handed in: it did not come back."))
        return
    with st.container(key=f"returned-{item.ref}", gap="xsmall"):
        st.warning(why(desk, back, item), icon=":material/undo:")
        for sentence in different(desk, item):
            st.caption(show.plain(sentence))


def why(desk: Desk, back: Submission, item: Item) -> str:
    """By which step an item was returned, and its reason."""
    reason = show.plain(back.returned[item.id])
    decision = desk.course.returned_by(back) if desk.course else None
    step = desk.case.programme.step(decision.step) if decision else None
    if step is None:
        return _("Returned: {reason}", reason=reason)
    return _("Returned by {step}: {reason}", step=step.title, reason=reason)


def different(desk: Desk, item: Item) -> list[Text]:
    """What is different in an item from what a reviewer last had in hand."""
    before = desk.course.before if desk.course else None
    if before is None:
        return []
    now = desk.draft.answers(desk.case).items.get(item.id)
    return changes(
        item,
        before.answers.items.get(item.id),
        now,
        before.evidence.get(item.id, ()),
        proofs(desk).get(item.id, ()),
    )


def proofs(desk: Desk) -> Mapping[str, tuple[Proof, ...]]:
    """The evidence of the draft by item id, as a snapshot would name it."""
    found: dict[str, tuple[Proof, ...]] = {}
    for one in desk.evidence:
        found[one.item] = (*found.get(one.item, ()), proof_of(one))
    return found


def to_look_at(desk: Desk) -> list[Item]:
    """The items that came back, in the order of the standard: those not changed first."""
    back = desk.back
    if back is None:
        return []
    ours = [item for item in desk.case.standard.items if item.id in back.returned]
    return sorted(ours, key=lambda item: bool(different(desk, item)))


def next_one(desk: Desk, area: Area) -> Item | None:
    """The next returned item that is not changed yet and not in the area on the page."""
    return next(
        (item for item in to_look_at(desk) if not different(desk, item) and item not in area.items),
        None,
    )
