"""Public notice: put a list up, answer what is said against it, publish it."""

import streamlit as st

from green.people.model import Action
from green.texts import _
from green.ui import scope
from green.ui.review import notice_new, notice_office, notices

scopes = scope.somewhere(Action.REVIEW)
st.title(_("Public notice"))
st.markdown(
    _(
        "What your level has agreed to is shown to the public for some days. Anybody may object. "
        "After that the list is published, and counts from that day on."
    )
)
notice_office.tell()
office = notice_office.office(scopes)
if office is not None:
    notice_new.form(office)
notices.every(scopes, office)
