"""Renovation list: what a place lacks as works with cost and payer, street by street."""

import streamlit as st

from green.texts import _
from green.ui import address, show
from green.ui.bureau import figures, way
from green.ui.bureau.levels import parts
from green.ui.planning import works_choice, works_files, works_list, works_plan, works_sums
from green.ui.session import programme, standard

place = way.place_here()
programme_here, standard_here = programme(), standard()
level = figures.below(place)
here = way.here(place)
st.title(_("Renovation list: {place}", place=show.plain(here.name)))
way.steps(place)
whole = works_choice.read(programme_here, place)
choice = works_choice.choice(standard_here)
found = choice.of(whole)
if not found.streets:
    works_choice.nothing(whole)
    works_choice.basis(whole)
    st.stop()
works_sums.headline(found)
works_files.files(found, programme_here, choice)
with st.container(key="works_part"):
    shown = address.part(_("Part of the page"), {"list": _("Works by street"), "sums": _("Sums")})
if shown == "sums":
    is_divided = here.level != level
    works_sums.sums(found, standard_here, level, parts(level), is_divided=is_divided)
else:
    streets = works_list.page(found)
    works_plan.card(streets)
    for street in streets:
        works_list.street(street, standard_here)
works_choice.basis(found)
