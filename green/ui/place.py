"""Which community a page is about: found by search, kept in the address and over pages."""

from __future__ import annotations

import streamlit as st

from green import clock
from green.assessment.model import Case, open_case
from green.assessment.records import recent
from green.errors import NotFound
from green.people.guard import NotAllowed
from green.people.model import Action
from green.registry.model import Community
from green.registry.records import communities_by_id, community_by_code
from green.registry.search import find
from green.texts import _, n_
from green.ui import scope, show, welcome
from green.ui.community import todo
from green.ui.session import programme, store

_PARAMETER = "community"
_MOST_FOUND = 12
_RECENT = 5


def remember() -> None:
    """Keep the community chosen in this session when the page changes, and the other way round."""
    asked = st.query_params.get(_PARAMETER)
    if asked:
        st.session_state[_PARAMETER] = asked
    elif _PARAMETER in st.session_state:
        st.query_params[_PARAMETER] = st.session_state[_PARAMETER]


def case_or_search() -> Case:
    """The case of the chosen community; without one the search is shown and the page ends."""
    own = scope.where(Action.SEE_COMMUNITY)
    code = st.session_state.get(_PARAMETER) or _only_one(own)
    if code:
        try:
            with scope.looking(Action.SEE_COMMUNITY, str(code)) as query:
                community = community_by_code(query, str(code), clock.today())
            return open_case(programme(), community, clock.today())
        except (NotFound, NotAllowed) as error:
            show.error(error)
    _search()
    st.stop()


def _only_one(scopes: list[str]) -> str | None:
    """The community of who has no other."""
    return scopes[0] if len(scopes) == 1 and len(scopes[0]) == 12 else None


def choose(code: str) -> None:
    """Make this the community of the session (for callbacks)."""
    st.session_state[_PARAMETER] = code
    st.query_params[_PARAMETER] = code


def leave() -> None:
    """Choose another community (for callbacks)."""
    st.session_state.pop(_PARAMETER, None)
    st.query_params.pop(_PARAMETER, None)


def _search() -> None:
    is_first, waits = welcome.is_first_start(), False
    if is_first and scope.may(Action.MANAGE_DATA, programme().region):
        welcome.two_ways()
        st.subheader(_("Find your community"), anchor=False)
    else:
        welcome.watch_set_up()
        waits = todo.todo_list(choose)
        st.title(_("Find your community"))
    text = st.text_input(
        _("Name, place or code"),
        placeholder=_("for example jfq, 解放桥, 历下区 or 370102001002"),
        key="find_community",
        type="search",
        live=True,
        persist_state="session",
    )
    own = scope.where(Action.SEE_COMMUNITY)
    with store().read() as query:
        if text and text.strip():
            found = find(query, text, own, clock.today(), _MOST_FOUND + 1)
            title = _heading(len(found))
        else:
            ids = recent(query, programme().id, own, _RECENT)
            found = communities_by_id(query, ids)
            title = _("Last worked on") if found else ""
    if title:
        st.caption(title)
    with st.container(gap="xsmall", key="found"):
        for community in found[:_MOST_FOUND]:
            _choice(community)
    if not is_first and not waits:
        todo.nothing()


def _heading(found: int) -> str:
    if not found:
        return _("Nothing found. Try fewer letters, the street, or the first digits of the code.")
    if found > _MOST_FOUND:
        return _("The first {n}; add letters to narrow it down.", n=_MOST_FOUND)
    return n_("{n} community found", "{n} communities found", found)


def _choice(community: Community) -> None:
    name, where = show.plain(community.short_name), show.plain(community.where)
    st.button(
        show.dotted(f"**{name}**", where, community.code),
        key=f"choose_{community.code}",
        on_click=choose,
        args=(community.code,),
        width="stretch",
        wrap=True,
    )
