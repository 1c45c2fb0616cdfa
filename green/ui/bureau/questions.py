"""Questions to ask of the data: one line each, with its rule, its number and who is behind it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from green.people.model import Action
from green.progress import questions as rules
from green.progress.asking import questions
from green.progress.model import Progress
from green.progress.questions import KINDS, Kind, Question
from green.standard.programme import Programme
from green.texts import _, n_
from green.ui import show
from green.ui.bureau import way
from green.ui.scope import looking

# The list behind a question, in the address.
QUESTION = "question-"
_OPENED = "questions"


def section(found: Progress, programme: Programme) -> None:
    """All questions behind which there is somebody on this day."""
    # Asked once it is opened: they take as long as half of the page.
    opened = st.expander(
        _("Questions to ask of the data"), key=_OPENED, on_change="rerun", bind="query-params"
    )
    if opened.open:
        with opened:
            _open(found, programme)


def _open(found: Progress, programme: Programme) -> None:
    place = found.total.code
    with looking(Action.SEE_FIGURES, place) as query:
        asked = questions(query, programme, place, found.as_of, found.known_at)
    open_ones = [one for one in asked if one.findings]
    if not open_ones:
        st.caption(_("There is nothing to ask on this day."))
        return
    st.caption(_("No scores: each may be quite right, and is worth asking about."))
    with st.container(key="asked"):
        for one in open_ones:
            st.markdown(
                way.link(_sentence(one.kind, len(one.findings)), place, QUESTION + one.kind)
            )
            st.caption(_rule(one))


def asked_for(listed: str) -> Kind | None:
    """The question whose list an address asks for."""
    return next((kind for kind in KINDS if listed == QUESTION + kind), None)


def behind(found: Progress, programme: Programme, kind: Kind) -> tuple[str, str, pd.DataFrame]:
    """Of one question: its sentence, its rule, and the communities behind it."""
    place = found.total.code
    with looking(Action.SEE_FIGURES, place) as query:
        (one,) = questions(query, programme, place, found.as_of, found.known_at, [kind])
    return _sentence(kind, len(one.findings)), _rule(one), _frame(one, programme)


def _sentence(kind: Kind, n: int) -> str:
    match kind:
        case "bare":
            return n_(
                "{n} community meets every item, with neither evidence nor a note",
                "{n} communities meet every item, with neither evidence nor a note",
                n,
            )
        case "same-note":
            return n_(
                "{n} community has a note that others have word by word",
                "{n} communities have a note that others have word by word",
                n,
            )
        case "burst":
            return n_(
                "{n} community was handed in with unusually many of its district on one day",
                "{n} communities were handed in with unusually many of their district on one day",
                n,
            )
        case "one-hand":
            return n_(
                "{n} community was handed in with many others by one account on one day",
                "{n} communities were handed in with many others by one account on one day",
                n,
            )
        case "idle":
            return n_(
                "{n} community has begun, and not gone on for long",
                "{n} communities have begun, and not gone on for long",
                n,
            )
        case "long-wait":
            return n_(
                "{n} community has waited at an office for long",
                "{n} communities have waited at an office for long",
                n,
            )


def _rule(one: Question) -> str:
    day = show.day(one.window.deadline) if one.window else ""
    match one.kind:
        case "bare":
            return _(
                "Of what stands handed in: every item that applies is met, nothing is attached, "
                "and no note is written."
            )
        case "same-note":
            return _(
                "Of what stands handed in: the same note of {length} characters or more in {n} "
                "communities or more, white space and full or half width apart; sentences that "
                "are offered to everybody do not count.",
                length=rules.SHORTEST_NOTE,
                n=rules.LEAST_SHARING,
            )
        case "burst":
            return _(
                "In the {days} days up to {day}: a day that brought a district {n} or more, and "
                "more than twice as many as any single day of the {before} days before.",
                days=rules.LAST_DAYS,
                day=day,
                n=rules.LEAST_IN_A_BURST,
                before=rules.DAYS_BEFORE,
            )
        case "one-hand":
            return _(
                "In the {days} days up to {day}: one account handed in for {n} communities or "
                "more on one day.",
                days=rules.LAST_DAYS,
                day=day,
                n=rules.LEAST_IN_A_BURST,
            )
        case "idle":
            return _(
                "A draft was begun, nothing stands handed in, and nothing was changed for {days} "
                "days or more.",
                days=rules.IDLE_DAYS,
            )
        case "long-wait":
            return _(
                "Handed in, and at the same step of an office for more than {days} days; days on "
                "public notice are left out.",
                days=rules.WAITING_DAYS,
            )


def _frame(one: Question, programme: Programme) -> pd.DataFrame:
    rows = one.findings
    days = [row.day for row in rows]
    numbers = [row.number for row in rows]
    said: dict[str, list[object]] = {}
    match one.kind:
        case "bare":
            said[_("Handed in on")] = [*days]
        case "same-note":
            said[_("Note")] = [row.text for row in rows]
            said[_("Communities with it")] = [*numbers]
        case "burst" | "one-hand":
            said[_("Handed in on")] = [*days]
            said[_("Together with it")] = [*numbers]
        case "idle":
            said[_("Last changed on")] = [*days]
            said[_("Days since")] = [*numbers]
        case "long-wait":
            steps = {step.id: str(step.title) for step in programme.chain}
            said[_("Step")] = [steps.get(row.text, row.text) for row in rows]
            said[_("Since")] = [*days]
            said[_("Days since")] = [*numbers]
    return pd.DataFrame(
        {_("Community"): [row.name for row in rows], **said, _("Code"): [row.code for row in rows]}
    )
