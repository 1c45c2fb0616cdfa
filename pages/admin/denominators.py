"""Official figures: how many communities a place has by its documents, beside the list."""

import streamlit as st

from green.people.model import Action
from green.texts import _
from green.ui import scope
from green.ui.admin import official

scopes = scope.somewhere(Action.RECORD_DENOMINATOR)
st.title(_("Official figures"))
st.markdown(
    _(
        "Every rate divides by the number of communities. Where a document gives another number "
        "than the list of codes, record it here with the document."
    )
)
where = official.place(scopes)
if where is None:
    st.stop()
official.side_by_side(where)
official.form(where)
official.history(where)
