"""After handing in: where it stands in the chain, what came back, what is different now."""

from __future__ import annotations

import streamlit as st

from green.review.course import Course, StepSeen
from green.texts import _, n_
from green.ui import show
from green.ui.community import returned, walk
from green.ui.community.desk import Desk
from green.ui.session import latest_day

_ICONS = {
    "done": ":material/check_circle:",
    "here": ":material/adjust:",
    "to_come": ":material/radio_button_unchecked:",
}


def course(desk: Desk) -> None:
    """The chain as steps, for what stands."""
    found, standing = desk.course, desk.standing
    if found is None or standing is None:
        return
    with st.container(border=True, gap="xsmall", key="course"):
        title = _("Where it stands")
        st.markdown(f"**{title}**")
        for seen in found.steps(standing):
            st.markdown(
                f"{_ICONS[seen.where]} **{seen.step.title}**  \n:small[:gray["
                f"{show.dotted(show.plain(seen.office), _when(found, seen))}]]"
            )
        _changed(desk)


def is_opened(desk: Desk) -> bool:
    """Whether a level has begun with what stands, so that it can no longer be recalled."""
    standing = desk.standing
    return bool(desk.course and standing and desk.course.decisions.get(standing.id))


def came_back(desk: Desk) -> None:
    """What was returned, by whom and why, each with the way to it."""
    back = desk.back
    if back is None:
        return
    decision = desk.course.returned_by(back) if desk.course else None
    step = desk.case.programme.step(decision.step) if decision else None
    with st.container(border=True, gap="xsmall", key="came_back"):
        if decision is not None and desk.course is not None and step is not None:
            office = desk.course.places.get(decision.office, decision.office)
            st.markdown(
                _(
                    "**Returned on {day}** · {step}, {office}",
                    day=show.day(decision.effective_on),
                    step=step.title,
                    office=show.plain(office),
                )
            )
            if decision.note:
                st.caption(show.plain(decision.note))
        st.caption(_("Only these items are open. Change them, then hand in again."))
        for item in returned.to_look_at(desk):
            reason = show.plain(back.returned[item.id])
            is_different = bool(returned.different(desk, item))
            label = f"{item.ref} **{item.title}**  \n{reason}"
            if is_different:
                changed = _("Changed")
                label += f" :small[:green[{changed}]]"
            if not desk.is_officer:
                st.markdown(label)
                continue
            walk.way_to(desk.case, item, label, f"returned_{item.ref}")


def _changed(desk: Desk) -> None:
    """What is different from the hand-in before, which had come back."""
    before = desk.course.before if desk.course else None
    if before is None or not before.submission.returned or not desk.is_handed_in:
        return
    with st.expander(_("Changed since the last hand-in"), key="changed_since"):
        for item in desk.case.standard.items:
            for sentence in returned.different(desk, item):
                st.markdown(f"{item.ref} {item.title} · {show.plain(sentence)}")


def _when(found: Course, seen: StepSeen) -> str:
    if seen.where == "to_come":
        return _("to come")
    if seen.where == "done":
        return _("done on {day}", day=show.day(seen.since)) if seen.since else _("done")
    place = found.position
    if place is not None and place.phase == "on_notice" and place.notice is not None:
        return _("agreed to; on public notice until {day}", day=show.day(place.notice.ends_on))
    if place is not None and place.phase == "noticeable":
        return _("agreed to; waits for its public notice")
    # What is done today in a simulated past is not there for less than no day.
    days = max(0, (latest_day() - seen.since).days) if seen.since else 0
    if not days:
        return _("here since today")
    return n_("here for {n} day", "here for {n} days", days)
