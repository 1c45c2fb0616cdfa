"""The shell: language and place, the pages there are, then the page asked for."""

import streamlit as st

from green.errors import GreenError
from green.texts import _
from green.ui import shell, show

shell.begin()
page = st.navigation(
    {
        _("Community"): [
            st.Page(
                "community/home.py",
                title=_("My community"),
                icon=":material/home:",
                url_path="my-community",
                default=True,
            ),
            st.Page(
                "community/assessment.py",
                title=_("Self-assessment"),
                icon=":material/checklist:",
                url_path="self-assessment",
            ),
        ],
        _("Progress"): [
            st.Page(
                "bureau/progress.py",
                title=_("Progress of the cities"),
                icon=":material/monitoring:",
                url_path="progress",
            ),
        ],
        _("Administration"): [
            st.Page(
                "admin/data.py",
                title=_("Data"),
                icon=":material/database:",
                url_path="data",
            ),
            st.Page(
                "admin/people.py",
                title=_("People"),
                icon=":material/group:",
                url_path="people",
            ),
            st.Page(
                "admin/log.py",
                title=_("Log"),
                icon=":material/history:",
                url_path="log",
            ),
            st.Page(
                "admin/denominators.py",
                title=_("Official figures"),
                icon=":material/calculate:",
                url_path="denominators",
            ),
        ],
    }
)
shell.foot()
with st.container(key="page"):
    shell.banner()
    try:
        page.run()
    except GreenError as error:
        show.error(error)
