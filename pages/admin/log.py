"""Log: who did what, when and where; nothing in it can be changed unseen."""

import streamlit as st

from green.people.model import Action
from green.texts import _
from green.ui import scope
from green.ui.admin import log_filter, log_list

scopes = scope.somewhere(Action.SEE_LOG)
st.title(_("Log"))
asked = log_filter.asked()
log_list.chain()
log_list.entries(scopes, asked)
log_list.downloads(asked)
