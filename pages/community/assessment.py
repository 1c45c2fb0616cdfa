"""Self-assessment: five areas as steps, items as cards, saved as one goes."""

import streamlit as st

from green.texts import _
from green.ui import place
from green.ui.community import community, last_time, walk
from green.ui.community.behalf import on_behalf_field
from green.ui.community.desk import open_desk
from green.ui.community.item_card import catch_up_all, item_card
from green.ui.community.print_card import print_card

desk = open_desk(place.case_or_search())
if not desk.state.participating:
    community.header(desk)
    st.stop()

catch_up_all(desk)
walk.header(desk)
if not desk.is_officer:
    st.info(_("You can look at the answers; the officers of the community give them."))
elif desk.is_handed_in:
    st.info(community.closed_sentence(desk))
    st.page_link("community/home.py", label=_("To My community"), icon=":material/home:")

if not desk.is_closed:
    on_behalf_field()
area = walk.area_steps(desk)
st.header(str(area.title), anchor=False)
last_time.of_area(desk, area)
for judged in desk.verdict.items:
    if judged.item in area.items:
        item_card(desk, judged)
walk.onward(desk, area)
print_card(desk)
