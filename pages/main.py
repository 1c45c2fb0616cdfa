"""The shell: who is here and what they may see, then the page asked for."""

import streamlit as st

from green.errors import GreenError
from green.people.model import Action
from green.texts import _
from green.ui import session, shell, show
from green.ui.shell import Entry

with session.one_run():
    shell.begin()
    page = shell.navigation(
        {
            _("Community"): [
                Entry(
                    "community/home.py",
                    _("My community"),
                    "home",
                    "my-community",
                    Action.SEE_COMMUNITY,
                ),
                Entry(
                    "community/assessment.py",
                    _("Self-assessment"),
                    "checklist",
                    "self-assessment",
                    Action.ANSWER,
                ),
            ],
            _("Progress"): [
                Entry(
                    "bureau/progress.py",
                    _("Progress of the cities"),
                    "monitoring",
                    "progress",
                    Action.SEE_FIGURES,
                ),
            ],
            _("Administration"): [
                Entry("admin/people.py", _("People"), "group", "people", Action.MANAGE_PEOPLE),
                Entry(
                    "admin/denominators.py",
                    _("Official figures"),
                    "calculate",
                    "denominators",
                    Action.RECORD_DENOMINATOR,
                ),
                Entry("admin/log.py", _("Log"), "history", "log", Action.SEE_LOG),
                Entry("admin/data.py", _("Data"), "database", "data", Action.MANAGE_DATA),
            ],
            _("Help"): [
                Entry("help/guide.py", _("How it is done"), "help", "help", Action.SEE_COMMUNITY),
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
