"""The composition root: settings, database, the app with its routes."""

import streamlit as st
from starlette.responses import JSONResponse
from starlette.routing import Route

from green.ui.start import ready

ready()


async def health(_request: object) -> JSONResponse:
    """The process is up and its database open."""
    return JSONResponse({"status": "ok"})


app = st.App("pages/main.py", routes=[Route("/health", health)])
