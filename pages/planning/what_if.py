"""What if: near misses, the best order, and measures to try against the targets."""

import streamlit as st

from green.texts import _
from green.ui import show
from green.ui.bureau import way
from green.ui.bureau.as_of import as_of_control
from green.ui.planning import (
    best_order,
    measure_rows,
    near_misses,
    what_if_reading,
    what_if_result,
    what_if_words,
)
from green.ui.session import programme, standard

place = way.place_here()
programme_here = programme()
st.title(show.plain(_("What if: {place}", place=way.here(place).name)))
way.steps(place)
here = what_if_reading.read(programme_here, standard(), place, as_of_control(programme_here))
what_if_words.introduction(here)
if not what_if_words.is_empty(here):
    rows = measure_rows.current(here)
    outcome = what_if_result.outcome(here, rows)
    near_misses.open_list(here, outcome)
    near_misses.section(here)
    best_order.section(here)
    measure_rows.section(here, rows, outcome.taken)
    what_if_result.section(here, outcome)
