"""The page People: who has or had a role in the administrator's scopes."""

from __future__ import annotations

import streamlit as st

from green.people import directory
from green.people.directory import Listed
from green.people.model import Grant, role_name
from green.texts import _
from green.ui import show
from green.ui.admin import roles
from green.ui.session import store

_PARAMETER = "person"
_MOST = 20


def people(scopes: list[str]) -> None:
    """Search, and everybody found with their roles; a press opens one of them."""
    text = st.text_input(
        _("Name, sign-in name or place"),
        placeholder=_("for example 王芳, wangfang, 历下区 or 370102"),
        key="find_person",
        type="search",
        live=True,
        bind="query-params",
    )
    with store().read() as query:
        found = directory.find(query, scopes, text or "", _MOST + 1)
        names = {
            grant.scope: roles.place(query, grant.scope) for one in found for grant in one.grants
        }
    if not found:
        st.caption(_("Nobody found.") if text else _("Nobody has a role here yet."))
    if len(found) > _MOST:
        st.caption(_("The first {n}; add letters to narrow it down.", n=_MOST))
    for listed in found[:_MOST]:
        _card(listed, names)


def chosen() -> str | None:
    """The sign-in name of the person whose page is open, from the address."""
    return st.query_params.get(_PARAMETER)


def choose(person: str) -> None:
    """Open the page of a person (for callbacks)."""
    st.query_params[_PARAMETER] = person


def leave() -> None:
    """Back to everybody (for callbacks)."""
    st.query_params.pop(_PARAMETER, None)


def _card(listed: Listed, names: dict[str, str]) -> None:
    person = listed.person
    with st.container(border=True, key=f"person-{person.id}", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{show.plain(person.name)}** {show.plain(person.id)}", width="content")
            if person.is_closed:
                st.badge(_("Account closed"), icon=":material/person_off:", color="gray")
            st.space("stretch")
            st.button(
                _("Open"),
                key=f"open.{person.id}",
                on_click=choose,
                args=(person.id,),
                icon=":material/chevron_right:",
                icon_position="right",
                type="tertiary",
            )
        now = [grant for grant in listed.grants if not directory.is_over(grant)]
        for grant in now:
            st.markdown(line(grant, names[grant.scope]))
        for grant in listed.grants:
            if grant not in now:
                st.caption(_("Ended: {role}", role=line(grant, names[grant.scope])))
        if not now and not person.is_closed:
            st.caption(_("No role here at present."))


def line(grant: Grant, place: str) -> str:
    """A role with its place and days, for Markdown."""
    return f"{role_name(grant.role)} · {show.plain(place)} · {roles.days(grant)}"
