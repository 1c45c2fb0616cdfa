"""The yearly re-check of recognised communities."""

import streamlit as st

from green.people.model import Action
from green.texts import _
from green.ui import scope
from green.ui.review import recheck_form

scopes = scope.somewhere(Action.REVIEW)
st.title(_("Yearly re-check"))
st.markdown(
    _(
        "Recognised communities are looked at once a year: they pass, have to mend something by a "
        "day, or lose the recognition."
    )
)
found = recheck_form.communities(scopes)
if found is not None:
    recheck_form.history(found)
    recheck_form.form(found, scopes)
