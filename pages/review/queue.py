"""Queue: what waits to be reviewed, and where."""

import streamlit as st

from green.people.model import Action
from green.texts import _
from green.ui import review_queue, scope

scopes = scope.somewhere(Action.SEE_FIGURES)
st.title(_("Queue"))
if review_queue.has_chain():
    review_queue.queue(scopes)
