"""Recording a list of decisions: its head, the list itself, and then the check before it."""

from __future__ import annotations

from datetime import date

import streamlit as st

from green import clock
from green.assessment.recognition_records import RecognitionKind
from green.errors import GreenError, Problem, Refused
from green.exchange.cells import MOST_BYTES
from green.exchange.decision_list import read_file, read_text
from green.exchange.decision_sheet import template
from green.people.guard import logging_refusals
from green.review.paper import Paper, need_deciding, need_level
from green.review.recording import apply, check
from green.standard.validator import LONGEST_NOTE
from green.texts import _, lazy, n_
from green.ui import show
from green.ui.review import decision_preview
from green.ui.review.decision_preview import CHOICES, Given
from green.ui.session import actor, programme, store

KINDS: tuple[RecognitionKind, ...] = ("attain", "name", "revoke")
_DOCUMENT, _DAY, _KIND = "decisions.document", "decisions.day", "decisions.kind"
_BATCH, _REASON, _TEXT = "decisions.batch", "decisions.reason", "decisions.text"
_GIVEN, _TURN = "decisions.given", "decisions.turn"
_TROUBLE, _DONE = "decisions.trouble", "decisions.done"


def is_decided() -> bool:
    """Whether decisions are recorded in this programme; if not, the page says why."""
    try:
        need_deciding(programme())
    except GreenError as error:
        show.error(error)
        return False
    return True


def kind_name(kind: RecognitionKind) -> str:
    """A recognition in one word."""
    names = {"attain": _("attained"), "name": _("named"), "revoke": _("revoked")}
    return names[kind]


def record(scope: str) -> None:
    """The form, and below it what would become of each line."""
    with store().read() as query:
        # Whoever may record nothing here does not fill in a form for nothing.
        need_level(query, actor(), programme(), scope, "attain")
    trouble = st.session_state.pop(_TROUBLE, None)
    if isinstance(trouble, GreenError):
        show.error(trouble, _("Not recorded"))
    done = st.session_state.pop(_DONE, None)
    if done:
        st.success(done, icon=":material/check:")
    _head()
    _list()
    given = st.session_state.get(_GIVEN)
    if not isinstance(given, Given):
        return
    try:
        with logging_refusals(store()), store().read() as query:
            found = check(query, actor(), programme(), scope, _paper(), given.read.rows, _choices())
    except GreenError as error:
        show.error(error)
        return
    if decision_preview.preview(given, found):
        st.button(
            n_("Record {n} decision", "Record {n} decisions", len(found.new)),
            key="decisions.record",
            type="primary",
            icon=":material/task_alt:",
            on_click=_record,
            args=(scope,),
        )


def _head() -> None:
    with st.container(border=True):
        st.text_input(
            _("Document"),
            max_chars=LONGEST_NOTE,
            key=_DOCUMENT,
            placeholder=_("number of the document that announced it"),
        )
        with st.grid(2, min_column_width=160):
            effective_date(_DAY)
            st.text_input(_("Batch (optional)"), max_chars=LONGEST_NOTE, key=_BATCH)
        st.segmented_control(
            _("State"), KINDS, format_func=kind_name, default="attain", required=True, key=_KIND
        )
        if st.session_state.get(_KIND) == "revoke":
            st.text_input(_("Reason"), max_chars=LONGEST_NOTE, key=_REASON)


def _list() -> None:
    turn = st.session_state.get(_TURN, 0)
    st.text_area(
        _("Paste the list"),
        key=f"{_TEXT}.{turn}",
        height=160,
        placeholder=_("codes, or streets with the names of their communities below"),
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            _("Check the list"),
            key="decisions.check",
            icon=":material/rule:",
            on_click=_check_text,
        )
        st.download_button(
            _("Template"),
            show.in_this_language(template),
            file_name=_("decisions.xlsx"),
            key="decisions.template",
            icon=":material/download:",
        )
    st.file_uploader(
        _("Or a spreadsheet (.xlsx, .csv)"),
        type=["xlsx", "csv"],
        key=f"decisions.file.{turn}",
        max_upload_size=MOST_BYTES // 1_000_000,
        on_change=_check_file,
    )


def _check_text() -> None:
    text = str(st.session_state.get(f"{_TEXT}.{st.session_state.get(_TURN, 0)}") or "")
    try:
        if not text.strip():
            raise Refused(
                Problem(
                    lazy("The list is empty."), mend=lazy("Paste it, or hand in a spreadsheet.")
                )
            )
        _take(Given(read_text(text)))
    except GreenError as error:
        _drop(error)


def _check_file() -> None:
    file = st.session_state.get(f"decisions.file.{st.session_state.get(_TURN, 0)}")
    if file is None:
        st.session_state.pop(_GIVEN, None)
        return
    data = file.getvalue()
    try:
        _take(Given(read_file(data, file.name), data, file.name))
    except GreenError as error:
        _drop(error)


def _take(given: Given) -> None:
    st.session_state[_GIVEN] = given
    st.session_state[CHOICES] = {}
    st.session_state[decision_preview.TURN] = st.session_state.get(decision_preview.TURN, 0) + 1


def _drop(error: GreenError) -> None:
    st.session_state.pop(_GIVEN, None)
    st.session_state[_TROUBLE] = error


def _choices() -> dict[int, int | None]:
    return dict(st.session_state.get(CHOICES) or {})


def _paper() -> Paper:
    state = st.session_state
    day = state.get(_DAY)
    if not isinstance(day, date):
        raise Refused(
            Problem(
                lazy("The effective date is missing."),
                mend=lazy("Write document and date of the list above."),
            )
        )
    kind = state.get(_KIND)
    return Paper(
        str(state.get(_DOCUMENT) or ""),
        day,
        kind if kind in KINDS else "attain",
        str(state.get(_BATCH) or ""),
        str(state.get(_REASON) or ""),
    )


def _record(scope: str) -> None:
    state = st.session_state
    given = state.get(_GIVEN)
    if not isinstance(given, Given) or given.read.problems:
        return
    try:
        done = apply(store(), actor(), programme(), scope, _paper(), given.read.rows, _choices())
    except GreenError as error:
        state[_TROUBLE] = error
        return
    for key in (_GIVEN, _DOCUMENT, _DAY, _BATCH, _REASON, CHOICES):
        state.pop(key, None)
    # Another key empties the fields of the list.
    state[_TURN] = state.get(_TURN, 0) + 1
    state[_DONE] = n_(
        "{n} decision is recorded and counts from its day on.",
        "{n} decisions are recorded and count from their day on.",
        len(done.new),
    )


def effective_date(key: str) -> None:
    """The day from which a decision counts: never before the programme, never to come."""
    st.date_input(
        _("Effective date"),
        value=None,
        min_value=programme().opens,
        max_value=clock.today(),
        format="YYYY-MM-DD",
        key=key,
    )
