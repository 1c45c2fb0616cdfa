"""The renovation list of a place, and what of it is looked at: choices kept in the address."""

from __future__ import annotations

import streamlit as st

from green.people.model import Action
from green.planning import works_file
from green.planning.choice import UNPHASED, Choice
from green.planning.gathering import gather
from green.planning.plan import LAST_PHASE
from green.planning.renovation import Renovation
from green.renovation.model import phase_name
from green.standard.model import Standard
from green.standard.programme import Programme
from green.texts import _, join
from green.ui import address, show
from green.ui.scope import looking

PAGE = "streets"
_ITEM, _PHASE = "item", "phase"
_SAFETY, _NEAR, _ATTAINED = "safety", "near", "attained_too"


def read(programme: Programme, place: str) -> Renovation:
    """All that stands handed in and lacks an item, as it is now; raises `NotAllowed`."""
    works = works_file.load()
    with looking(Action.SEE_FIGURES, place) as query:
        return gather(query, programme, works, place)


def choice(standard: Standard) -> Choice:
    """Which item and phase, and which communities."""
    items = {item.id: f"{item.ref} {item.title}" for item in standard.items}
    phases = {str(n): str(phase_name(n)) for n in range(LAST_PHASE + 1)}
    with st.grid("auto", min_column_width=200, gap="small"):
        item = _chosen(_("Item"), _ITEM, items)
        phase = _chosen(_("Phase"), _PHASE, phases)
    with st.container(horizontal=True, key="works_filter"):
        safety = _ticked(_("Only safety"), _SAFETY)
        near = _ticked(_("Only near misses (one or two items)"), _NEAR)
        attained = _ticked(_("Attained ones too"), _ATTAINED)
    number = None if phase is None else int(phase) or UNPHASED
    return Choice(item, number, safety, near, attained)


def _chosen(label: str, key: str, options: dict[str, str]) -> str | None:
    address.bring(key, options, None)
    chosen: str | None = st.selectbox(
        label,
        list(options),
        index=None,
        format_func=options.__getitem__,
        placeholder=_("all"),
        key=key,
        on_change=first_page,
    )
    address.keep(key, None)
    return chosen


def _ticked(label: str, key: str) -> bool:
    """A box whose tick stands in the address as 1."""
    if key not in st.session_state:
        st.session_state[key] = st.query_params.get(key) == "1"
    is_on = st.checkbox(label, key=key, on_change=first_page)
    if is_on:
        st.query_params[key] = "1"
    else:
        st.query_params.pop(key, None)
    return is_on


def first_page() -> None:
    """What is chosen anew begins at its beginning (for callbacks)."""
    st.session_state.pop(PAGE, None)
    st.query_params.pop(PAGE, None)


def nothing(whole: Renovation) -> None:
    """Why the list is empty: nothing is lacking, or nothing fits the choice."""
    if whole.streets:
        st.info(_("Nothing here fits this choice. Choose less narrowly."))
    else:
        st.info(
            _(
                "Nothing that stands handed in here lacks an item. Drafts and communities that "
                "have handed nothing in are not counted."
            )
        )


def basis(found: Renovation) -> None:
    """What the list goes by: day, works file, prices."""
    works = found.works
    said = [
        _("As of {day}, from what stands handed in.", day=show.day(found.as_of)),
        _("Works and prices: {title} {version}.", title=works.title, version=works.version),
    ]
    if works.source.verified:
        said.append(_("Prices from: {document}.", document=works.source.document))
    else:
        said.append(_("The prices are not verified."))
    st.caption(show.plain(join(*said)))
