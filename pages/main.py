"""The shell: who is here and what they may see, then the page asked for."""

import streamlit as st

from green.errors import GreenError
from green.ui import menu, session, shell, show

with session.one_run():
    shell.begin()
    page = shell.navigation(menu.entries())
    shell.foot()
    with st.container(key="page"):
        shell.banner()
        try:
            page.run()
        except GreenError as error:
            show.error(error)
