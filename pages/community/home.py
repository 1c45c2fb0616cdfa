"""My community: where it stands, what is left, handing in, history."""

import streamlit as st

from green.texts import _
from green.ui import place, show
from green.ui.community import community, todo, walk
from green.ui.community.desk import open_desk
from green.ui.community.history import history
from green.ui.community.item_card import catch_up_all
from green.ui.community.library import renewal
from green.ui.community.outlook import outlook
from green.ui.community.print_card import print_card
from green.ui.community.profile import profile_fields
from green.ui.planning import plan_note

walk.follow()
desk = open_desk(place.case_or_search())

catch_up_all(desk)
community.header(desk)
todo.todo_list(place.choose, desk.case.community.code)
if desk.state.participating:
    left, right = st.columns([3, 2], gap="large")
    with left:
        outlook(desk)
        renewal(desk)
        plan_note.at_home(desk)
        community.what_is_left(desk)
        plan_note.to_plan(desk)
    with right:
        profile_fields(desk.case, desk.profile, closed=not desk.is_officer)
    print_card(desk)

st.subheader(_("History"))
history(desk)
community.leaving(desk)
st.button(_("Another community"), on_click=place.leave, type="tertiary", key="another")
show.source(desk.case)
