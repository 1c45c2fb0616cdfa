"""Spot checks: how far what was found agrees with what was stated, and how the draw was made."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from green.people.records import place_name
from green.registry.model import CODE_LENGTH
from green.review import spot_check, spot_check_records
from green.review.sampling import WEIGHTS
from green.review.spot_check_records import Compared, SpotCheck
from green.standard import loader
from green.texts import Text, _, lazy, listing
from green.ui import show
from green.ui.session import programme, store

_REASONS: dict[str, Text] = {
    "no_proof": lazy("an item met with neither evidence nor a note"),
    "bulk": lazy("items agreed to together, without a look at each"),
    "resubmitted": lazy("returned before"),
    "last_days": lazy("handed in within two weeks of a deadline"),
    "not_applicable": lazy("something said not to apply"),
}


def agreement(chosen: SpotCheck) -> None:
    """Agreement per item and per city, with the numbers it comes from."""
    with store().read() as query:
        found = spot_check_records.compared(query, chosen.id)
        cities = {one.code[: CODE_LENGTH["city"]] for one in found}
        names = {code: place_name(query, code) for code in sorted(cities)}
    if not found:
        st.info(_("Nothing has been scored yet."))
        return
    standard = loader.standard(programme().standard)
    items = {item.id: f"{item.ref} {item.title}" for item in standard.items}
    _table(_("Item"), found, lambda one: one.item, items)
    _table(_("City"), found, lambda one: one.code[: CODE_LENGTH["city"]], names)
    st.caption(
        _(
            "Agreement: items whose status found on site is the one stated, of all items scored. "
            "Small numbers say little."
        )
    )


def _table(
    title: str, found: list[Compared], by: Callable[[Compared], str], names: dict[str, str]
) -> None:
    counted = spot_check.agreement(found, by)
    keys = [key for key in names if key in counted]
    st.table(
        pd.DataFrame(
            {
                title: [show.plain(names[key]) for key in keys],
                _("Scored"): [show.number(counted[key].scored) for key in keys],
                _("As stated"): [show.number(counted[key].same) for key in keys],
            }
        ),
        hide_index=True,
        border="horizontal",
    )


def how(chosen: SpotCheck) -> None:
    """Seed, list and weights, so that anybody can make the draw again."""
    with store().read() as query:
        drawn = spot_check_records.drawn(query, chosen.id)
    st.markdown(
        _(
            "Drawn on {day} from {n} recognised communities. Seed: **{seed}**",
            day=show.day(chosen.effective_on),
            n=show.number(chosen.frame_size),
            seed=show.plain(chosen.seed),
        )
    )
    st.caption(_("SHA-256 of the list with its reasons: {hash}", hash=chosen.frame_sha256))
    kinds = {"random": _("at random"), "weighted": _("by risk")}
    st.table(
        pd.DataFrame(
            {
                _("Community"): [show.plain(one.name) for one in drawn],
                _("Drawn"): [kinds[one.kind] for one in drawn],
                _("Weight"): [show.number(one.weight) for one in drawn],
                _("Why it weighs more"): [
                    str(listing(_REASONS[reason] for reason in one.reasons)) or "–" for one in drawn
                ],
            }
        ),
        hide_index=True,
        border="horizontal",
    )
    st.markdown(
        _(
            "A lot is the SHA-256 of seed, sample and code as a number between 0 and 1. At random: "
            "the lowest lots. By risk: of the others, the least −ln(lot) ÷ weight."
        )
    )
    added = [f"{_REASONS[reason]} +{weight}" for reason, weight in WEIGHTS.items()]
    st.caption(_("Every weight begins with 1: {reasons}.", reasons=str(listing(added))))
