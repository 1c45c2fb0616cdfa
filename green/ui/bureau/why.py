"""Why a place stands where it stands: where communities wait, and which items are missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd
import streamlit as st

from green.people.model import Action
from green.progress import figure_words, holding_records
from green.progress.funnel import Funnels, funnels
from green.progress.holding import Held, Lacking, by_item, most_missing
from green.progress.model import Progress
from green.progress.stages import Funnel, Stage
from green.registry.model import Level
from green.standard.model import Standard
from green.standard.programme import Programme
from green.texts import _, n_, written
from green.ui import show
from green.ui.bureau import lists, way
from green.ui.bureau.levels import Parts
from green.ui.scope import looking

_MOST_ITEMS = 3


@dataclass(frozen=True)
class Reasons:
    """Why a place and its parts stand where they stand."""

    funnel: Funnels
    held: list[Held]
    near: list[Lacking]


def read(found: Progress, programme: Programme, level: Level) -> Reasons:
    """The reasons behind these figures, of the same day and as known at the same moment."""
    place, day, known_at = found.total.code, found.as_of, found.known_at
    with looking(Action.SEE_FIGURES, place) as query:
        return Reasons(
            funnels(query, programme, scope=place, by=level, as_of=day, known_at=known_at),
            holding_records.held(query, programme, place, level, day, known_at),
            holding_records.near_misses(query, programme, place, day, known_at),
        )


def parts(
    found: Progress, reasons: Reasons, programme: Programme, standard: Standard, words: Parts
) -> None:
    """Part by part: how many wait at an office, the longest, and what most of them lack."""
    offices = {step.id for step in programme.chain}
    rows = []
    for row, funnel in zip(found.rows, reasons.funnel.rows, strict=True):
        waits = [stage for stage in funnel.stages if stage.step in offices and stage.number]
        items = most_missing(standard, reasons.held, row.code, _MOST_ITEMS)
        near = sum(one.code.startswith(row.code) for one in reasons.near)
        rows.append(
            {
                words.one: way.link(row.name, row.code),
                _("With offices"): show.number(sum(stage.number for stage in waits)),
                _("Longest"): _days(max((stage.oldest_days or 0 for stage in waits), default=None)),
                _("Lack one or two"): way.link(show.number(near), row.code, lists.NEAR)
                if near
                else show.number(0),
                _("Most missing items"): " · ".join(
                    way.link(item.ref, row.code, lists.ITEM + item.id) for item in items
                )
                or "–",
            }
        )
    with st.container(key="reasons"):
        st.table(pd.DataFrame(rows), hide_index=True, border="horizontal", alt=words.reasons)


def waiting(reasons: Reasons, programme: Programme) -> None:
    """Where communities wait, and for how long."""
    funnel = reasons.funnel
    stages = [stage for stage in funnel.total.stages if stage.number]
    st.subheader(_("Where it waits"), anchor=False)
    if not stages:
        st.caption(_("Nobody waits on this day."))
        return
    longest = [_longest(funnel.rows, stage) for stage in stages]
    with st.container(key="waits"):
        st.table(
            pd.DataFrame(
                {
                    _("Where"): [
                        show.plain(figure_words.stage(programme, stage)) for stage in stages
                    ],
                    _("Communities"): [show.number(stage.number) for stage in stages],
                    _("Half of them over"): [_days(stage.median_days) for stage in stages],
                    _("Longest"): [_days(stage.oldest_days) for stage in stages],
                    _("Longest in"): longest,
                }
            ),
            hide_index=True,
            border="horizontal",
            alt=_("Where communities wait, and for how long"),
        )


def missing(place: str, reasons: Reasons, standard: Standard) -> None:
    """The items that hold the place back, and the communities that are nearly there."""
    near = reasons.near
    st.subheader(_("What is missing"), anchor=False)
    items = by_item(standard, reasons.held)
    if not items:
        st.caption(_("Nothing of what was handed in and has not attained lacks an item."))
        return
    number = n_(
        "{n} community lacks only one or two items",
        "{n} communities lack only one or two items",
        len(near),
    )
    st.markdown(way.link(number, place, lists.NEAR) if near else number)
    with st.container(key="missing"):
        st.table(
            pd.DataFrame(
                {
                    _("Item"): [f"{item.ref} {show.plain(item.title)}" for item, _held in items],
                    _("Missing"): [
                        way.link(show.number(one.number), place, lists.ITEM + item.id)
                        for item, one in items
                    ],
                    _("of these partly"): [show.number(one.partly) for _item, one in items],
                    _("lacks only this"): [show.number(one.alone) for _item, one in items],
                }
            ),
            hide_index=True,
            border="horizontal",
            alt=_("Items that communities lack in what they handed in"),
        )
    st.caption(
        _("Counted in what stands handed in by communities that have not attained; drafts are not.")
    )


def _days(value: Fraction | int | None) -> str:
    return "–" if value is None else figure_words.days(written.halves(value))


def _longest(rows: Sequence[Funnel], stage: Stage) -> str:
    """The place in which somebody has waited longest at a stage."""
    waits = [
        (other.oldest_days, row.name)
        for row in rows
        for other in row.stages
        if (other.step, other.phase) == (stage.step, stage.phase) and other.oldest_days is not None
    ]
    return max(waits, default=(0, "–"), key=lambda one: one[0])[1]
