"""Spot checks: draw recognised communities, score them blind, see how far it agrees."""

import streamlit as st

from green.people.model import Action
from green.texts import _
from green.ui import scope
from green.ui.review import spot_check_draw, spot_check_result, spot_check_score

scopes = scope.somewhere(Action.REVIEW)
st.title(_("Spot checks"))
st.markdown(
    _(
        "Recognised communities are drawn by chance and by risk, and an inspector scores them "
        "without having seen what they stated."
    )
)
office = spot_check_draw.office(scopes)
chosen = spot_check_draw.choose(scopes)
if chosen is not None:
    match spot_check_draw.part():
        case "score":
            spot_check_score.communities(chosen)
        case "result":
            spot_check_result.agreement(chosen)
        case _draw:
            spot_check_result.how(chosen)
if office is not None:
    spot_check_draw.form(office)
