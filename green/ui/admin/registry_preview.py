"""What a change of the list of communities would do: to the list, and to the figures of today."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from green.progress.changing import Effect
from green.registry.changes import Wanted, kind_name
from green.texts import _
from green.ui import show


def preview(wanted: Wanted, effects: Sequence[Effect]) -> None:
    """The change in words, and every place concerned before and after."""
    st.subheader(_("This would be recorded"), anchor=False)
    st.markdown(
        show.dotted(
            f"**{kind_name(wanted.kind)}**",
            _("from {day}", day=show.day(wanted.effective_on)),
            show.plain(wanted.document),
            *(show.plain(f"{part.code} {part.name}") for part in wanted.parts),
            *([show.plain(wanted.name)] if wanted.name else []),
        )
    )
    if not effects:
        return
    # The whole stands last, as in every table of figures.
    effects = effects[::-1]
    with st.container(key="figures"):
        st.table(
            pd.DataFrame(
                {
                    _("Place"): [show.plain(one.place.name) for one in effects],
                    _("List"): [_turn(one.listed_before, one.listed_after) for one in effects],
                    _("Denominator"): [
                        _turn(one.before.denominator.count, one.after.denominator.count)
                        for one in effects
                    ],
                    _("Participating"): [
                        _turn(one.before.counts.participating, one.after.counts.participating)
                        for one in effects
                    ],
                    _("Attained"): [
                        _turn(one.before.counts.attained, one.after.counts.attained)
                        for one in effects
                    ],
                }
            ),
            hide_index=True,
            border="horizontal",
            alt=_("Places concerned, before and after the change"),
        )
    st.caption(_("As of today. Figures of days before the effective date stay as they are."))
    official = [one.place.name for one in effects if one.is_official]
    if official:
        st.caption(
            _(
                "An official figure is the denominator of {places}: it stays until another is "
                "recorded on the page Official figures.",
                places=show.plain("、".join(official)),
            )
        )
    small = [one.place.name for one in effects if one.is_too_small]
    if small:
        st.warning(
            _(
                "The denominator of {places} would be smaller than the list or than a numerator.",
                places=show.plain("、".join(small)),
            ),
            icon=":material/flag:",
        )


def _turn(before: int, after: int) -> str:
    if before == after:
        return show.number(after)
    return f"{show.number(before)} → {show.number(after)}"
