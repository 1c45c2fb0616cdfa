"""Backing up from the page: a job in the server, which alone can read the database meanwhile."""

from __future__ import annotations

from functools import partial

import streamlit as st

from green.backup.making import back_up
from green.backup.model import latest, warnings
from green.people.model import Action
from green.settings import Settings
from green.texts import _
from green.ui import jobs, scope, show
from green.ui.session import actor, data, storage, store

JOB = "back_up"


def backup_card() -> None:
    """The last backup and the next one, for who may manage all real data."""
    if data() != "real" or not scope.may(Action.MANAGE_DATA, ""):
        return
    with st.container(border=True):
        with st.container(horizontal=True):
            st.subheader(_("Backup"), anchor=False, width="content")
        st.markdown(
            _(
                "All real data and the files of evidence as they are at this moment, proved as it "
                "is made. It holds everybody's accounts: keep it as safe as the original, and keep "
                "one on another machine."
            )
        )
        _last()
        if jobs.current(JOB):
            _watch()
        else:
            st.button(
                _("Make a backup"), key="back_up", icon=":material/backup:", on_click=_back_up
            )


def _last() -> None:
    """Where backups lie, and how the last one of this database is."""
    settings = Settings.from_environment()
    found = latest(settings.backups, settings.database)
    if found is None:
        st.markdown(_("There is no backup here yet."))
        st.caption(show.plain(settings.backups))
        return
    size = f"{found.bytes / 1_000_000:.1f}\u00a0MB"
    when = show.moment(found.record.made_at)
    st.markdown(show.dotted(_("The last one: {moment}", moment=when), size))
    for warning in warnings(found):
        st.warning(warning, icon=":material/warning:")
    st.caption(show.plain(found.folder))


def _back_up() -> None:
    if data() != "real" or not scope.still_may(Action.MANAGE_DATA, ""):
        return
    settings = Settings.from_environment()
    work = partial(back_up, store(), actor(), storage(), settings.backups)
    jobs.start(JOB, work)


@st.fragment(run_every="0.5s")
def _watch() -> None:
    """How far it is; the card goes on by itself when it is done."""
    job = jobs.current(JOB)
    if job is None:
        # Another window has led on already.
        st.rerun()
    if not job.done:
        st.progress(job.share, _("Making the backup"))
        st.caption(_("You may leave this page; the work goes on."))
        return
    if job.error is not None:
        show.error(job.error)
        st.button(_("Close"), key="close_back_up", on_click=partial(jobs.forget, JOB))
        return
    jobs.forget(JOB)
    st.rerun()
