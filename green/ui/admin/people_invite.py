"""Inviting one person, and the invitations that wait for theirs."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

import segno
import streamlit as st

from green.errors import GreenError
from green.people import directory, granting, invitation_records, invitations
from green.people.invitations import Wanted
from green.people.model import ROLES, Role, role_name
from green.settings import Settings
from green.standard.validator import LONGEST_NOTE
from green.texts import _
from green.ui import show
from green.ui.admin import roles
from green.ui.place_field import Place, clear, place_field
from green.ui.session import actor, store

_PLACE, _MADE, _TROUBLE = "invite.place", "invite.made", "invite.trouble"


@dataclass(frozen=True)
class _Made:
    name: str
    role: Role
    place: str
    link: str
    until: datetime


def address() -> str:
    """Where people reach the app: as it is set, else as this browser does."""
    url = Settings.from_environment().url
    if url:
        return url
    here = urlsplit(st.context.url or "")
    return f"http://127.0.0.1:{here.port or st.get_option('server.port')}"


def invite(scopes: list[str]) -> None:
    """The form for one person; afterwards their link, this once."""
    trouble = st.session_state.pop(_TROUBLE, None)
    if isinstance(trouble, GreenError):
        show.error(trouble, _("Not invited"))
    made = st.session_state.get(_MADE)
    if isinstance(made, _Made):
        _show(made)
        return
    st.text_input(_("Name"), max_chars=LONGEST_NOTE, key="invite.name", live=True)
    role = st.segmented_control(
        _("Role"), ROLES, format_func=lambda one: str(role_name(one)), key="invite.role"
    )
    where = place_field(_PLACE, _("Place"), scopes)
    if role is not None and where is not None:
        _predecessor(role, where)
    ready = role is not None and where is not None and bool(st.session_state.get("invite.name"))
    st.button(
        _("Make the invitation"),
        key="invite",
        type="primary",
        icon=":material/person_add:",
        disabled=not ready,
        on_click=_invite,
    )
    if not ready:
        st.caption(_("An invitation needs a name, a role and a place."))


def waiting(scopes: list[str]) -> None:
    """Invitations that nobody has taken up yet; each can be withdrawn."""
    with store().read() as query:
        found = invitation_records.open_within(query, scopes)
        names = {one.scope: roles.place(query, one.scope) for one in found}
    if not found:
        st.caption(_("No invitation is waiting."))
    for one in found:
        with st.container(border=True, key=f"invitation-{one.id}", gap="xsmall"):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(f"**{show.plain(one.name)}**", width="content")
                st.space("stretch")
                st.button(
                    _("Withdraw"),
                    key=f"withdraw.{one.id}",
                    type="tertiary",
                    icon=":material/block:",
                    on_click=_withdraw,
                    args=(one.id,),
                )
            st.markdown(f"{role_name(one.role)} · {show.plain(names[one.scope])}")
            st.caption(
                _(
                    "Sent by {person} on {day}, valid until {until}.",
                    person=show.plain(one.person),
                    day=roles.until(one.recorded_at),
                    until=roles.until(one.expires_at),
                )
            )


def _predecessor(role: Role, where: Place) -> None:
    """Whom the new one follows, if somebody has the office now."""
    with store().read() as query:
        held = directory.holders(query, role, where.code)
    if not held:
        st.session_state.pop("invite.replaces", None)
        return
    names = {grant.id: f"{person.name} ({person.id})" for grant, person in held}
    st.selectbox(
        _("Takes over from"),
        list(names),
        index=None,
        format_func=names.__getitem__,
        placeholder=_("nobody: both work together"),
        key="invite.replaces",
        help=_("With the acceptance the role of the one before ends; what they did stays theirs."),
    )


def _invite() -> None:
    state = st.session_state
    try:
        wanted = Wanted(
            str(state.get("invite.name") or ""),
            granting.read_role(str(state.get("invite.role"))),
            str(state.get(_PLACE) or ""),
            state.get("invite.replaces"),
        )
        (token,) = invitations.invite(store(), actor(), [wanted])
    except GreenError as error:
        state[_TROUBLE] = error
        return
    with store().read() as query:
        found = invitations.find(query, token)
        place = roles.place(query, found.scope)
    link = invitations.link(address(), token)
    state[_MADE] = _Made(found.name, found.role, place, link, found.expires_at)
    clear(_PLACE)
    for name in ("invite.name", "invite.role", "invite.replaces"):
        state.pop(name, None)


def _withdraw(invitation: int) -> None:
    try:
        invitations.withdraw(store(), actor(), invitation)
    except GreenError as error:
        st.session_state[_TROUBLE] = error


def _show(made: _Made) -> None:
    st.success(
        _("The invitation for {name} is made.", name=show.plain(made.name)),
        icon=":material/check:",
    )
    st.markdown(
        _(
            "**Pass it on now: it is shown this once.** It works once, until {until}.",
            until=roles.until(made.until),
        )
    )
    left, right = st.columns([1, 2], gap="medium")
    with left:
        st.image(qr(made.link), width=220, alt=_("QR code of the invitation"))
        st.caption(_("To be scanned with a phone, also in WeChat."))
    with right:
        st.caption(_("Text to send"))
        st.code(_message(made), language=None, wrap_lines=True)
        st.caption(_("The link alone"))
        st.code(made.link, language=None, wrap_lines=True)
    if not Settings.from_environment().url:
        st.caption(
            _(
                "The app answers on this machine only, and so does the link. Whoever runs the "
                "server opens it to others with GREEN_URL."
            )
        )
    st.button(_("Done, invite another"), key="invited", on_click=_done)


def _message(made: _Made) -> str:
    return _(
        "Hello {name}, you are invited to be {role} of {place} in green community creation. "
        "Open the link to choose your sign-in name and password:\n{link}\n"
        "It works once, until {until}. Please do not pass it on.",
        name=made.name,
        role=role_name(made.role),
        place=made.place,
        link=made.link,
        until=roles.until(made.until),
    )


def qr(link: str) -> str:
    """The link as a QR code in SVG, dark on light in every theme so that phones read it."""
    drawn = io.BytesIO()
    segno.make(link, error="m").save(
        drawn, kind="svg", scale=6, border=4, dark="#000", light="#fff", xmldecl=False
    )
    return drawn.getvalue().decode()


def _done() -> None:
    st.session_state.pop(_MADE, None)
