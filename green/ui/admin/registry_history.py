"""Changes of the list of communities so far, each with its document, and what they leave open."""

from __future__ import annotations

import streamlit as st

from green.people import records as people
from green.people.log_sentences import named
from green.progress import changing
from green.registry.changes import Change, kind_name
from green.registry.model import short_name
from green.review.succession import pending
from green.texts import _, n_
from green.ui import show
from green.ui.admin import roles
from green.ui.session import programme, store


def history(scopes: list[str]) -> None:
    """The latest day first; what was renamed says both names."""
    with store().read() as query:
        found = changing.history(query, scopes)
        names = people.names(query, sorted({one.person for one in found}))
        places = {one.community.code: roles.place(query, one.community.code[:9]) for one in found}
    if not found:
        st.caption(_("No change is recorded yet."))
    for one in found:
        with st.container(border=True, gap="xsmall"):
            st.markdown(f"**{kind_name(one.kind)}** {show.plain(in_words(one))}")
            st.markdown(
                show.dotted(
                    _("from {day}", day=show.day(one.effective_on)),
                    show.plain(one.document),
                    show.plain(places[one.community.code]),
                    one.community.code,
                )
            )
            st.caption(
                _(
                    "Recorded by {person}, {time}",
                    person=show.plain(named(one.person, names)),
                    time=roles.until(one.recorded_at),
                )
            )


def in_words(one: Change) -> str:
    """Whom a change is about, and what they became."""
    name = short_name(one.community.name)
    if one.kind == "rename":
        return f"{short_name(one.old_name or '')} → {short_name(one.new_name or '')}"
    if one.successor is not None:
        return f"{name} → {short_name(one.successor.name)}"
    return name


def waiting(scopes: list[str]) -> None:
    """Recognitions that may pass on to a successor; the level that recognises decides."""
    with store().read() as query:
        found = pending(query, programme(), scopes)
    if not found:
        st.caption(_("Nothing is to be confirmed."))
        return
    st.markdown(
        n_(
            "{n} recognition waits for a decision whether it passes on to the successor. The "
            "office that recognises records it on the page Decisions taken outside.",
            "{n} recognitions wait for a decision whether they pass on to the successors. The "
            "office that recognises records it on the page Decisions taken outside.",
            len(found),
        )
    )
    for one in found:
        st.markdown(
            show.dotted(
                show.plain(
                    f"{short_name(one.change.community.name)} → {short_name(one.heir.name)}"
                ),
                one.heir.code,
                _("from {day}", day=show.day(one.change.effective_on)),
                show.plain(one.change.document),
            )
        )
