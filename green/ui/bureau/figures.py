"""The parts of the page Progress: what is asked, the figures, and what explains them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pandas as pd
import streamlit as st

from green.assessment.programmes import programme_named
from green.charts import panel
from green.people.model import Action
from green.progress.figures import progress
from green.progress.model import Progress, TargetFigure
from green.progress.records import listed
from green.registry.model import Level
from green.registry.records import division
from green.standard.programme import Metric, Programme
from green.texts import _, n_
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


def metric_name(metric: str | None) -> str:
    match metric:
        case "participating":
            return _("Participating")
        case "submitted":
            return _("Submitted")
        case "attained":
            return _("Attained")
        case _other:
            return _("Named")


def read(programme: Programme, scope: str, by: Level, as_of: date) -> Progress:
    """The figures of a place by the divisions of a level in it, with every month's end."""
    with looking(Action.SEE_FIGURES, scope) as query:
        return progress(query, programme, scope=scope, by=by, as_of=as_of, monthly=True)


def basis_name(basis: str) -> str:
    """Whose count a denominator is, in words."""
    match basis.split("-"):
        case ["official"]:
            return _("official figure")
        case ["nbs", year]:
            return _("statistical codes of {year}", year=year)
        case _other:
            return _("mixed")


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
    if not standing.counts.participating:
        st.info(_("No community takes part yet on this day. It is done on the page My community."))


def _target(figure: TargetFigure, as_of: date) -> None:
    share = figure.target.share_percent
    name = f"{share.normalize():f}%" if share is not None else show.number(figure.needed)
    st.metric(
        _("{target} by {day}", target=name, day=show.day(figure.target.deadline)),
        _still_needed(figure),
        show.dotted(*_needed(figure, as_of)),
        delta_color="off",
        delta_arrow="off",
        border=True,
    )


def _still_needed(figure: TargetFigure) -> str:
    if figure.missing is None:
        return "–"
    if not figure.missing:
        return _("Reached")
    return _("{n} still needed", n=show.number(figure.missing))


def _needed(figure: TargetFigure, as_of: date) -> Iterator[str]:
    """What the target asks for, and how it stood at the deadline where that is another thing."""
    count = show.number(figure.needed)
    yield n_("{count} community needed", "{count} communities needed", figure.needed, count=count)
    if figure.missing is None or figure.target.deadline >= as_of:
        return
    if figure.met and figure.missing:
        yield _("reached at the deadline")
    elif not figure.met:
        yield _("not by the deadline") if figure.missing else _("only after the deadline")


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


def names(found: Progress, code: str | None) -> None:
    """The communities behind the figures of the chosen city."""
    row = next((row for row in found.rows if row.code == code), None)
    if row is None:
        return
    with looking(Action.SEE_FIGURES, row.code) as query:
        programme = programme_named(query, found.programme)
        communities = listed(query, programme, row.code, found.as_of, found.known_at)
    st.subheader(_("{city}: communities taking part", city=row.name))
    if not communities:
        st.caption(_("None on this day."))
        return
    st.dataframe(
        pd.DataFrame(
            {
                _("Code"): [one.code for one in communities],
                _("Community"): [one.name for one in communities],
                _("Street"): [one.street for one in communities],
                _("State"): [metric_name(one.state.highest) for one in communities],
                _("Since"): [one.since for one in communities],
            }
        ),
        hide_index=True,
        alt=_("Communities taking part, in code order"),
    )
