"""The list of communities: new, renamed, merged, split and dissolved ones, by their documents."""

import streamlit as st

from green.people.model import Action
from green.texts import _
from green.ui import address, scope
from green.ui.admin import registry_form, registry_history

scopes = scope.somewhere(Action.KEEP_REGISTRY)
st.title(_("List of communities"))
st.markdown(
    _(
        "What a document changes is recorded here with its day. It counts from that day on; "
        "figures of the time before stay as they were."
    )
)
parts = {
    "one": _("Change one"),
    "new": _("New community"),
    "waiting": _("To be confirmed"),
    "history": _("Changes so far"),
}
match address.part(_("Part of the page"), parts):
    case "new":
        registry_form.new(scopes)
    case "waiting":
        registry_history.waiting(scopes)
    case "history":
        registry_history.history(scopes)
    case _other:
        registry_form.change_one(scopes)
