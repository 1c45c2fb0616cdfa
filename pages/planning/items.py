"""Items and districts: which items fail where, like with like, and places side by side."""

import streamlit as st

from green.texts import _
from green.ui.bureau import way
from green.ui.planning import item_table, side_by_side
from green.ui.planning.items_choice import choose
from green.ui.planning.matrix_table import matrix_table
from green.ui.planning.standing_list import open_list
from green.ui.session import programme, standard

place = way.place_here()
programme_here, standard_here = programme(), standard()
st.title(_("Items and districts"))
way.steps(place)
choice = choose(programme_here, standard_here, place)
open_list(choice.found, programme_here)
matrix_table(choice, standard_here)
item_table.item_table(choice)
item_table.notes(choice)
side_by_side.section(choice, programme_here, standard_here)
