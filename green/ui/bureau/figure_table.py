"""The table of all parts with its footnotes: every figure and what stands behind it."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from green.progress import figure_words
from green.progress.model import Progress, Row
from green.standard.programme import Metric, Programme
from green.texts import _
from green.ui import show
from green.ui.bureau import way
from green.ui.bureau.levels import Parts


def table(found: Progress, metric: Metric, words: Parts) -> None:
    """All parts with numerators, denominator, rate and what is missing, the whole last."""
    rows = [*found.rows, found.total]
    last = max(
        (f.target.deadline for f in found.total.targets if f.target.metric == metric), default=None
    )
    columns: dict[str, list[str]] = {
        words.one: [
            *(way.link(row.name, row.code) for row in found.rows),
            show.plain(found.total.name),
        ],
        _("Part."): [_opens_list(row, "participating") for row in rows],
        _("Subm."): [_opens_list(row, "submitted") for row in rows],
        _marked(_("Att."), _RULE): [_opens_list(row, "attained") for row in rows],
    }
    if found.rule == "decided":
        columns[_("Named")] = [_opens_list(row, "named") for row in rows]
    columns[_("All")] = [show.number(row.standing.denominator.count) for row in rows]
    columns[_marked(_("Rate"), _BASE)] = [_rate(row, metric) for row in rows]
    if last is not None:
        whole = any(figure.target.scope == "whole" for figure in found.total.targets)
        title = _("Still needed")
        columns[_marked(title, _SHARE) if whole else title] = [
            _to_go(row, metric, last) for row in rows
        ]
    with st.container(key="figures"):
        st.table(
            pd.DataFrame(columns),
            hide_index=True,
            border="horizontal",
            alt=words.table,
        )


# The notes below the table, by the sign that stands beside what they explain.
_RULE, _BASE, _SHARE = "¹", "²", "³"


def _marked(name: str, sign: str) -> str:
    return f"{name}{sign}"


def _opens_list(row: Row, metric: Metric) -> str:
    """A number that leads to the communities behind it."""
    number = row.standing.counts.of(metric) or 0
    return way.link(show.number(number), row.code, metric) if number else show.number(0)


def _rate(row: Row, metric: Metric) -> str:
    if row.standing.flag:
        return _("above its base")
    return show.percent(row.standing.rate(metric))


def _to_go(row: Row, metric: Metric, deadline: date) -> str:
    for figure in row.targets:
        if figure.target.metric == metric and figure.target.deadline == deadline:
            return "–" if figure.missing is None else show.number(figure.missing)
    return "–"


def notes(found: Progress, programme: Programme) -> None:
    """What stands behind every figure on the page, as footnotes of the table."""
    denominator = found.total.standing.denominator
    base = _(
        "Rate = numerator ÷ all urban communities; base: {source}, {basis}, {day}.",
        source=show.plain(denominator.source),
        basis=figure_words.basis_name(denominator.basis),
        day=show.day(denominator.counted_on),
    )
    lines = [
        _(
            "As of {day}, by what was recorded until {time}.",
            day=show.day(found.as_of),
            time=show.moment(found.known_at),
        ),
        f"{_RULE} {show.plain(figure_words.rule(programme))}",
        f"{_BASE} {base}",
    ]
    if any(target.scope == "whole" for target in programme.targets):
        share = _(
            "The targets are for the whole ({document}); for a part of it, “still needed” shows "
            "the same share for orientation.",
            document=programme.source.document,
        )
        lines.append(f"{_SHARE} {share}")
    st.caption("  \n".join(lines))
