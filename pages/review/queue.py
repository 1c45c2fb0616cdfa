"""What waits for review, the longest waiting first."""

import streamlit as st

from green.people.model import Action
from green.texts import _
from green.ui import review_queue, scope

scopes = scope.somewhere(Action.REVIEW)
st.title(_("To review"))
review_queue.queue(scopes)
