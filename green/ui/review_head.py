"""The head of a submission: whose it is, its wheel, and where it stands in the chain."""

from __future__ import annotations

import streamlit as st

from green.charts.wheel import alt, wheel
from green.errors import Problem
from green.people.records import place_name
from green.review.opening import Opened
from green.standard.chain import Step
from green.texts import _, join
from green.ui import show
from green.ui.session import store


def header(opened: Opened) -> None:
    """Name, place, when and by whom it was handed in, and the wheel of the snapshot."""
    case, found = opened.case, opened.submission
    left, right = st.columns([3, 1], vertical_alignment="center")
    with left:
        st.page_link("review/queue.py", label=_("To the queue"), icon=":material/arrow_back:")
        st.title(show.plain(case.community.short_name))
        st.caption(show.dotted(show.plain(case.community.where), case.community.code))
        st.markdown(show.headline(opened.snapshot.verdict))
        st.caption(
            _(
                "{cycle}, handed in on {day} by {person}",
                cycle=case.cycle.title,
                day=show.day(found.effective_on),
                person=show.by(found.person, None),
            )
        )
    with right:
        verdict = opened.snapshot.verdict
        st.image(wheel(verdict, size=160, dark=show.is_dark()), width=160, alt=alt(verdict))


def chain(opened: Opened) -> None:
    """Every step of the chain: done by which office and when, here now, or still to come."""
    with st.container(border=True, gap="xsmall", key="chain"):
        for step in opened.case.programme.chain:
            st.markdown(show.dotted(f"**{step.title}**", _standing(opened, step)))


def _standing(opened: Opened, step: Step) -> str:
    place = opened.position
    said = [one for one in opened.decisions if one.step == step.id and one.kind != "begin"]
    last = said[-1] if said else None
    if last is not None and last.kind == "agree":
        with store().read() as query:
            office = place_name(query, last.office)
        text = _("agreed to on {day} by {office}", day=show.day(last.effective_on), office=office)
        if place.step == step and place.notice is not None:
            until = show.day(place.notice.ends_on)
            return join(text, _("on public notice until {day}", day=until))
        if place.step == step:
            return join(text, _("waits for its public notice"))
        return text
    if last is not None and last.kind == "return":
        return _("returned on {day}", day=show.day(last.effective_on))
    if place.step == step:
        return _("here since {day}", day=show.day(place.since))
    return _("still to come")


def why_not(problem: Problem) -> str:
    """Why the person only looks, as one line."""
    return show.plain(problem)
