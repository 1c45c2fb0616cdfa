"""The fields of one work of the plan: each is stored as it is given, and nothing given is lost."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import streamlit as st

from green import clock
from green.errors import GreenError
from green.planning.community_plan import CommunityPlan, PlanLine
from green.planning.keeping import Overtaken, keep
from green.planning.plan import (
    EARLIEST,
    LONGEST_LINE,
    MOST_UNITS,
    MOST_YUAN,
    STATES,
    Field,
    field_name,
    state_name,
)
from green.standard.validator import LONGEST_NOTE
from green.texts import _
from green.ui import show
from green.ui.community.desk import Desk
from green.ui.planning.own_plan import may_plan
from green.ui.session import actor, store
from green.ui.stored import is_stored, show_stored

# What is filled in here; phase and planner are given where many communities are planned together.
_FIELDS: tuple[Field, ...] = ("state", "who", "by", "quantity", "cost", "note")
_YEARS_AHEAD = timedelta(days=10 * 365)


def catch_up(desk: Desk, plan: CommunityPlan) -> None:
    """Store what a press was too quick for: Streamlit may break off a callback for the next one."""
    if not may_plan(desk):
        return
    for line in plan.lines:
        for field in _FIELDS:
            key, stored = _key(desk, line, field), getattr(line.planned, field)
            if key not in st.session_state or _trouble(desk, line) in st.session_state:
                continue
            if st.session_state.get(f"shown.{key}") != stored:
                continue
            if _given(key) != stored:
                _save(desk, line, field)
                st.rerun()


def state_field(desk: Desk, line: PlanLine) -> None:
    """How far the work is."""
    _fill(desk, line, "state")
    st.segmented_control(
        str(field_name("state")),
        STATES,
        format_func=lambda state: str(state_name(state)),
        key=_key(desk, line, "state"),
        on_change=_save,
        args=(desk, line, "state"),
        required=True,
        label_visibility="collapsed",
    )


def more_fields(desk: Desk, line: PlanLine) -> None:
    """Who does it, by when, how much of it, what it costs, and a note."""
    for field in _FIELDS[1:]:
        _fill(desk, line, field)
    common: dict[str, Any] = {"on_change": _save}
    with st.grid(2, min_column_width=150):
        st.text_input(
            str(field_name("who")),
            key=_key(desk, line, "who"),
            max_chars=LONGEST_LINE,
            args=(desk, line, "who"),
            **common,
        )
        st.date_input(
            str(field_name("by")),
            key=_key(desk, line, "by"),
            value=None,
            min_value=EARLIEST,
            max_value=_latest(line),
            format="YYYY-MM-DD",
            args=(desk, line, "by"),
            **common,
        )
    with st.grid(2, min_column_width=120):
        st.number_input(
            _quantity_label(line),
            key=_key(desk, line, "quantity"),
            value=None,
            min_value=0,
            max_value=MOST_UNITS,
            step=1,
            placeholder=None if line.suggested is None else str(line.suggested),
            args=(desk, line, "quantity"),
            **common,
        )
        st.number_input(
            str(field_name("cost")),
            key=_key(desk, line, "cost"),
            value=None,
            min_value=0,
            max_value=MOST_YUAN,
            step=1,
            args=(desk, line, "cost"),
            **common,
        )
    st.text_input(
        str(field_name("note")),
        key=_key(desk, line, "note"),
        max_chars=LONGEST_NOTE,
        args=(desk, line, "note"),
        **common,
    )


def report(desk: Desk, line: PlanLine) -> None:
    """Why something was not stored."""
    trouble = st.session_state.get(_trouble(desk, line))
    if isinstance(trouble, Overtaken):
        _both(desk, line, trouble)
    elif isinstance(trouble, GreenError):
        show.error(trouble, _("Not saved"))


def _both(desk: Desk, line: PlanLine, overtaken: Overtaken) -> None:
    """Both values, when two people changed a field: nothing is overwritten silently."""
    field, base = overtaken.field, _key(desk, line, overtaken.field)
    with st.container(border=True, key=f"conflict.{base}"):
        st.warning(show.plain(overtaken), icon=":material/sync_problem:")
        theirs = _spoken(field, overtaken.theirs)
        st.markdown(_("Stored now: **{value}**", value=show.plain(theirs)))
        mine = _spoken(field, _given(base))
        st.markdown(_("Yours, not saved: **{value}**", value=show.plain(mine)))
        with st.container(horizontal=True):
            st.button(
                _("Save mine"),
                key=f"mine.{base}",
                on_click=_decide_mine,
                args=(desk, line, overtaken),
            )
            st.button(
                _("Keep what is stored"),
                key=f"theirs.{base}",
                on_click=_decide_theirs,
                args=(desk, line),
            )


def _decide_mine(desk: Desk, line: PlanLine, overtaken: Overtaken) -> None:
    key = _key(desk, line, overtaken.field)
    st.session_state[f"shown.{key}"] = overtaken.theirs
    _save(desk, line, overtaken.field)


def _decide_theirs(desk: Desk, line: PlanLine) -> None:
    st.session_state.pop(_trouble(desk, line), None)


def _spoken(field: Field, value: object) -> str:
    """A value in words."""
    match value:
        case None:
            return _("blank")
        case date():
            return show.day(value)
        case "open" | "under_way" | "done" if field == "state":
            return str(state_name(value))
        case _text:
            return str(value)


def _fill(desk: Desk, line: PlanLine, field: Field) -> None:
    """The widget shows what is stored; what was refused stays in it until it is mended."""
    if _trouble(desk, line) not in st.session_state:
        show_stored(_key(desk, line, field), getattr(line.planned, field))


def _latest(line: PlanLine) -> date:
    """A day that is stored may lie farther than what is offered."""
    offered = clock.today() + _YEARS_AHEAD
    return max(offered, line.planned.by) if line.planned.by else offered


def _quantity_label(line: PlanLine) -> str:
    if line.work is None:
        return str(field_name("quantity"))
    return _("Quantity ({unit})", unit=line.work.unit)


def _save(desk: Desk, line: PlanLine, field: Field) -> None:
    """Store one field (for callbacks); a refusal is shown on the card, with what was given."""
    key = _key(desk, line, field)
    case = desk.case
    change: dict[str, object] = {field: _given(key)}
    seen: dict[str, object] = {field: st.session_state.get(f"shown.{key}")}
    work = line.item.id, line.work_id
    try:
        keep(store(), actor(), case.programme, case.community, *work, change, seen)
    except GreenError as error:
        st.session_state[_trouble(desk, line)] = error
    else:
        st.session_state.pop(_trouble(desk, line), None)
        is_stored(key)


def _given(key: str) -> Any:
    """What a widget holds; a text of blanks says nothing."""
    value = st.session_state.get(key)
    return (value.strip() or None) if isinstance(value, str) else value


def _key(desk: Desk, line: PlanLine, field: Field) -> str:
    return f"plan.{desk.case.community.id}.{line.item.id}.{line.work_id}.{field}"


def _trouble(desk: Desk, line: PlanLine) -> str:
    return f"trouble.plan.{desk.case.community.id}.{line.work_id}"
