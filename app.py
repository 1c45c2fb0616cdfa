"""The composition root: settings, database, the app with its routes and guards."""

import streamlit as st
from starlette.middleware import Middleware

from green.api.routes import guards, routes
from green.ui import show
from green.ui.messages import Messages
from green.ui.start import hosts, ready

ready()
app = st.App(
    "pages/main.py",
    routes=routes(),
    middleware=[*guards(hosts()), Middleware(Messages)],
    on_script_error=show.unforeseen,
)
