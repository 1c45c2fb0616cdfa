"""The parts of the page Progress: what is asked, the figures, and what explains them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import streamlit as st

from green.charts import panel
from green.people.model import Action
from green.progress import figure_words, pace_words
from green.progress.figure_words import metric_name
from green.progress.figures import progress
from green.progress.model import Progress, TargetFigure
from green.progress.pace import Outlook
from green.registry.model import Level
from green.registry.records import division
from green.standard.programme import Metric, Programme
from green.texts import _
from green.ui import address, show
from green.ui.bureau.levels import Parts
from green.ui.scope import looking
from green.ui.session import store

_BELOW: dict[Level, Level] = {
    "country": "city",
    "province": "city",
    "city": "district",
    "district": "street",
    "street": "street",
}


def read(programme: Programme, scope: str, by: Level, as_of: date) -> Progress:
    """The figures of a place by the divisions of a level in it, with every month's end."""
    with looking(Action.SEE_FIGURES, scope) as query:
        return progress(query, programme, scope=scope, by=by, as_of=as_of, monthly=True, pace=True)


def headline(found: Progress, metric: Metric) -> None:
    """The whole region: rate, numerator and denominator, and what is missing to each target."""
    standing = found.total.standing
    with st.grid(3, min_column_width=200):
        st.metric(
            f"{found.total.name} · {metric_name(metric)}",
            show.percent(standing.rate(metric)),
            _(
                "{n} of {all}",
                n=show.number(standing.counts.of(metric) or 0),
                all=show.number(standing.denominator.count),
            ),
            delta_color="off",
            delta_arrow="off",
            border=True,
        )
        for figure in found.total.targets:
            if figure.target.metric == metric:
                _target(figure, found.as_of)
    for figure in found.total.targets:
        if figure.target.metric == metric and figure.outlook is not None and figure.missing:
            _pace(figure, figure.outlook)
    if not standing.counts.participating:
        st.info(_("No community takes part yet on this day. It is done on the page My community."))


def _pace(figure: TargetFigure, outlook: Outlook) -> None:
    """The pace beside the one needed, and where it would lead."""
    said = list(pace_words.sentences(outlook, figure.target.deadline))
    if outlook.why == "deadline_reached":
        # The figure above says how it stood then.
        said.pop()
    name = figure_words.target_name(figure)
    st.caption(show.dotted(f"**{name}**", *(show.plain(one) for one in said)))


def _target(figure: TargetFigure, as_of: date) -> None:
    st.metric(
        _(
            "{target} by {day}",
            target=figure_words.target_name(figure),
            day=show.day(figure.target.deadline),
        ),
        figure_words.still_needed(figure),
        show.dotted(*_needed(figure, as_of)),
        delta_color="off",
        delta_arrow="off",
        border=True,
    )


def _needed(figure: TargetFigure, as_of: date) -> Iterator[str]:
    """What the target asks for, and how it stood at the deadline where that is another thing."""
    yield figure_words.needed(figure)
    if figure.target.deadline < as_of and (words := figure_words.at_deadline(figure)):
        yield words


def below(scope: str) -> Level:
    """The level that a place is shown by: the one next below it."""
    with store().read() as query:
        return _BELOW[division(query, scope).level]


def highlight(found: Progress, words: Parts) -> str | None:
    """The city whose line stands out and whose communities are listed."""
    names = {row.code: row.name for row in found.rows}
    address.bring("city", names, None)
    chosen: str | None = st.selectbox(
        words.show_one,
        list(names),
        index=None,
        format_func=names.__getitem__,
        placeholder=words.all_of_them,
        key="city",
    )
    address.keep("city", None)
    return chosen


def panels(found: Progress, programme: Programme) -> None:
    """One small picture per part, all to the same scale."""
    assert found.series is not None, "read with every month's end"
    dark = show.is_dark()
    decided = found.rule == "decided"
    st.image(
        panel.key(decided=decided, dark=dark), width=panel.KEY_WIDTH, alt=_("Key to the lines")
    )
    days = [month.day for month in found.series]
    with st.grid("auto", min_column_width=165, gap="small"):
        for place, row in enumerate(found.rows):
            rows = [month.rows[place] for month in found.series]
            picture = panel.panel(days, rows, programme.targets, dark=dark)
            st.image(picture, width="stretch", alt=panel.alt(row))
