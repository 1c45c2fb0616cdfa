"""Self-assessment: five areas as steps, items as cards, saved as one goes."""

import streamlit as st

from green import clock
from green.assessment import records
from green.assessment.states import state_of
from green.registry.records import profile
from green.standard.verdict import judge
from green.texts import _
from green.ui import community, place, walk
from green.ui.item_card import item_card
from green.ui.session import store

case = place.case_or_search()
with store().read() as query:
    state = state_of(query, case.programme.id, case.community.id, clock.today(), clock.now())
    draft = records.draft(query, case)
    evidence = records.evidence(query, case)
    known = profile(query, case.community.id)
verdict = judge(case.standard, draft.answers(case))

if not state.participating:
    community.header(case, verdict, state)
    community.enrol_first(case)
    st.stop()

walk.header(case, verdict, draft)
if state.submitted:
    st.info(_("Handed in: the answers are closed. Recall the self-assessment to change them."))
    st.page_link("community/home.py", label=_("To My community"), icon=":material/home:")

area = walk.area_steps(case, verdict)
st.header(str(area.title), anchor=False)
for judged in verdict.items:
    if judged.item in area.items:
        item_card(case, draft, judged, evidence, known, closed=state.submitted)
walk.onward(case, verdict, area)
