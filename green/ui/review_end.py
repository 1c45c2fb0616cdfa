"""The end of a review: pass it on or return it, and the snapshot to take along."""

from __future__ import annotations

import streamlit as st

from green.errors import GreenError
from green.review import deciding
from green.review.opening import Opened
from green.standard.validator import LONGEST_NOTE
from green.texts import _, n_
from green.ui import show
from green.ui.session import actor, store

_TROUBLE, _DONE = "review.trouble", "review.done"


def decide(opened: Opened) -> None:
    """Agree and pass on, or return to the community, with what is still open said beside it."""
    trouble = st.session_state.pop(_TROUBLE, None)
    if isinstance(trouble, GreenError):
        show.error(trouble, _("Not decided"))
    done = st.session_state.pop(_DONE, None)
    if done:
        st.success(done, icon=":material/check:")
    if opened.problem is not None or opened.position.step is None:
        return
    step = opened.position.step
    items = opened.snapshot.standard.items
    agreed = sum(opened.judgement.outcome(item.id) == "agree" for item in items)
    returned = opened.judgement.returned
    with st.container(border=True, key="decide"):
        st.subheader(str(step.title), anchor=False)
        st.markdown(
            _(
                "{agreed} of {all} items agreed to, {returned} to be returned.",
                agreed=agreed,
                all=len(items),
                returned=len(returned),
            )
        )
        if step.opinions:
            names = "、".join(str(one) for one in step.opinions)
            st.caption(_("Departments to be asked first: {names}", names=names))
        st.text_input(
            _("Opinion of the office (optional)"), key="review.note", max_chars=LONGEST_NOTE
        )
        if step.makes and step.notice is None:
            st.text_input(_("Document (optional)"), key="review.document", max_chars=LONGEST_NOTE)
        with st.container(horizontal=True):
            st.button(
                _("Agree and pass on"),
                key="agree",
                type="secondary" if returned else "primary",
                icon=":material/check:",
                disabled=agreed < len(items),
                on_click=_do,
                args=(opened, True, _("Agreed to and passed on.")),
            )
            st.button(
                n_("Return {n} item", "Return {n} items", len(returned))
                if returned
                else _("Return"),
                key="send_back",
                type="primary" if returned else "secondary",
                icon=":material/undo:",
                disabled=not returned,
                on_click=_do,
                args=(opened, False, _("Returned to the community.")),
            )


def _do(opened: Opened, agreed: bool, done: str) -> None:
    step = opened.position.step
    assert step is not None, "only what stands at a step is decided"
    note = str(st.session_state.get("review.note") or "")
    document = str(st.session_state.get("review.document") or "")
    about = store(), actor(), opened.case, opened.submission.id, step.id
    try:
        if agreed:
            deciding.agree(*about, note, document)
        else:
            deciding.send_back(*about, note)
    except GreenError as error:
        st.session_state[_TROUBLE] = error
        return
    st.session_state[_DONE] = done
    st.session_state.pop("review.note", None)


def snapshot(opened: Opened) -> None:
    """The snapshot that decisions cite, with its hash, to take along."""
    found = opened.submission
    with st.expander(_("The snapshot")):
        words = _("Intact") if opened.snapshot.is_intact else _("Changed since it was handed in!")
        st.markdown(show.dotted(words, f"SHA-256 `{found.sha256}`"))
        standard = opened.snapshot.standard
        st.caption(
            _(
                "Standard {id}, version {version}, SHA-256 {hash}",
                id=standard.id,
                version=standard.version,
                hash=found.standard_sha256,
            )
        )
        st.download_button(
            _("Download as JSON"),
            found.snapshot,
            file_name=f"{opened.case.community.code}-{found.effective_on}.json",
            mime="application/json",
            on_click="ignore",
        )
