"""Data: the real and the simulated database, going from one to the other, and backups."""

import streamlit as st

from green.people.model import Action
from green.texts import _
from green.ui import scope
from green.ui.admin.backup_card import backup_card
from green.ui.admin.data_cards import data_cards
from green.ui.session import programme

scope.need(Action.MANAGE_DATA, programme().region)
st.title(_("Data"))
data_cards()
backup_card()
