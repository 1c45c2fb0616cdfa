"""The renovation list street by street, some streets a page, with what gets in each other's way."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from green.people.model import Action
from green.planning.plan import Planned, state_name
from green.planning.renovation import Entry, Renovation, Site, Street
from green.planning.works_words import cost, items, marks, quantity, total
from green.renovation.model import phase_name
from green.standard.model import Standard
from green.texts import _, listing
from green.ui import address, scope, session, show
from green.ui.planning.works_choice import PAGE

# Communities on a page, unless one street alone has more.
_MOST = 20
PICKED = "picked"


def pages(streets: Sequence[Street]) -> list[tuple[Street, ...]]:
    """The streets in pages of whole streets with about so many communities."""
    found: list[list[Street]] = []
    room = 0
    for street in streets:
        if not found or room < len(street.sites):
            found.append([])
            room = _MOST
        found[-1].append(street)
        room -= len(street.sites)
    return [tuple(one) for one in found]


def page(found: Renovation) -> tuple[Street, ...]:
    """The streets of the page that is asked for, with a choice of pages where there are more."""
    all_pages = pages(found.streets)
    if len(all_pages) < 2:
        return found.streets
    names = {
        str(n): _("{n} of {all}: {streets}", n=n, all=len(all_pages), streets=_ends(one))
        for n, one in enumerate(all_pages, 1)
    }
    address.bring(PAGE, names, "1")
    now = int(st.session_state[PAGE])
    with st.container(horizontal=True, vertical_alignment="bottom", key="works_pages"):
        st.selectbox(_("Streets"), list(names), format_func=names.__getitem__, key=PAGE)
        for name, label, icon, other in (
            ("before", _("Before"), ":material/chevron_left:", now - 1),
            ("next", _("Next"), ":material/chevron_right:", now + 1),
        ):
            st.button(
                label,
                key=f"page_{name}",
                icon=icon,
                on_click=_turn,
                args=(str(other),),
                disabled=str(other) not in names,
            )
    address.keep(PAGE, "1")
    return all_pages[int(st.session_state[PAGE]) - 1]


def _turn(to: str) -> None:
    st.session_state[PAGE] = to


def _ends(streets: Sequence[Street]) -> str:
    first, last = streets[0].name, streets[-1].name
    return first if len(streets) == 1 else _("{first} to {last}", first=first, last=last)


def street(one: Street, standard: Standard) -> None:
    """A street's sums, its communities with their works, and what has to be weighed."""
    st.subheader(show.plain(_heading(one)), anchor=False)
    st.caption(total(one.total))
    own = [site for site in one.sites if scope.may(Action.PLAN, site.code)]
    if own:
        names = {str(site.id): site.short_name for site in own}
        st.pills(
            _("Choose in {street}", street=one.name),
            list(names),
            selection_mode="multi",
            format_func=lambda key: show.plain(names[key]),
            key=f"{PICKED}.{one.code}",
            persist_state="page",
        )
    with st.container(key=f"works_list_{one.code}"):
        st.table(
            _lines(one, standard),
            hide_index=True,
            border="horizontal",
            alt=_("Works in {street}", street=one.name),
        )
    _conflicts(one)


def _heading(one: Street) -> str:
    if not one.district or one.district == one.name:
        return one.name
    return f"{one.district} · {one.name}"


def _lines(one: Street, standard: Standard) -> pd.DataFrame:
    pairs = [(site, n, entry) for site in one.sites for n, entry in enumerate(site.entries)]
    return pd.DataFrame(
        {
            _("Community"): ["" if n else _whose(site) for site, n, _entry in pairs],
            _("Work"): [_work(entry) for _site, _n, entry in pairs],
            _("Item"): [
                show.plain(items(entry.line.lacking, standard)) for _site, _n, entry in pairs
            ],
            _("Quantity"): [show.plain(quantity(entry)) for _site, _n, entry in pairs],
            _("Cost"): [cost(entry.cost) for _site, _n, entry in pairs],
            _("Usual payer"): [show.plain(entry.work.payer) for _site, _n, entry in pairs],
            _("Plan"): [_plan(entry) for _site, _n, entry in pairs],
        }
    )


def _whose(site: Site) -> str:
    """The community, the way to its plan, and what is said of it in words."""
    query = {"community": site.code}
    if session.data() == "simulated":
        query["data"] = "simulated"
    said = [f"[{show.plain(site.short_name)}](/plan?{urlencode(query)})"]
    if site.is_near:
        said.append(_("near miss"))
    if site.attained:
        said.append(_("attained"))
    if site.conflicts:
        said.append(_("⚑ to be weighed"))
    return show.dotted(*said)


def _work(entry: Entry) -> str:
    mark = marks(entry)
    name = show.plain(entry.work.name)
    return show.dotted(f"**{name}**", mark) if mark else f"**{name}**"


def _plan(entry: Entry) -> str:
    planned = entry.planned
    if planned == Planned():
        return "–"
    said: list[object] = [state_name(planned.state)]
    if planned.phase:
        said.append(phase_name(planned.phase))
    if planned.planner:
        said.append(show.plain(planned.planner))
    return show.dotted(*said)


def _conflicts(one: Street) -> None:
    """Once for each conflict of the street: where it is, and what to weigh."""
    for conflict in dict.fromkeys(found for site in one.sites for found in site.conflicts):
        names = listing(
            show.plain(site.short_name) for site in one.sites if conflict in site.conflicts
        )
        st.markdown(
            _(
                "⚑ **{title}** ({names}): {weigh}",
                title=show.plain(conflict.title),
                names=names,
                weigh=show.plain(conflict.weigh),
            )
        )
