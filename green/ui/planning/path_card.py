"""The card with the path of a community's kind: where it stands, what comes first, what next."""

from __future__ import annotations

import streamlit as st

from green.errors import GreenError
from green.planning.paths import Path, counting, path_of
from green.planning.paths_file import Step, paths
from green.texts import Items, _, n_, numbering
from green.ui import show
from green.ui.community.desk import Desk


def path_card(desk: Desk) -> None:
    """Draw the card; a broken file of paths is said and closes nothing else."""
    try:
        path = path_of(desk.profile, desk.state.attained)
    except GreenError as error:
        show.error(error)
        return
    with st.container(border=True, key="path"):
        st.subheader(_("Kind of community and its path"), anchor=False)
        st.markdown(_("**{title}**: {text}", title=path.title, text=path.advice))
        st.caption(str(path.reason))
        for step in path.steps:
            _step(desk, path, step)
        with st.expander(_("Where this comes from")):
            for source in paths().sources:
                st.markdown(f"**{source.document}**  \n{source.remark or ''}")


def _step(desk: Desk, path: Path, step: Step) -> None:
    place = (
        _("First: {title}", title=step.title)
        if step is path.first
        else _("Next: {title}", title=step.title)
    )
    st.markdown(show.dotted(f"**{place}**", step.standard))
    st.markdown(str(step.what))
    if step.items:
        _counting(desk, step)
    elif step.id == "green":
        st.caption(show.headline(desk.shown))


def _counting(desk: Desk, step: Step) -> None:
    """Which of the items count for this step already."""
    holds, rest = counting(step, {one.item.id: one.status for one in desk.shown.items})
    st.caption(
        n_(
            "{n} of the {all} items that count for it too holds already.",
            "{n} of the {all} items that count for it too hold already.",
            len(holds),
            all=len(holds) + len(rest),
        )
    )
    if rest:
        st.caption(_("Not yet: {items}.", items=_named(desk, rest)))


def _named(desk: Desk, ids: list[str]) -> Items:
    among = [one.item.ref for one in desk.shown.items]
    refs = [one.item.ref for one in desk.shown.items if one.item.id in ids]
    return Items(numbering(refs, among), len(refs))
