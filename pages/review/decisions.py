"""Decisions taken outside: lists of earlier years are recorded, and recognitions revoked."""

import streamlit as st

from green.people.model import Action
from green.texts import _
from green.ui import address, scope
from green.ui.review import decision_form, decision_lists, successions

scopes = scope.somewhere(Action.RECORD_DECISIONS)
st.title(_("Decisions taken outside"))
where = scope.chosen(Action.RECORD_DECISIONS)
st.markdown(
    _(
        "Lists that an office has on paper are recorded here with their document. They count from "
        "their effective date on, not from today."
    )
)
if not decision_form.is_decided():
    st.stop()
parts = {
    "record": _("Record a list"),
    "recorded": _("Recorded so far"),
    "one": _("One community"),
    "confirm": _("To be confirmed"),
}
part = address.part(_("Part of the page"), parts)
match part:
    case "recorded":
        decision_lists.recorded(scopes)
    case "one":
        decision_lists.one_community(where)
    case "confirm":
        successions.to_confirm(scopes)
    case _other:
        decision_form.record(where)
