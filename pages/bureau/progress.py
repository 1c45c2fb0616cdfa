"""Progress: a region's parts against the target lines, as of any day."""

import streamlit as st

from green.charts import progress as chart
from green.people.model import Action
from green.texts import _
from green.ui import scope, show
from green.ui.bureau import figure_table, figures
from green.ui.bureau.as_of import as_of_controls
from green.ui.bureau.levels import parts
from green.ui.session import programme

place = scope.chosen(Action.SEE_FIGURES)
programme_here = programme()
level = figures.below(place)
words = parts(level)
st.title(words.title)
as_of, metric = as_of_controls(programme_here)
found = figures.read(programme_here, place, level, as_of)
figures.headline(found, metric)

st.subheader(_("Over time"), anchor=False)
highlight = figures.highlight(found, words)
st.plotly_chart(
    chart.over_time(
        found, metric, programme_here.targets, highlight=highlight, dark=show.is_dark()
    ),
    config={"displayModeBar": False},
    key="progress_chart",
    alt=chart.alt(found, figures.metric_name(metric)),
)
figure_table.table(found, metric, words)
figure_table.notes(found, programme_here)
figures.names(found, highlight)

st.subheader(words.one_by_one, anchor=False)
figures.panels(found, programme_here)
