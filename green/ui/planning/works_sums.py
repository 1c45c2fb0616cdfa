"""What a renovation list adds up to: in all, by parts of the place, by work, by payer."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from green.planning.renovation import Renovation, Total
from green.planning.works_words import estimate, items, left_out, short_cost
from green.registry.model import CODE_LENGTH, Level
from green.registry.records import divisions_within
from green.standard.model import Standard
from green.texts import _
from green.ui import show
from green.ui.bureau import way
from green.ui.bureau.levels import Parts
from green.ui.session import store


def headline(found: Renovation) -> None:
    """Communities, works and the range of costs, and what is not in it."""
    summed = found.total
    with st.grid(3, min_column_width=200):
        near = sum(site.is_near for site in found.sites)
        safety = sum(entry.work.safety for site in found.sites for entry in site.entries)
        _metric(
            _("Communities"),
            show.number(summed.communities),
            _("{n} of them near misses", n=show.number(near)),
        )
        _metric(
            _("Works"),
            show.number(summed.lines),
            _("{n} of them for safety", n=show.number(safety)),
        )
        low, high = show.number(summed.cost.low), show.number(summed.cost.high)
        _metric(_("Cost (yuan)"), short_cost(summed.cost), f"{low} – {high}")
    st.caption(show.dotted(*left_out(summed), estimate()))


def _metric(label: str, value: str, beside: str) -> None:
    st.metric(label, value, beside, delta_color="off", delta_arrow="off", border=True)


def sums(
    found: Renovation, standard: Standard, level: Level, words: Parts, *, is_divided: bool
) -> None:
    """Three tables; the parts lead down to their own lists."""
    if is_divided:
        _by_part(found, level, words)
    st.subheader(_("By work"), anchor=False)
    _table(
        "works_sums_work",
        {
            _("Work"): [show.plain(work.name) for work, _one in found.by_work()],
            _("Item"): [items(work.items, standard) for work, _one in found.by_work()],
            _("Quantity"): [
                _("{n} × {unit}", n=show.number(found.quantity(work.id)), unit=work.unit)
                for work, _one in found.by_work()
            ],
        },
        [one for _work, one in found.by_work()],
        _("Sums of the renovation list by work"),
    )
    st.subheader(_("By payer"), anchor=False)
    _table(
        "works_sums_payer",
        {_("Usual payer"): [show.plain(name) for name, _one in found.by_payer()]},
        [one for _name, one in found.by_payer()],
        _("Sums of the renovation list by payer"),
    )
    st.caption(_("Who pay together stand in one line, so that nothing is counted twice."))


def _by_part(found: Renovation, level: Level, words: Parts) -> None:
    with store().read() as query:
        names = {one.code: one.name for one in divisions_within(query, found.scope, level)}
    parts = found.by_division(CODE_LENGTH[level])
    st.subheader(
        _("By street") if level == "street" else _("By {part}", part=words.one), anchor=False
    )
    _table(
        "works_sums_part",
        {words.one: [way.link(names.get(code, code), code) for code in parts]},
        list(parts.values()),
        _("Sums of the renovation list part by part"),
    )


def _table(key: str, columns: dict[str, list[str]], values: list[Total], alt: str) -> None:
    columns = columns | {
        _("Communities"): [show.number(one.communities) for one in values],
        _("Works"): [show.number(one.lines) for one in values],
        _("Open quantity"): [show.number(one.open) for one in values],
        _("Done"): [show.number(one.done) for one in values],
        _("Cost (yuan)"): [
            f"{show.number(one.cost.low)} – {show.number(one.cost.high)}" for one in values
        ],
    }
    with st.container(key=key):
        st.table(pd.DataFrame(columns), hide_index=True, border="horizontal", alt=alt)
