"""My community: where it stands, what is left, handing in, history."""

import streamlit as st

from green.texts import _
from green.ui import community, place, show, todo, walk
from green.ui.desk import open_desk
from green.ui.history import history
from green.ui.item_card import catch_up_all
from green.ui.outlook import outlook
from green.ui.print_card import print_card
from green.ui.profile import profile_fields

walk.follow()
desk = open_desk(place.case_or_search())

catch_up_all(desk)
community.header(desk)
todo.todo_list(place.choose, desk.case.community.code)
if desk.state.participating:
    left, right = st.columns([3, 2], gap="large")
    with left:
        outlook(desk)
        community.what_is_left(desk)
    with right:
        profile_fields(desk.case, desk.profile, closed=not desk.is_officer)
    print_card(desk)

st.subheader(_("History"))
history(desk)
community.leaving(desk)
st.button(_("Another community"), on_click=place.leave, type="tertiary", key="another")
show.source(desk.case)
