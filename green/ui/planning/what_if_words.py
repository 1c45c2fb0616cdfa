"""What the page What if counts and what it leaves out, said before anything is pressed."""

from __future__ import annotations

import streamlit as st

from green.texts import _, join, n_
from green.ui.planning.what_if_reading import Here


def introduction(here: Here) -> None:
    """Whose answers count, and that nothing of this is stored."""
    rows = here.standings
    sentences = [
        _("Try what it would bring if items were fixed. It costs nothing and stores nothing."),
        _("Only what stands handed in counts, of communities that have not attained."),
    ]
    if here.programme.rule == "decided":
        sentences.append(
            _("Who would meet the standard here still has to be recognised before it counts.")
        )
    waiting, incomplete = int(rows.waiting.sum()), int((rows.unanswered > 0).sum())
    if waiting:
        sentences.append(
            n_(
                "{n} community already lacks nothing and waits to be recognised; it is not "
                "counted as newly meeting.",
                "{n} communities already lack nothing and wait to be recognised; they are not "
                "counted as newly meeting.",
                waiting,
            )
        )
    if incomplete:
        sentences.append(
            n_(
                "{n} community has an item without an answer, which no measure fixes.",
                "{n} communities have items without an answer, which no measure fixes.",
                incomplete,
            )
        )
    st.caption(join(*sentences))


def is_empty(here: Here) -> bool:
    """Whether there is nothing to fix; the page says so."""
    if here.standings.gaps.any():
        return False
    st.info(
        _(
            "On this day nobody here has handed in something that lacks an item: there is "
            "nothing to try."
        )
    )
    return True
