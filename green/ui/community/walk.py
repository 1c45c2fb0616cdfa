"""The walk through the standard: steps, the wheel beside them, the next unanswered item."""

from __future__ import annotations

import streamlit as st

from green.assessment.model import Case
from green.charts.wheel import alt, wheel
from green.standard.model import Area, Item
from green.standard.verdict import Verdict
from green.texts import _
from green.ui import address, show
from green.ui.community import returned
from green.ui.community.desk import Desk

_AREA = "area"
_JUMP = "jump_to_item"
_BEGIN = "begin_walk"


def header(desk: Desk) -> None:
    """Wheel, how far it is, what is in the way, when it was last saved."""
    case, verdict = desk.case, desk.verdict
    with st.container(horizontal=True, vertical_alignment="center", key="walk_header"):
        st.image(wheel(verdict, numbers=False, dark=show.is_dark()), width=112, alt=alt(verdict))
        with st.container(width="stretch", gap="xxsmall"):
            st.markdown(f"**{show.plain(case.community.short_name)}**")
            st.caption(str(case.cycle.title))
            st.markdown(show.headline(verdict))
            saved = desk.draft.saved_at
            st.caption(
                _("Saved {time}", time=show.moment(saved))
                if saved
                else _("Every answer is saved at once.")
            )


def area_steps(desk: Desk) -> Area:
    """The five areas as steps with how many of their items are answered."""
    areas = {area.id: area for area in desk.case.standard.areas}
    open_items = {judged.item.id for judged in desk.verdict.unanswered}

    def label(area_id: str) -> str:
        area = areas[area_id]
        done = sum(item.id not in open_items for item in area.items)
        return f"{area.short} {done}/{len(area.items)}"

    first = next(iter(areas))
    address.bring(_AREA, areas, first)
    chosen = st.segmented_control(
        _("Areas"),
        list(areas),
        format_func=label,
        key=_AREA,
        required=True,
        label_visibility="collapsed",
        wrap=True,
    )
    address.keep(_AREA, first)
    return areas[chosen or first]


def onward(desk: Desk, area: Area) -> None:
    """The next unanswered item, or the way to handing in."""
    case, verdict = desk.case, desk.verdict
    st.space("small")
    came_back = returned.next_one(desk, area)
    following = came_back or next_unanswered(verdict, area)
    if following is None:
        st.success(_("All {n} items are answered.", n=len(verdict.items)))
        st.page_link("community/home.py", label=_("Check and hand in"), icon=":material/outbox:")
    else:
        st.button(
            _("Next returned: {ref} {title}", ref=following.ref, title=following.title)
            if came_back
            else _("Next unanswered: {ref} {title}", ref=following.ref, title=following.title),
            key="next_unanswered",
            icon=":material/arrow_forward:",
            type="primary",
            width="stretch",
            on_click=go_to,
            args=(area_of(case, following.id), following.ref),
        )
    _jump()


def next_unanswered(verdict: Verdict, area: Area) -> Item | None:
    """The first unanswered item of this area, then behind it, then from the start."""
    items = [judged.item for judged in verdict.items]
    start = items.index(area.items[0])
    unanswered = {judged.item.id for judged in verdict.unanswered}
    return next((i for i in items[start:] + items[:start] if i.id in unanswered), None)


def go_to(area_id: str, ref: str) -> None:
    """Open an area at an item (for callbacks)."""
    st.session_state[_AREA] = area_id
    st.session_state[_JUMP] = ref


def way_to(case: Case, item: Item, label: str, key: str) -> None:
    """A line that leads to an item of the walk."""
    st.button(
        label,
        key=key,
        type="tertiary",
        icon=":material/chevron_right:",
        icon_position="right",
        width="stretch",
        wrap=True,
        on_click=begin,
        args=(area_of(case, item.id), item.ref),
    )


def begin(area_id: str | None = None, ref: str | None = None) -> None:
    """Go to the walk, at an item if one is named (for callbacks).

    The next run changes the page: what a press returns is lost when another press or a save comes
    before its run has got that far; what its callback wrote is not.
    """
    if area_id is not None and ref is not None:
        go_to(area_id, ref)
    st.session_state[_BEGIN] = True


def follow() -> None:
    """At the beginning of a page: change over to the walk if that was asked for."""
    if st.session_state.pop(_BEGIN, False):
        st.switch_page("community/assessment.py")


def area_of(case: Case, item_id: str) -> str:
    return next(
        area.id for area in case.standard.areas if any(item.id == item_id for item in area.items)
    )


def _jump() -> None:
    """Bring the item asked for to the top and give it the keyboard."""
    ref = st.session_state.pop(_JUMP, None)
    if ref is None:
        return
    show.script("jump", f"st-key-item-{int(ref)}")
