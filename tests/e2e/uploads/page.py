"""A text that somebody is typing, two items with files, and a way to another page and back."""

from datetime import date

import streamlit as st

from green import texts
from green.ui.upload.component import upload
from tests.e2e.uploads.routes import stored_files

texts.use("en" if st.query_params.get("lang") == "en" else "zh_CN")


def stored() -> None:
    st.session_state["told"] = st.session_state.get("told", 0) + 1


with st.container(key="page"):
    st.text_input("Note", key="note")
    st.button("Run again", key="run")
    away = st.toggle("Another page", key="away")
    closed = st.toggle("Closed", key="closed")
    if not away:
        for item in ("noise", "greening"):
            with st.container(border=True, key=f"card-{item}"):
                st.subheader(item, anchor=False)
                upload(
                    key=f"upload-{item}",
                    community="370102001002",
                    item=item,
                    what="Photo",
                    true_as_of=date(2026, 11, 28),
                    disabled=closed,
                    why_disabled="Handed in already" if closed else "",
                    on_stored=stored,
                )
    st.caption(f"stored {len(stored_files())} in {st.session_state.get('told', 0)} tellings")
