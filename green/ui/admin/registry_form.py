"""The form for a change of the list of communities: what, when, by which document, then a check."""

from __future__ import annotations

from datetime import date

import streamlit as st

from green import clock
from green.errors import GreenError, Problem, Refused
from green.progress import changing
from green.registry.changes import (
    EARLIEST,
    OF_ONE,
    ChangeKind,
    Part,
    Wanted,
    kind_name,
    read_parts,
)
from green.registry.model import Community
from green.registry.records import community_by_code
from green.standard.validator import LONGEST_NOTE
from green.texts import _, lazy
from green.ui import show
from green.ui.admin import registry_preview, roles
from green.ui.place_field import clear, place_field
from green.ui.session import actor, store

_PLACE, _INTO, _KIND = "registry.place", "registry.into", "registry.kind"
_DAY, _DOCUMENT, _NAME = "registry.day", "registry.document", "registry.name"
_CODE, _PARTS, _STAYS = "registry.code", "registry.parts", "registry.stays"
_TROUBLE, _DONE, _WANTED = "registry.trouble", "registry.done", "registry.wanted"


def change_one(scopes: list[str]) -> None:
    """Choose a community and what becomes of it."""
    _said()
    where = place_field(_PLACE, _("Community"), scopes)
    if where is None:
        return
    if len(where.code) != 12:
        st.caption(_("Choose a community, not a division."))
        return
    with store().read() as query:
        community = community_by_code(query, where.code, clock.today())
    kind: ChangeKind = st.radio(
        _("What becomes of it?"),
        OF_ONE,
        format_func=lambda one: str(kind_name(one)),
        captions=[
            _("It has another name; code and history stay."),
            _("It goes into another one and leaves the list."),
            _("New ones come out of it."),
            _("It leaves the list, and no other takes its place."),
        ],
        key=_KIND,
    )
    if kind == "merge" and place_field(_INTO, _("Merges into"), scopes) is None:
        return
    _form(kind, community)
    _checked(kind, community.id)


def new(scopes: list[str]) -> None:
    """A community that is on the list from a day on; its code says where it lies."""
    _said()
    _form("new", None)
    _checked("new", None)
    with store().read() as query:
        names = [roles.place(query, scope) for scope in scopes]
    st.caption(_("You may put communities on the list in: {places}.", places="、".join(names)))


def _said() -> None:
    trouble = st.session_state.pop(_TROUBLE, None)
    if isinstance(trouble, GreenError):
        show.error(trouble, _("Not recorded"))
    done = st.session_state.pop(_DONE, None)
    if done:
        st.success(str(done), icon=":material/check:")


def _form(kind: ChangeKind, community: Community | None) -> None:
    with st.form("registry", border=True):
        if kind == "new":
            with st.grid(2, min_column_width=160):
                st.text_input(
                    _("Code"), max_chars=12, key=_CODE, placeholder=_("12 digits, ends 001 to 199")
                )
                st.text_input(_("Name"), max_chars=60, key=_NAME)
        if kind == "rename":
            st.text_input(_("New name"), max_chars=60, key=_NAME)
        if kind == "split":
            st.text_area(
                _("New communities, a code and a name on each line"),
                key=_PARTS,
                placeholder="370102001190 新桥社区居委会",
            )
            st.checkbox(_("The community itself stays on the list"), value=True, key=_STAYS)
        st.date_input(
            _("Effective date"),
            value=None,
            min_value=EARLIEST,
            max_value=clock.today(),
            format="YYYY-MM-DD",
            key=_DAY,
        )
        st.text_input(
            _("Document"),
            max_chars=LONGEST_NOTE,
            key=_DOCUMENT,
            placeholder=_("title and number of the document that changes it"),
        )
        st.form_submit_button(
            _("Check"),
            key="registry.check",
            on_click=_check,
            args=(kind, community.id if community else None),
        )


def _check(kind: ChangeKind, community: int | None) -> None:
    """Try it; what it would do is shown, and nothing is stored yet (callback)."""
    state = st.session_state
    state.pop(_WANTED, None)
    try:
        wanted = _wanted(kind, community)
        state[_WANTED] = (wanted, changing.preview(store(), actor(), wanted))
    except GreenError as error:
        state[_TROUBLE] = error


def _wanted(kind: ChangeKind, community: int | None) -> Wanted:
    state = st.session_state
    day = state.get(_DAY)
    if not isinstance(day, date):
        raise Refused(
            Problem(
                lazy("The effective date is missing."),
                mend=lazy("A change needs a day and a document."),
            )
        )
    successor = None
    if kind == "merge":
        with store().read() as query:
            successor = community_by_code(query, str(state.get(_INTO) or ""), clock.today()).id
    parts: tuple[Part, ...] = ()
    if kind == "new":
        parts = (Part(str(state.get(_CODE) or "").strip(), str(state.get(_NAME) or "")),)
    if kind == "split":
        parts = read_parts(str(state.get(_PARTS) or ""))
    return Wanted(
        kind,
        day,
        str(state.get(_DOCUMENT) or ""),
        community,
        str(state.get(_NAME) or "") if kind == "rename" else "",
        successor,
        parts,
        bool(state.get(_STAYS, True)),
    )


def _checked(kind: ChangeKind, community: int | None) -> None:
    """What was checked, and the press that records it; another form forgets it."""
    kept = st.session_state.get(_WANTED)
    if kept is None:
        return
    wanted, effects = kept
    if (wanted.kind, wanted.community) != (kind, community):
        st.session_state.pop(_WANTED, None)
        return
    registry_preview.preview(wanted, effects)
    with st.container(horizontal=True):
        st.button(
            _("Record"), key="registry.record", type="primary", on_click=_record, args=(wanted,)
        )
        st.button(_("Not yet"), key="registry.drop", type="tertiary", on_click=_drop)


def _drop() -> None:
    st.session_state.pop(_WANTED, None)


def _record(wanted: Wanted) -> None:
    state = st.session_state
    state.pop(_WANTED, None)
    try:
        changing.record(store(), actor(), wanted)
    except GreenError as error:
        state[_TROUBLE] = error
        return
    for key in (_DAY, _DOCUMENT, _NAME, _CODE, _PARTS, _STAYS):
        state.pop(key, None)
    for key in (_PLACE, _INTO):
        clear(key)
    state[_DONE] = lazy("The change is recorded and counts from its day on.")
