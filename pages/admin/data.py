"""Data: the real and the simulated database, and going from one to the other."""

import streamlit as st

from green.texts import _
from green.ui import welcome

st.title(_("Data"))
welcome.data_cards()
