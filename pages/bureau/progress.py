"""Progress: a place's parts against the target lines, as of any day, and what is behind them."""

import streamlit as st

from green.charts import progress as chart
from green.texts import _
from green.ui import show
from green.ui.bureau import (
    atlas_map,
    bulletin_desk,
    figure_table,
    figures,
    lists,
    questions,
    way,
    why,
)
from green.ui.bureau.as_of import as_of_controls
from green.ui.bureau.levels import parts
from green.ui.session import programme, standard

place = way.place_here()
programme_here, standard_here = programme(), standard()
level = figures.below(place)
is_divided = way.here(place).level != level
words = parts(level)
st.title(words.title if is_divided else show.plain(way.here(place).name))
way.steps(place)
as_of, metric = as_of_controls(programme_here)
found = figures.read(programme_here, place, level, as_of)
figures.headline(found, metric)
lists.open_list(found, programme_here, standard_here)

if is_divided:
    st.subheader(_("Over time"), anchor=False)
    highlight = figures.highlight(found, words)
    over_time = st.container()
figure_table.table(found, metric, words)
figure_table.notes(found, programme_here)
on_the_map = st.container()

reasons = why.read(found, programme_here, level)
why.waiting(reasons, programme_here)
why.missing(place, reasons, standard_here)
questions.section(found, programme_here)
if is_divided:
    why.parts(found, reasons, programme_here, standard_here, words)
    st.subheader(words.one_by_one, anchor=False)
    figures.panels(found, programme_here)
bulletin_desk.bulletin(found, programme_here)

# The two pictures come last, though they stand above: the figures are there to be read while the
# browser still loads what it draws with.
if is_divided:
    with over_time:
        st.plotly_chart(
            chart.over_time(
                found, metric, programme_here.targets, highlight=highlight, dark=show.is_dark()
            ),
            config={"displayModeBar": False},
            key="progress_chart",
            alt=chart.alt(found, figures.metric_name(metric)),
        )
with on_the_map:
    atlas_map.places(found, programme_here, level, metric)
