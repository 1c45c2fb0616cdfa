"""Evidence: what a community keeps, once, for all items and years."""

import streamlit as st

from green.texts import _
from green.ui import place, show
from green.ui.community import community, library, library_search
from green.ui.community.desk import open_desk

desk = open_desk(place.case_or_search())
if not desk.state.participating:
    community.header(desk)
    st.stop()

st.title(_("Evidence"), anchor=False)
st.caption(show.plain(desk.case.community.short_name))
if not desk.is_officer:
    st.info(_("You can look at the evidence; the officers of the community bring it."))
if desk.library:
    library_search.search(desk)
library.library(desk)
