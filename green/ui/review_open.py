"""Which submission a page of review is about, and whether the person may see it."""

from __future__ import annotations

import streamlit as st

from green.assessment.submission_records import community_of, submission_by_id
from green.errors import GreenError, NotFound, Problem
from green.people.model import Action
from green.registry.records import community_by_id
from green.review.opening import Opened, open_submission
from green.texts import _, lazy
from green.ui import scope, show
from green.ui.session import actor, store

_PARAMETER = "submission"


def opened() -> Opened:
    """The submission of the address; the page ends with a sentence if there is none."""
    asked = st.query_params.get(_PARAMETER) or st.session_state.get(_PARAMETER)
    try:
        if not str(asked or "").isdecimal():
            raise NotFound(
                Problem(lazy("No submission is chosen."), mend=lazy("Choose one from the queue."))
            )
        with store().read() as query:
            submission_by_id(query, int(str(asked)))
            place = community_by_id(query, community_of(query, int(str(asked)))).code
        with scope.looking(Action.SEE_COMMUNITY, place) as query:
            found = open_submission(query, int(str(asked)), actor())
    except GreenError as error:
        show.error(error)
        st.page_link("review/queue.py", label=_("To the queue"), icon=":material/arrow_back:")
        st.stop()
    st.session_state[_PARAMETER] = str(asked)
    st.query_params[_PARAMETER] = str(asked)
    return found
