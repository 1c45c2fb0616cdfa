"""The card Print: a community's forms, made when they are pressed."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from green import texts
from green.errors import GreenError
from green.paper.delivery import file_name
from green.paper.export import one_form, usable
from green.paper.model import FileKind, Form
from green.registry.records import simulation_ends
from green.texts import _, language
from green.ui import show
from green.ui.community.desk import Desk
from green.ui.session import actor, store

KINDS: dict[FileKind, str] = {"docx": "Word", "xlsx": "Excel"}


def print_card(desk: Desk) -> None:
    """The 自评表 as Word and Excel, and the empty checklist."""
    offered: tuple[tuple[str, Form, FileKind], ...] = (
        *((label, "self-assessment", kind) for kind, label in KINDS.items()),
        (_("Blank checklist"), "blank", "docx"),
    )
    with store().read() as query:
        simulated = simulation_ends(query) is not None
    code = desk.case.community.code
    with st.container(border=True, key="print"):
        st.subheader(_("Print"), anchor=False)
        st.caption(_("The official self-assessment form, filled in with what stands here."))
        with st.container(horizontal=True):
            for label, form, kind in offered:
                try:
                    usable(form, kind)
                except GreenError as error:
                    show.error(error)
                    continue
                st.download_button(
                    label,
                    maker(desk.case.programme.id, form, code, kind),
                    file_name=file_name(form, kind, code, simulated=simulated),
                    key=f"print.{form}.{kind}",
                    icon=":material/print:",
                    on_click="ignore",
                )


def maker(
    programme: str, form: Form, scope: str, kind: FileKind, notice: int | None = None
) -> Callable[[], bytes]:
    """What makes the file once it is pressed: outside of a page's run, so all is held ready."""
    here, who, spoken = store(), actor(), language()

    def make() -> bytes:
        texts.use(spoken)
        return one_form(here, who, programme, form, scope, kind, notice=notice)

    return make
