"""Inviting many at once: template, upload, what is wrong, and the links as a file."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from green import clock
from green.errors import GreenError
from green.exchange.cells import MOST_BYTES, CellProblem, marked
from green.exchange.invitation_sheet import check, result
from green.exchange.invitation_template import template
from green.people import invitations
from green.people.invitations import Wanted
from green.texts import _, n_
from green.ui import show
from green.ui.admin import roles
from green.ui.admin.people_invite import address
from green.ui.session import actor, store

_TURN, _MADE, _TROUBLE = "sheet.turn", "sheet.made", "sheet.trouble"
_MOST_SHOWN = 20


@dataclass(frozen=True)
class _Made:
    count: int
    until: str
    file: bytes


def many() -> None:
    """The three steps; the links are there once, in the file."""
    trouble = st.session_state.pop(_TROUBLE, None)
    if isinstance(trouble, GreenError):
        show.error(trouble, _("Nobody was invited"))
    made = st.session_state.get(_MADE)
    if isinstance(made, _Made):
        _show(made)
        return
    st.markdown(_("**1** Download the template and fill it in: one person a line."))
    here, who = store(), actor()
    st.download_button(
        _("Template"),
        show.in_this_language(lambda: template(here, who)),
        file_name=_("invitations.xlsx"),
        key="sheet.template",
        icon=":material/download:",
    )
    st.markdown(_("**2** Hand it in here. All lines are checked; nothing is stored yet."))
    turn = st.session_state.get(_TURN, 0)
    file = st.file_uploader(
        _("Filled-in spreadsheet (.xlsx)"),
        type="xlsx",
        key=f"sheet.file.{turn}",
        max_upload_size=MOST_BYTES // 1_000_000,
    )
    if file is None:
        return
    data = file.getvalue()
    try:
        with store().read() as query:
            checked = check(query, actor(), data)
    except GreenError as error:
        show.error(error, _("Nobody was invited"))
        return
    if checked.problems:
        _problems(data, checked.problems)
    else:
        _ready(checked.wanted)


def _problems(data: bytes, problems: tuple[CellProblem, ...]) -> None:
    lines = [show.plain(one.as_problem()) for one in problems[:_MOST_SHOWN]]
    if len(problems) > _MOST_SHOWN:
        lines.append(_("and {n} more", n=len(problems) - _MOST_SHOWN))
    st.error(
        "  \n".join(lines),
        title=n_(
            "{n} cell is wrong; nobody was invited",
            "{n} cells are wrong; nobody was invited",
            len(problems),
        ),
        icon=":material/error:",
    )
    st.download_button(
        _("The same file with the problems in its cells"),
        show.in_this_language(lambda: marked(data, problems)),
        file_name=_("invitations-to-mend.xlsx"),
        key="sheet.marked",
        icon=":material/download:",
    )


def _ready(wanted: tuple[Wanted, ...]) -> None:
    st.success(
        n_("{n} line, all in order.", "{n} lines, all in order.", len(wanted)),
        icon=":material/check:",
    )
    st.markdown(_("**3** Make the invitations."))
    st.button(
        n_("Make {n} invitation", "Make {n} invitations", len(wanted)),
        key="sheet.invite",
        type="primary",
        icon=":material/group_add:",
        on_click=_invite,
        args=(wanted,),
    )


def _invite(wanted: tuple[Wanted, ...]) -> None:
    try:
        tokens = invitations.invite(store(), actor(), wanted)
    except GreenError as error:
        st.session_state[_TROUBLE] = error
        return
    links = [invitations.link(address(), token) for token in tokens]
    with store().read() as query:
        until = roles.until(invitations.find(query, tokens[-1]).expires_at)
        file = result(query, wanted, links, until)
    st.session_state[_MADE] = _Made(len(wanted), until, file)
    # Another key empties the uploader.
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1


def _show(made: _Made) -> None:
    st.success(
        n_("{n} invitation is made.", "{n} invitations are made.", made.count),
        icon=":material/check:",
    )
    st.markdown(
        _(
            "**Save the file with the links now: it is there this once.** Each link works once, "
            "until {until}.",
            until=made.until,
        )
    )
    st.download_button(
        _("Links"),
        made.file,
        file_name=_("links-{day}.xlsx", day=clock.today()),
        key="sheet.links",
        type="primary",
        icon=":material/download:",
        on_click="ignore",
    )
    st.button(_("Done"), key="sheet.done", on_click=_done)


def _done() -> None:
    st.session_state.pop(_MADE, None)
