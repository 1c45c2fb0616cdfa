"""Widgets that store what they hold at once, and tell when somebody else was quicker.

Every field of a case has one widget key. The page shows what the database holds; what a person
changes is stored in the widget's callback, based on the row they had before their eyes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from green.assessment.answering import save
from green.assessment.model import Case, Draft, Stale
from green.errors import GreenError, Refused
from green.standard.model import Item
from green.standard.validator import read_field
from green.texts import _, status_name
from green.ui import show
from green.ui.session import actor, store

NOTHING = object()


@dataclass(frozen=True)
class Field:
    """How one field of an item is shown in widgets and read from them.

    `shown`: the stored value as {ending of a widget's key: value}. `read`: the value that the
    widgets with this key hold, in the shape of the answers file; it is told the stored one.
    `main`: the ending of the widget that is drawn whenever the field is; without it in the
    session the others say nothing.
    """

    name: str
    shown: Callable[[Any], dict[str, Any]]
    read: Callable[[str, Any], Any]
    main: str = ""


def key_of(case: Case, item: Item, field: str) -> str:
    """The key of a field's widget, until `bring` has to give it a new one."""
    return f"a.{case.community.id}.{case.cycle.id}.{item.id}.{field}"


def bring(case: Case, draft: Draft, item: Item, field: Field) -> str:
    """Make a field's widgets and the database agree before they are drawn; returns their key.

    Streamlit may break off a callback when the next press comes, so a widget can hold what was
    never stored: it is stored now. Where the database holds something newer, the widgets become
    new ones that show it: the browser might still send what the old ones held, and that would
    count as a change made by the person and overwrite what was stored.
    """
    catch_up(case, draft, item, field)
    base = key_of(case, item, field.name)
    stored, event = draft.value(item.id, field.name), draft.event(item.id, field.name)
    key = _present(base)
    if key + field.main in st.session_state and st.session_state.get(_seen(base), -1) != event:
        mine = _as_stored(item, field.name, field.read(key, stored))
        if mine != stored:
            st.session_state[_turn(base)] = st.session_state.get(_turn(base), 0) + 1
            key = _present(base)
    if key + field.main not in st.session_state:
        for ending, value in field.shown(stored).items():
            st.session_state[key + ending] = value
    st.session_state[_seen(base)] = event
    return key


def catch_up(case: Case, draft: Draft, item: Item, field: Field) -> None:
    """Store what a field's widgets hold if its callback was broken off before it had stored it.

    Also for fields that this run does not draw: what they hold is forgotten at its end.
    """
    base = key_of(case, item, field.name)
    stored, event = draft.value(item.id, field.name), draft.event(item.id, field.name)
    key = _present(base)
    if key + field.main not in st.session_state or _trouble(base) in st.session_state:
        return
    if st.session_state.get(_seen(base), -1) != event:
        return
    if _as_stored(item, field.name, field.read(key, stored)) != stored:
        _store(case, item.id, field.name, base, field.read(key, stored), event)
        st.rerun()


def store_field(
    case: Case, item: Item, field: Field, key: str, filled_in: object = NOTHING
) -> None:
    """Store what the widgets hold (for callbacks); refusals are kept for `report`.

    `filled_in` is a value that does not come from the widgets; they are then filled again.
    """
    base = key_of(case, item, field.name)
    value = field.read(key, None) if filled_in is NOTHING else filled_in
    based_on = st.session_state.get(_seen(base))
    _store(case, item.id, field.name, base, value, based_on, fill_again=filled_in is not NOTHING)


def _as_stored(item: Item, name: str, value: Any) -> Any:
    """The value as it would be stored; one that would be refused is like no stored one."""
    try:
        return read_field(item, name, value)
    except Refused:
        return NOTHING


def report(case: Case, item: Item, field: str) -> None:
    """Beside the widget: why it was not stored, or both values when two people changed it."""
    key = key_of(case, item, field)
    trouble = st.session_state.get(_trouble(key))
    if isinstance(trouble, Stale):
        _both(case, item, field, key, trouble)
    elif isinstance(trouble, GreenError):
        show.error(trouble, _("Not saved"))


def _store(
    case: Case,
    item_id: str,
    field: str,
    key: str,
    value: Any,
    based_on: Any,
    *,
    fill_again: bool = False,
) -> None:
    try:
        held = save(store(), case, item_id, field, value, based_on, actor())
    except GreenError as error:
        st.session_state[_trouble(key)] = error
        return
    # In one step: between two of them widgets that still hold old values would count as changed.
    st.session_state[_seen(key)] = -1 if fill_again else held.event or None
    st.session_state.pop(_trouble(key), None)


def conflict(case: Case, item: Item, field: str, stale: Stale) -> None:
    """Have `report` show both values of a field that was stored by something else than a widget."""
    st.session_state[_trouble(key_of(case, item, field))] = stale


def _both(case: Case, item: Item, field: str, key: str, stale: Stale) -> None:
    with st.container(border=True, key=f"conflict.{key}"):
        st.warning(show.plain(stale), icon=":material/sync_problem:")
        theirs = stale.theirs
        st.markdown(
            _(
                "Stored by {person} at {time}: **{value}**",
                person=show.by(theirs.person, theirs.on_behalf_of),
                time=show.moment(theirs.recorded_at),
                value=show.plain(spoken(theirs.value)),
            )
        )
        st.markdown(_("Yours, not saved: **{value}**", value=show.plain(spoken(stale.mine))))
        with st.container(horizontal=True):
            st.button(
                _("Save mine"),
                key=f"mine.{key}",
                on_click=_decide_mine,
                args=(case, item.id, field, key, stale),
            )
            st.button(
                _("Keep what is stored"),
                key=f"theirs.{key}",
                on_click=_decide_theirs,
                args=(key,),
            )


def _decide_mine(case: Case, item_id: str, field: str, key: str, stale: Stale) -> None:
    # The widget shows what was stored by the other; it is filled again.
    _store(case, item_id, field, key, stale.mine, stale.theirs.event, fill_again=True)


def _decide_theirs(key: str) -> None:
    st.session_state.pop(_trouble(key), None)


def spoken(value: Any) -> str:
    """A stored value in words."""
    match value:
        case None:
            return _("blank")
        case "yes":
            return _("Yes")
        case "no":
            return _("No")
        case {"status": "not_applicable", "reason": reason} | {"not_applicable": reason}:
            return _("Not applicable: {reason}", reason=reason)
        case {"status": status}:
            return status_name(status)
        case {"count": count, "of": of}:
            return _("{count} of {of}", count=count, of=of)
        case text:
            return str(text)


def _present(base: str) -> str:
    turn = st.session_state.get(_turn(base), 0)
    return f"{base}.{turn}" if turn else base


def _turn(base: str) -> str:
    return f"turn.{base}"


def _seen(key: str) -> str:
    return f"seen.{key}"


def _trouble(key: str) -> str:
    return f"trouble.{key}"
