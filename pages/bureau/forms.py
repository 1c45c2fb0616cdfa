"""Forms: the lists of a place, and the 自评表 of all its communities, as Word or Excel."""

import streamlit as st

from green.people.model import Action
from green.texts import _
from green.ui import scope
from green.ui.bureau import forms_desk

place = scope.chosen(Action.SEE_FIGURES)
st.title(_("Forms"))
st.caption(_("The official forms, filled in with what stands today."))
where = forms_desk.place(place)
if where is None:
    st.stop()
form, kind = forms_desk.choice()
if form == "self-assessment":
    forms_desk.many(where.code, kind)
else:
    forms_desk.one(where.code, form, kind)
