"""People: who has which role where, and inviting the next."""

import streamlit as st

from green.people.model import Action
from green.texts import _
from green.ui import address, scope
from green.ui.admin import people_invite, people_list, people_one, people_sheet

scopes = scope.somewhere(Action.MANAGE_PEOPLE)
chosen = people_list.chosen()
if chosen:
    people_one.one_person(chosen, scopes)
    st.stop()

st.title(_("People"))
parts = {
    "people": _("All people"),
    "invite": _("Invite"),
    "many": _("Invite many"),
    "waiting": _("Waiting"),
}
part = address.part(_("Part of the page"), parts)
match part:
    case "invite":
        people_invite.invite(scopes)
    case "many":
        people_sheet.many()
    case "waiting":
        people_invite.waiting(scopes)
    case _other:
        people_list.people(scopes)
