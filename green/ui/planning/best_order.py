"""The best order on the screen: which item first, what each step gains, and how far it leads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from green.planning.measures import MOST, written
from green.planning.ordering import Step, best_order
from green.planning.whatif import Measure
from green.progress.figure_words import target_name
from green.registry.model import CODE_LENGTH
from green.texts import _, join
from green.ui import address, show
from green.ui.bureau import way
from green.ui.planning import measure_rows
from green.ui.planning.what_if_reading import Here

_MOST_STEPS = 20


def section(here: Here) -> None:
    """The order, of items everywhere in the place or of items in one division each."""
    st.subheader(_("The best order"), anchor=False)
    one = _("Item by item, in one street each") if here.finer == "street" else ""
    choices = {
        "items": _("Item by item, wherever it is lacking"),
        "places": one or _("Item by item, in one district each"),
    }
    chosen = address.part(_("Steps of the order"), choices, key="order")
    if chosen == "places":
        steps = best_order(here.standings, CODE_LENGTH[here.finer], _MOST_STEPS)
    else:
        steps = best_order(here.standings)
    if not steps:
        st.caption(_("No fix brings anybody to meeting the standard."))
        return
    _table(here, steps, by_place=chosen == "places")
    st.caption(
        join(
            _(
                "Each step takes what brings most communities to meeting the standard, given the "
                "steps before it; equal ones stand in the order of the standard."
            ),
            _("Where no single item brings anybody there, those that do together are one step."),
        )
    )


def _table(here: Here, steps: Sequence[Step], *, by_place: bool) -> None:
    columns: dict[str, list[str]] = {
        _("No."): [str(number) for number in range(1, len(steps) + 1)],
        _("Item"): [_items(here, step) for step in steps],
    }
    if by_place:
        columns[_("Where")] = [show.plain(here.name(step.place)) for step in steps]
    columns |= {
        _("Fixes"): [show.number(step.fixes) for step in steps],
        _("Newly meeting"): [f"+{show.number(step.gain)}" for step in steps],
        _("If so"): [show.number(_attained(here, step)) for step in steps],
        _("Rate"): [_rate(here, steps, place) for place in range(len(steps))],
        _("Up to here"): [_as_measures(here, steps[: place + 1]) for place in range(len(steps))],
    }
    with st.container(key="order_places" if by_place else "order_items"):
        st.table(
            pd.DataFrame(columns),
            hide_index=True,
            border="horizontal",
            alt=_("The best order, step by step"),
        )


def _items(here: Here, step: Step) -> str:
    found = [item for item in here.standard.items if item.id in step.items]
    return " + ".join(f"{item.ref} {show.plain(item.title)}" for item in found)


def _attained(here: Here, step: Step) -> int:
    gained = step.attained - int(here.standings.attained.sum())
    return here.found.total.standing.counts.attained + gained


def _rate(here: Here, steps: Sequence[Step], place: int) -> str:
    """The rate after a step, and the targets that it is the first to reach."""
    standing = here.found.total.standing
    attained = _attained(here, steps[place])
    before = attained - steps[place].gain
    after = replace(standing, counts=replace(standing.counts, attained=attained))
    reached = [
        _("{target} reached", target=target_name(figure))
        for figure in here.found.total.targets
        if figure.target.metric == "attained"
        and figure.standing is None
        and figure.listed is None
        and before < figure.needed <= attained
    ]
    return show.dotted(show.percent(after.rate("attained")), *reached)


def _as_measures(here: Here, steps: Sequence[Step]) -> str:
    """A link that sets all steps up to one as the measures of the page."""
    places = here.place.code
    asked = [
        Measure(item, None, (step.place,) if step.place not in ("", places) else ())
        for step in steps
        for item in step.items
    ]
    if len(asked) > MOST:
        return "–"
    line = written(here.standard, asked)
    return way.link(_("try it"), places, stays=True, **{measure_rows.FIX: line})
