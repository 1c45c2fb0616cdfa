"""The card Print of the plan: the 整改计划 as Word and Excel, made when it is pressed."""

from __future__ import annotations

import streamlit as st

from green.errors import GreenError
from green.paper.delivery import file_name
from green.paper.export import usable
from green.registry.records import simulation_ends
from green.texts import _
from green.ui import show
from green.ui.community.desk import Desk
from green.ui.community.print_card import KINDS, maker
from green.ui.session import store


def plan_print(desk: Desk) -> None:
    """The plan with what stands here."""
    with store().read() as query:
        simulated = simulation_ends(query) is not None
    code = desk.case.community.code
    with st.container(border=True, key="print"):
        st.subheader(_("Print"), anchor=False)
        st.caption(_("The rectification plan, with what stands here."))
        with st.container(horizontal=True):
            for kind, label in KINDS.items():
                try:
                    usable("rectification-plan", kind)
                except GreenError as error:
                    show.error(error)
                    continue
                st.download_button(
                    label,
                    maker(desk.case.programme.id, "rectification-plan", code, kind),
                    file_name=file_name("rectification-plan", kind, code, simulated=simulated),
                    key=f"print.plan.{kind}",
                    icon=":material/print:",
                    on_click="ignore",
                )
