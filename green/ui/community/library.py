"""The page Evidence: everything a community keeps, found again, used again, renewed."""

from __future__ import annotations

from functools import partial

import streamlit as st

from green.assessment.attaching import use_for
from green.evidence.library import take_out
from green.evidence.model import Piece, last_good_day, soon_too_old
from green.review.snapshot import proof_of
from green.texts import _, join, n_
from green.ui import show
from green.ui.community.desk import Desk
from green.ui.community.evidence_form import attempt, evidence_form, report
from green.ui.community.evidence_list import how_long
from green.ui.community.library_search import is_asked_for, item_name
from green.ui.proof import proof
from green.ui.session import actor, latest_day, storage, store

_PLACE, _RENEWED = "library", "library.renewed"
_MOST = 20


def renewal(desk: Desk) -> None:
    """On the first page: that something is too old or soon will be, and the way to it."""
    found = soon_too_old(desk.case.standard, desk.library, latest_day())
    if not found or desk.is_closed:
        return
    st.warning(
        n_(
            "{n} piece of evidence is too old or soon will be: {what}.",
            "{n} pieces of evidence are too old or soon will be: {what}.",
            len(found),
            what=show.dotted(*(show.plain(one.evidence.what) for one in found[:3])),
        ),
        icon=":material/update:",
    )
    st.page_link("community/evidence.py", label=_("To the evidence"), icon=":material/folder:")


def library(desk: Desk) -> None:
    """The search, and what is found as cards."""
    report(desk.case, _PLACE)
    if not desk.library:
        st.info(
            _("Nothing is kept here yet. Add it under the items of the self-assessment."),
            icon=":material/folder_open:",
        )
        return
    found = [piece for piece in desk.library if is_asked_for(desk, piece)]
    st.caption(n_("{n} piece of {all}", "{n} pieces of {all}", len(found), all=len(desk.library)))
    with st.grid("auto", min_column_width=340, gap="small"):
        for piece in found[:_MOST]:
            _card(desk, piece)
    if len(found) > _MOST:
        st.caption(_("The first {n}; narrow it down to see the others.", n=_MOST))


def _card(desk: Desk, piece: Piece) -> None:
    with st.container(border=True, key=f"kept-{piece.id}", gap="small"):
        proof(proof_of(piece.evidence), note=_age(desk, piece))
        st.caption(_used(desk, piece))
        if not desk.is_officer:
            return
        is_renewed = piece.newer is None and st.session_state.get(_RENEWED) == piece.id
        with st.container(horizontal=True, gap="small", key=f"actions-{piece.id}"):
            if piece.newer is None:
                _use_again(desk, piece)
                st.button(
                    _("Close") if is_renewed else _("Renew"),
                    key=f"renew.{piece.id}",
                    icon=":material/close:" if is_renewed else ":material/update:",
                    type="tertiary",
                    on_click=_renew,
                    args=(None if is_renewed else piece.id,),
                )
            _out(desk, piece)
        if is_renewed:
            st.caption(_("The newer one takes its place at the items; this one is kept."))
            evidence_form(desk.case, None, piece.evidence)


def _renew(piece: int | None) -> None:
    """Open the form of one piece; there are many, and one is renewed at a time."""
    st.session_state[_RENEWED] = piece


def _age(desk: Desk, piece: Piece) -> str:
    if piece.newer is not None:
        return _("replaced by a newer one")
    last = last_good_day(desk.case.standard, piece)
    items = [item for item in desk.case.standard.items if item.id in piece.items]
    words = [how_long(item, piece.evidence) for item in items]
    return next((one for one in words if one), "") if last is not None else ""


def _used(desk: Desk, piece: Piece) -> str:
    """At which items it is, and was before; who brought it, and when."""
    parts = []
    if piece.items:
        parts.append(_("Used for item {items}", items=_refs(desk, piece.items)))
    elif piece.earlier:
        parts.append(_("Used before for item {items}", items=_refs(desk, piece.earlier)))
    else:
        parts.append(_("At no item"))
    parts.append(
        _(
            "added {time} by {person}",
            time=show.moment(piece.recorded_at),
            person=show.person_name(piece.evidence.person),
        )
    )
    return show.dotted(*parts)


def _refs(desk: Desk, items: tuple[str, ...]) -> str:
    found = [item for item in desk.case.standard.items if item.id in items]
    return ", ".join(item.ref for item in found)


def _use_again(desk: Desk, piece: Piece) -> None:
    others = [
        item
        for item in desk.case.standard.items
        if item.id not in piece.items and desk.is_open(item)
    ]
    if not others:
        return
    key = f"use_for.{piece.id}"
    with st.popover(_("Use again"), icon=":material/add_link:", type="tertiary"):
        st.selectbox(
            _("Item"),
            [item.id for item in others],
            index=None,
            format_func=partial(item_name, desk),
            placeholder=_("Choose an item"),
            key=key,
            on_change=_use,
            args=(desk, piece.id, key),
        )


def _out(desk: Desk, piece: Piece) -> None:
    with st.popover(_("Take out"), icon=":material/delete:", type="tertiary"):
        text = _("It leaves the library and the items that are open.")
        kept = (
            _("What was handed in keeps it.")
            if piece.is_cited
            else _("A file is then removed for good.")
        )
        st.markdown(join(text, kept))
        st.button(
            _("Take it out"),
            key=f"take_out.{piece.id}",
            on_click=_take_out,
            args=(desk, piece.id),
        )


def _use(desk: Desk, piece: int, key: str) -> None:
    item = st.session_state.get(key)
    if item:
        attempt(desk.case, _PLACE, lambda: use_for(store(), desk.case, piece, item, actor()))
        st.session_state[key] = None


def _take_out(desk: Desk, piece: int) -> None:
    attempt(desk.case, _PLACE, lambda: take_out(store(), storage(), desk.case, piece, actor()))
