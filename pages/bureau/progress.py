"""Progress: the region's cities against the target lines, as of any day."""

import streamlit as st

from green.charts import progress as chart
from green.people.model import Action
from green.texts import _
from green.ui import figure_table, figures, scope, show
from green.ui.as_of import as_of_controls
from green.ui.session import programme

place = scope.chosen(Action.SEE_FIGURES)
programme_here = programme()
st.title(_("Progress of the cities"))
as_of, metric = as_of_controls(programme_here)
found = figures.read(programme_here, place, as_of)
figures.headline(found, metric)

st.subheader(_("Over time"), anchor=False)
highlight = figures.highlight(found)
left, right = st.columns([5, 7], gap="small")
with left:
    st.plotly_chart(
        chart.over_time(
            found, metric, programme_here.targets, highlight=highlight, dark=show.is_dark()
        ),
        config={"displayModeBar": False},
        key="progress_chart",
        alt=chart.alt(found, figures.metric_name(metric)),
    )
with right:
    figure_table.table(found, metric)
figure_table.notes(found, programme_here)
figures.names(found, highlight)

st.subheader(_("City by city"), anchor=False)
figures.panels(found, programme_here)
