"""My community: where it stands, what is left, handing in, history."""

import streamlit as st

from green import clock
from green.assessment import records
from green.assessment.states import state_of
from green.assessment.submission import standing_submission
from green.registry.records import profile
from green.standard.verdict import judge
from green.texts import _
from green.ui import community, place, show
from green.ui.profile import profile_fields
from green.ui.session import store

case = place.case_or_search()
with store().read() as query:
    state = state_of(query, case.programme.id, case.community.id, clock.today(), clock.now())
    draft = records.draft(query, case)
    standing = standing_submission(query, case)
    history = records.history(query, case.programme.id, case.community.id)
    submissions = records.submissions(query, case.programme.id, case.community.id)
    known = profile(query, case.community.id)
verdict = judge(case.standard, draft.answers(case))

community.header(case, verdict, state)
community.steps(case, verdict, state, standing)

if state.participating:
    left, right = st.columns([3, 2], gap="large")
    with left:
        community.what_is_left(case, verdict, closed=state.submitted)
    with right:
        profile_fields(case, known)

st.subheader(_("History"))
community.history(case, history, submissions)
community.leaving(case, state)
st.button(_("Another community"), on_click=place.leave, type="tertiary", key="another")
show.source(case)
