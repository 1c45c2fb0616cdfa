"""What happened in a community, and every snapshot to take along."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from green.assessment.model import Case, Submission
from green.log import records as log
from green.review.history import told
from green.texts import _
from green.ui import show
from green.ui.community.desk import Desk
from green.ui.session import actor, store


def history(desk: Desk) -> None:
    """What happened when and by whom, and every snapshot to take along."""
    events, submissions = told(desk.history, desk.course), desk.submissions
    if not events:
        st.caption(_("Nothing has happened yet."))
        return
    hashes = {one.id: one.sha256[:12] for one in submissions}
    columns = {
        _("Date"): [show.day(event.day) for event in events],
        _("Step"): [show.plain(event.text) for event in events],
        _("By"): [show.person_name(event.person) for event in events],
    }
    if submissions:
        columns[_("Snapshot")] = [hashes.get(event.submission or 0, "") for event in events]
    st.table(
        pd.DataFrame(columns),
        hide_index=True,
        border="horizontal",
        alt=_("History of the community in the programme"),
    )
    with st.container(horizontal=True):
        for one in submissions:
            st.download_button(
                _("Snapshot {hash} (JSON)", hash=one.sha256[:12]),
                one.snapshot.encode(),
                file_name=f"{desk.case.community.code}-{one.effective_on}-{one.sha256[:12]}.json",
                mime="application/json",
                key=f"snapshot_{one.id}",
                type="tertiary",
                on_click=_exported,
                args=(desk.case, one),
            )


def _exported(case: Case, taken: Submission) -> None:
    """What leaves the house is in the log (for callbacks)."""
    with store().write() as query:
        log.add(query, actor().person, "export", case.community.code, snapshot=taken.sha256)
