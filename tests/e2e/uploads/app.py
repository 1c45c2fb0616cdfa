"""A server with one page, on which files are handed in, and with routes that only remember them.

The guards are the application's own: its Content-Security-Policy and its form token.
"""

import streamlit as st
from starlette.middleware import Middleware

from green.api.headers import Headers
from green.api.posts import Posts
from green.ui import session
from tests.e2e.uploads.routes import routes
from tests.e2e.uploads.somebody import Somebody

session.identify_by(Somebody())
app = st.App(
    "page.py",
    routes=routes(),
    middleware=[Middleware(Headers), Middleware(Posts)],
)
