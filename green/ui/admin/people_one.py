"""One person: roles now and before, giving and ending roles, closing the account."""

from __future__ import annotations

import streamlit as st

from green.errors import GreenError
from green.people import directory, granting
from green.people.directory import Listed
from green.people.model import ROLES, Grant, role_name
from green.texts import _, lazy
from green.ui import show
from green.ui.admin import people_list
from green.ui.admin.roles import place
from green.ui.place_field import clear, place_field
from green.ui.session import actor, store

# What waits to be confirmed: the verb with its subject.
_CONFIRM = "people.confirm"
_TROUBLE = "people.trouble"
_DONE = "people.done"
_PLACE = "give.place"


def one_person(person_id: str, scopes: list[str]) -> None:
    """Everything about one person; raises `NotFound` for somebody outside the scopes."""
    st.button(
        _("Back to all people"),
        key="back",
        icon=":material/arrow_back:",
        type="tertiary",
        on_click=people_list.leave,
    )
    with store().read() as query:
        listed = directory.one(query, scopes, person_id)
        names = {grant.scope: place(query, grant.scope) for grant in listed.grants}
    _header(listed)
    tell()
    st.subheader(_("Roles"), anchor=False)
    for grant in listed.grants:
        _role(listed, grant, names[grant.scope])
    if not listed.grants:
        st.caption(_("No role yet."))
    if listed.is_elsewhere:
        st.caption(_("This person also has a role outside your scope."))
    st.page_link(
        "admin/log.py",
        label=_("What {name} did, in the log", name=show.plain(listed.person.name)),
        icon=":material/history:",
        query_params={"who": listed.person.id},
    )
    if listed.person.is_closed:
        return
    st.subheader(_("Give a role"), anchor=False)
    _give(listed, scopes)
    st.subheader(_("Close the account"), anchor=False)
    st.caption(
        _("For somebody who has left for good. What they did keeps their name in the history.")
    )
    st.button(
        _("Close the account…"),
        key="close_account",
        icon=":material/person_off:",
        on_click=_ask,
        args=("close", listed.person.id),
    )
    _confirm(listed, names)


def tell() -> None:
    """What the last press did, or why it did not."""
    trouble = st.session_state.pop(_TROUBLE, None)
    if isinstance(trouble, GreenError):
        show.error(trouble)
    done = st.session_state.pop(_DONE, None)
    if done:
        st.success(str(done), icon=":material/check:")


def _header(listed: Listed) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(show.plain(listed.person.name), anchor=False, width="content")
        if listed.person.is_closed:
            st.badge(_("Account closed"), icon=":material/person_off:", color="gray")
    st.caption(_("Sign-in name: {name}", name=show.plain(listed.person.id)))


def _role(listed: Listed, grant: Grant, name: str) -> None:
    line = people_list.line(grant, name)
    if directory.is_over(grant):
        st.caption(_("Ended: {role}", role=line))
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(line, width="content")
        if grant.until is None and not listed.person.is_closed:
            st.button(
                _("End…"),
                key=f"end.{grant.id}",
                icon=":material/event_busy:",
                type="tertiary",
                on_click=_ask,
                args=("end", grant.id),
            )


def _give(listed: Listed, scopes: list[str]) -> None:
    role = st.segmented_control(
        _("Role"), ROLES, format_func=lambda one: str(role_name(one)), key="give.role"
    )
    where = place_field(_PLACE, _("Place"), scopes)
    st.button(
        _("Give this role"),
        key="give",
        type="primary",
        disabled=role is None or where is None,
        on_click=_given,
        args=(listed.person.id,),
    )


def _given(person_id: str) -> None:
    role, scope = st.session_state.get("give.role"), st.session_state.get(_PLACE)
    if scope is None:
        return
    try:
        granting.give(store(), actor(), person_id, granting.read_role(str(role)), str(scope))
    except GreenError as error:
        st.session_state[_TROUBLE] = error
        return
    clear(_PLACE)
    st.session_state.pop("give.role", None)
    st.session_state[_DONE] = lazy("The role is given, from today on.")


def _ask(verb: str, subject: str | int) -> None:
    st.session_state[_CONFIRM] = (verb, subject)


def _forget() -> None:
    st.session_state.pop(_CONFIRM, None)


def _confirm(listed: Listed, names: dict[str, str]) -> None:
    """The question before a step that takes something away."""
    match st.session_state.get(_CONFIRM):
        case ("close", person_id) if person_id == listed.person.id:
            _dialog(
                _("Close this account?"),
                _(
                    "{name} is signed out everywhere and cannot come in again. Nothing of what "
                    "they did is lost.",
                    name=show.plain(listed.person.name),
                ),
                _("Close the account"),
            )
        case ("end", grant_id):
            grant = next((grant for grant in listed.grants if grant.id == grant_id), None)
            if grant is not None:
                _dialog(
                    _("End this role?"),
                    _(
                        "{name} will no longer be {role} of {place}, from today on.",
                        name=show.plain(listed.person.name),
                        role=role_name(grant.role),
                        place=show.plain(names[grant.scope]),
                    ),
                    _("End the role"),
                )


def _dialog(title: str, text: str, verb: str) -> None:
    @st.dialog(title, on_dismiss=_forget)
    def ask() -> None:
        st.markdown(text)
        with st.container(horizontal=True):
            if st.button(verb, key="confirm", type="primary"):
                _do()
                st.rerun()
            if st.button(_("Cancel"), key="cancel"):
                _forget()
                st.rerun()

    ask()


def _do() -> None:
    verb, subject = st.session_state.pop(_CONFIRM)
    try:
        if verb == "close":
            granting.close_account(store(), actor(), str(subject))
            st.session_state[_DONE] = lazy("The account is closed.")
        else:
            granting.end(store(), actor(), int(subject))
            st.session_state[_DONE] = lazy("The role has ended.")
    except GreenError as error:
        st.session_state[_TROUBLE] = error
