"""The parts of the page Forms: choosing, one list at once, thousands of forms as a job."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from green import texts
from green.errors import GreenError
from green.paper.delivery import file_name
from green.paper.export import save, usable
from green.paper.model import FileKind, Form
from green.people.model import Action
from green.registry.records import simulation_ends
from green.review import notice_records
from green.texts import Text, _, language, lazy
from green.ui import jobs, scope, show
from green.ui.community.print_card import KINDS, maker
from green.ui.place_field import Place, place_field
from green.ui.session import actor, programme, store

_NAMES: dict[Form, Text] = {
    "summary": lazy("Summary of the place"),
    "public-notice": lazy("List for public notice"),
    "self-assessment": lazy("Self-assessment form of every community"),
}
_BEGUN = "forms.begun"


def place(start: str) -> Place | None:
    """Which place it is about: from the beginning the person's own, then what they choose."""
    # Once: “Another place” empties the field, and it has to stay empty.
    is_first = not st.session_state.get(_BEGUN)
    st.session_state[_BEGUN] = True
    return place_field(
        "forms.place",
        _("Place"),
        scope.where(Action.SEE_FIGURES),
        communities=False,
        start=start if is_first else None,
    )


def choice() -> tuple[Form, FileKind]:
    """Which form, as which file."""
    form = st.radio(
        _("Form"), list(_NAMES), format_func=lambda one: str(_NAMES[one]), key="forms.form"
    )
    kind = st.radio(
        _("File"),
        list(KINDS),
        format_func=lambda one: KINDS[one],
        key="forms.kind",
        horizontal=True,
    )
    return form, kind


def one(place: str, form: Form, kind: FileKind) -> None:
    """A list as a file, made when it is pressed."""
    if not _can_be_made(form, kind):
        return
    notice = None
    if form == "public-notice" and programme().chain:
        notice = _notice(place)
        if notice is None:
            st.info(_("No list of this place has been on public notice."))
            return
    st.download_button(
        _("Download"),
        maker(programme().id, form, place, kind, notice),
        file_name=file_name(form, kind, place, simulated=_is_simulated()),
        key="forms.download",
        type="primary",
        icon=":material/download:",
        on_click="ignore",
    )


def _notice(place: str) -> int | None:
    """Which of the lists that were on notice, the newest at first."""
    with store().read() as query:
        found = {one.id: one for one in notice_records.notices_about(query, programme().id, place)}
    return (
        st.selectbox(
            _("Which list"),
            found,
            format_func=lambda one: show.dotted(
                found[one].title,
                _("{first} to {last}", first=found[one].starts_on, last=found[one].ends_on),
            ),
            key=f"forms.notice.{place}",
        )
        if found
        else None
    )


def many(place: str, kind: FileKind) -> None:
    """The forms of all communities of a place: made in the server, then fetched."""
    if not _can_be_made("self-assessment", kind):
        return
    st.caption(_("One file each for the communities that take part, in one .zip."))
    name = _job(place, kind)
    job = jobs.current(name)
    if job is None:
        st.button(
            _("Make the files"),
            key="forms.make",
            type="primary",
            icon=":material/folder_zip:",
            on_click=_start,
            args=(place, kind),
        )
    elif not job.done:
        _watch(name)
    elif job.error is not None:
        show.error(job.error)
        st.button(_("Close"), key="forms.close", on_click=jobs.forget, args=(name,))
    else:
        _fetch(name, place, kind)


@st.fragment(run_every=1)
def _watch(name: str) -> None:
    job = jobs.current(name)
    if job is None or job.done:
        st.rerun()
    else:
        st.progress(job.share, _("Making the files; this page may be left meanwhile."))


def _fetch(name: str, place: str, kind: FileKind) -> None:
    path = _path(name)
    if not path.is_file():
        jobs.forget(name)
        st.rerun()
    stem = file_name("self-assessment", kind, place, simulated=_is_simulated())
    with st.container(horizontal=True):
        st.download_button(
            _("Download"),
            path.read_bytes,
            file_name=str(Path(stem).with_suffix(".zip")),
            key="forms.fetch",
            type="primary",
            icon=":material/download:",
            on_click="ignore",
        )
        st.button(_("Make them again"), key="forms.again", on_click=_start, args=(place, kind))


def _start(place: str, kind: FileKind) -> None:
    """Begin the work (for callbacks); it goes on when the page is left."""
    name = _job(place, kind)
    here, who, spoken, about = store(), actor(), language(), programme().id
    path = _path(name)

    def work(tell: Callable[[float], None]) -> None:
        texts.use(spoken)
        path.unlink(missing_ok=True)
        save(here, who, about, "self-assessment", place, kind, path, tell)

    jobs.start(name, work)


def _job(place: str, kind: FileKind) -> str:
    """One a person, database, place, kind and language: nobody fetches another's files."""
    data = "simulated" if _is_simulated() else "real"
    return f"forms-{actor().person}-{data}-{place}-{kind}-{language()}"


def _path(name: str) -> Path:
    """Beside nothing of ours: in a folder that goes with the server."""
    return Path(_folder().name) / f"{abs(hash(name))}.zip"


@st.cache_resource
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="green-forms-")


def _can_be_made(form: Form, kind: FileKind) -> bool:
    try:
        usable(form, kind)
    except GreenError as error:
        show.error(error)
        return False
    return True


def _is_simulated() -> bool:
    with store().read() as query:
        return simulation_ends(query) is not None
