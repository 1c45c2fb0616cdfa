"""Down and up again: which place the page is about, by links that can be sent."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from green.people.model import Action
from green.registry.model import CODE_LENGTH, Division
from green.registry.records import division
from green.ui import scope, session, show

# The place gone down to, and the list that is open, in the address.
PLACE, LIST = "place", "list"
# What is chosen within one place means nothing in another.
_OF_ONE_PLACE = {"city", "fix", "streets", "codes", "one"}


def place_here() -> str:
    """The place of the page: gone down to, else the widest that the person has.

    Raises `NotAllowed` for one outside their scopes, and logs it.
    """
    asked = st.query_params.get(PLACE)
    if not asked:
        return scope.chosen(Action.SEE_FIGURES)
    scope.need(Action.SEE_FIGURES, asked)
    return asked


def here(place: str) -> Division:
    """The division with this code; raises `NotFound`."""
    with session.store().read() as query:
        return division(query, place)


def link(label: str, place: str, listed: str = "", *, stays: bool = False, **instead: str) -> str:
    """A link for Markdown to a place's figures, or to a list of its communities."""
    return f"[{show.plain(label)}]({address(place, listed, stays=stays, **instead)})"


def address(place: str, listed: str = "", *, stays: bool = False, **instead: str) -> str:
    """Where a link leads: to a place, or to a list. With `stays` it is the place that is shown.

    `instead` are other things that the address says then.
    """
    # All else that the address says stays: the day, the state, the language.
    query = st.query_params.to_dict() | {PLACE: place, LIST: listed} | instead
    left = set() if stays else _OF_ONE_PLACE
    query = {name: value for name, value in query.items() if value and name not in left}
    return f"?{urlencode(query)}"


def steps(place: str) -> None:
    """The way here from the widest place that the person sees: each step a link back."""
    own = _widest(place)
    codes = [place[:length] for length in CODE_LENGTH.values() if len(own) <= length <= len(place)]
    if len(codes) < 2:
        return
    with session.store().read() as query:
        names = [division(query, code).name for code in codes]
    parts = [link(name, code) for name, code in zip(names[:-1], codes[:-1], strict=True)]
    with st.container(key="way"):
        st.markdown(" › ".join([*parts, f"**{show.plain(names[-1])}**"]))


def _widest(place: str) -> str:
    """The widest of the person's places in which this one lies."""
    found = [one for one in scope.where(Action.SEE_FIGURES) if place.startswith(one)]
    return max(min(found, key=len, default=place), session.programme().region, key=len)
