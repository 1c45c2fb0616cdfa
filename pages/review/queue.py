"""Queue: what waits to be reviewed, and where."""

import streamlit as st

from green.people.model import Action
from green.texts import _
from green.ui import scope
from green.ui.review import review_queue

scopes = scope.somewhere(Action.SEE_FIGURES)
st.title(_("Queue"))
if review_queue.has_chain():
    review_queue.queue(scopes)
