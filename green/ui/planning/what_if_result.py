"""What the measures would bring: figures before and after, over time and part by part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from green.charts import what_if as chart
from green.planning.lifting import Lifted, lifted
from green.planning.whatif import Measure, Outcome, what_if
from green.progress import figure_words
from green.progress.model import TargetFigure
from green.texts import _
from green.ui import show
from green.ui.bureau import figures, way
from green.ui.bureau.levels import parts
from green.ui.planning.near_misses import NEWLY, link
from green.ui.planning.what_if_reading import Here


def outcome(here: Here, rows: Mapping[int, Measure]) -> Outcome:
    """The measures of the page, applied to what stands."""
    return what_if(here.standings, list(rows.values()))


def section(here: Here, outcome: Outcome) -> None:
    """The place against its targets, now and if so; the chart; the table of all parts."""
    rows, total = lifted(here.found, outcome.newly)
    st.subheader(_("What it would bring"), anchor=False)
    _headline(total)
    if here.is_divided:
        highlight = figures.highlight(here.found, parts(here.level))
        st.plotly_chart(
            chart.over_time_and_then(
                here.found,
                rows,
                total,
                here.programme.targets,
                highlight=highlight,
                dark=show.is_dark(),
            ),
            config={"displayModeBar": False},
            key="what_if_chart",
            alt=chart.alt(here.found, total),
        )
        st.caption(_("Dotted lines to hollow squares: the rate with the measures; it has no date."))
    _table(here, rows, total)


def _headline(total: Lifted) -> None:
    before, after = total.before.standing, total.after.standing
    with st.grid(3, min_column_width=200):
        st.metric(
            _("{name}: attained, if so", name=total.before.name),
            show.percent(after.rate("attained")),
            show.dotted(
                f"{show.number(after.counts.attained)}/{show.number(after.denominator.count)}",
                _("now {share}", share=show.percent(before.rate("attained"))),
            ),
            delta_color="off",
            delta_arrow="off",
            border=True,
        )
        for now, then in zip(total.before.targets, total.after.targets, strict=True):
            if now.target.metric == "attained":
                _target(now, then)


def _target(now: TargetFigure, then: TargetFigure) -> None:
    st.metric(
        _(
            "{target} by {day}",
            target=figure_words.target_name(now),
            day=show.day(now.target.deadline),
        ),
        figure_words.still_needed(then),
        _("now: {words}", words=figure_words.still_needed(now)),
        delta_color="off",
        delta_arrow="off",
        border=True,
    )


def _table(here: Here, rows: Sequence[Lifted], total: Lifted) -> None:
    words = parts(here.level)
    every = [*rows, total] if here.is_divided else [total]
    table: dict[str, list[str]] = {
        words.one: [
            *(way.link(one.before.name, one.before.code) for one in every[:-1]),
            show.plain(total.before.name),
        ],
        _("Att."): [show.number(one.before.standing.counts.attained) for one in every],
        _("Newly"): [link(here, one.newly, NEWLY, one.before.code) for one in every],
        _("If so"): [show.number(one.after.standing.counts.attained) for one in every],
        _("All"): [show.number(one.before.standing.denominator.count) for one in every],
        _("Rate"): [show.percent(one.before.standing.rate("attained")) for one in every],
        _("Rate, if so"): [show.percent(one.after.standing.rate("attained")) for one in every],
    }
    for place, figure in enumerate(total.before.targets):
        if figure.target.metric == "attained" and figure.target.share_percent is not None:
            name = _("To {target}", target=figure_words.target_name(figure))
            while name in table:
                name += "\u200b"  # two targets of one share: columns of one name would be one
            table[name] = [_still(one, place, total) for one in every]
    with st.container(key="what_if_figures"):
        st.table(
            pd.DataFrame(table),
            hide_index=True,
            border="horizontal",
            alt=_("Figures of every part and of the whole, now and with the measures"),
        )
    if any(figure.target.metric == "attained" for figure in total.before.targets):
        st.caption(_("To a target: communities still needed, now → with the measures."))


def _still(one: Lifted, place: int, total: Lifted) -> str:
    """What is missing to a target of the whole in one row, before and after."""
    target = total.before.targets[place].target
    for now, then in zip(one.before.targets, one.after.targets, strict=True):
        if now.target is target and now.missing is not None and then.missing is not None:
            if now.missing == then.missing:
                return show.number(now.missing)
            return f"{show.number(now.missing)} → {show.number(then.missing)}"
    return "–"
