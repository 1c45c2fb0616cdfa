"""Rectification plan: what is lacking here, who does what about it by when, and what it costs."""

import streamlit as st

from green.texts import _
from green.ui import place
from green.ui.community import community, walk
from green.ui.community.desk import open_desk
from green.ui.planning import own_plan
from green.ui.planning.path_card import path_card
from green.ui.planning.plan_card import plan_card
from green.ui.planning.plan_fields import catch_up
from green.ui.planning.plan_print import plan_print
from green.ui.planning.point_form import point_form

walk.follow()
desk = open_desk(place.case_or_search())
if not desk.state.participating:
    community.header(desk)
    st.stop()

plan = own_plan.read_plan(desk)
catch_up(desk, plan)
own_plan.header(desk, plan)
if plan.is_all_met:
    st.success(_("Nothing is lacking: every applicable item is met."))
for line in plan.lines:
    plan_card(desk, line)
own_plan.without_work(desk, plan)
own_plan.answer_first(desk, plan)
own_plan.kept(plan)
path_card(desk)
point_form(desk)
plan_print(desk)
st.button(_("Another community"), on_click=place.leave, type="tertiary", key="another")
