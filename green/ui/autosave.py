"""Widgets that store what they hold at once, and tell when somebody else was quicker.

Every field of a case has one widget key. The page shows what the database holds; what a person
changes is stored in the widget's callback, based on the row they had before their eyes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from green.assessment.answering import save
from green.assessment.model import Case, Draft, Stale
from green.errors import GreenError
from green.standard.model import Item
from green.texts import _, status_name
from green.ui import show
from green.ui.session import actor, store

_Shown = Callable[[Any], dict[str, Any]]


def key_of(case: Case, item: Item, field: str) -> str:
    """The key of a field's widget, until `bring` has to give it a new one."""
    return f"a.{case.community.id}.{case.cycle.id}.{item.id}.{field}"


def bring(case: Case, draft: Draft, item: Item, field: str, shown: _Shown) -> str:
    """Fill a field's widgets from the database before they are drawn; returns their key.

    `shown` turns the stored value into {ending of a widget's key: value}. Widgets keep what is in
    them as long as the row they were filled from is still the latest. Otherwise they become new
    widgets: the browser might still send what the old ones held, and that would count as a
    change made by the person and overwrite what was stored.
    """
    base = key_of(case, item, field)
    event = draft.event(item.id, field)
    key = _present(base)
    if key in st.session_state and st.session_state.get(_seen(base), -1) != event:
        st.session_state[_turn(base)] = st.session_state.get(_turn(base), 0) + 1
        key = _present(base)
    if key not in st.session_state:
        for ending, value in shown(draft.value(item.id, field)).items():
            st.session_state[key + ending] = value
        st.session_state[_seen(base)] = event
    return key


def store_field(
    case: Case,
    item_id: str,
    field: str,
    base: str,
    read: Callable[[], Any],
    *,
    filled_in: bool = False,
) -> None:
    """Store what the widgets hold (for callbacks); refusals are kept for `report`.

    `filled_in`: the value does not come from the widgets, so they have to be filled again.
    """
    _store(case, item_id, field, base, read(), st.session_state.get(_seen(base)))
    if filled_in and not st.session_state.get(_trouble(base)):
        st.session_state[_seen(base)] = -1


def report(case: Case, item: Item, field: str) -> None:
    """Beside the widget: why it was not stored, or both values when two people changed it."""
    key = key_of(case, item, field)
    trouble = st.session_state.get(_trouble(key))
    if isinstance(trouble, Stale):
        _both(case, item, field, key, trouble)
    elif isinstance(trouble, GreenError):
        show.error(trouble, _("Not saved"))


def _store(case: Case, item_id: str, field: str, key: str, value: Any, based_on: Any) -> None:
    try:
        held = save(store(), case, item_id, field, value, based_on, actor())
    except GreenError as error:
        st.session_state[_trouble(key)] = error
        return
    st.session_state[_seen(key)] = held.event or None
    st.session_state.pop(_trouble(key), None)


def _both(case: Case, item: Item, field: str, key: str, stale: Stale) -> None:
    with st.container(border=True, key=f"conflict.{key}"):
        st.warning(show.plain(stale), icon=":material/sync_problem:")
        theirs = stale.theirs
        st.markdown(
            _(
                "Stored by {person} at {time}: **{value}**",
                person=show.plain(theirs.person),
                time=show.moment(theirs.recorded_at),
                value=show.plain(_spoken(theirs.value)),
            )
        )
        st.markdown(_("Yours, not saved: **{value}**", value=show.plain(_spoken(stale.mine))))
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
    _store(case, item_id, field, key, stale.mine, stale.theirs.event)
    # The widget shows what was stored by the other; let it be filled again.
    st.session_state[_seen(key)] = -1


def _decide_theirs(key: str) -> None:
    st.session_state.pop(_trouble(key), None)


def _spoken(value: Any) -> str:
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
