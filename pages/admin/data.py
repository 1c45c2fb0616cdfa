"""Data: the real and the simulated database, and going from one to the other."""

import streamlit as st

from green.texts import _
from green.ui.data_cards import data_cards

st.title(_("Data"))
data_cards()
